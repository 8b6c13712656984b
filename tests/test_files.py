"""What somebody names as a file is read in bounded time and memory, or refused: devices, pipes, what has no end."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from patterns import Sandbox, check, files
from patterns.progress.kept import UnreadableProgress
from patterns.progress.kept import read as progress
from patterns.template.errors import TemplateError

NOT_ON_WINDOWS = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
KINDS = ("device", "link to a device", "pipe", "folder", "loop", "nothing", "hole")


@pytest.fixture(scope="module")
def aws() -> Iterator[Sandbox]:
    with Sandbox() as account:
        yield account


@pytest.fixture(params=KINDS)
def odd(request, tmp_path) -> Path:
    place = tmp_path / "odd.yaml"
    match request.param:
        case "device":
            return Path("/dev/zero")
        case "link to a device":
            place.symlink_to("/dev/zero")
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case "loop":
            place.symlink_to(place)
        case "hole":
            with place.open("wb") as file:
                file.truncate(3 * 10**9)
    return place


@NOT_ON_WINDOWS
def test_it_is_refused_at_once(odd):
    with pytest.raises(OSError, match=r"no file|more than|No such|symbolic|director"):
        files.content(odd, 1000)


@NOT_ON_WINDOWS
def test_it_is_no_template_and_no_progress(odd):
    with pytest.raises(TemplateError):
        check(odd, lint=False)
    with pytest.raises(UnreadableProgress):
        progress(odd)


# Folders are packaged.
@pytest.mark.slow
@NOT_ON_WINDOWS
@pytest.mark.parametrize("odd", [kind for kind in KINDS if kind != "folder"], indirect=True)
@pytest.mark.parametrize(
    ("type_name", "name"), [("AWS::CloudFormation::Stack", "TemplateURL"), ("AWS::Lambda::LayerVersion", "Content")]
)
def test_it_is_not_packaged(aws: Sandbox, odd, type_name, name):
    with pytest.raises(TemplateError):
        aws.deploy({"Resources": {"One": {"Type": type_name, "Properties": {name: str(odd)}}}})


@NOT_ON_WINDOWS
def test_a_template_includes_none_of_it(aws: Sandbox, odd):
    include = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": str(odd)}}}
    with pytest.raises(TemplateError):
        aws.deploy({"Resources": include})


def test_a_folder_of_more_files_than_a_package_may_have_is_refused(aws: Sandbox, tmp_path, monkeypatch):
    from patterns.template import packages

    monkeypatch.setattr(packages, "MOST_FILES", 3)
    for number in range(4):
        (tmp_path / f"{number}.py").write_text("")

    with pytest.raises(TemplateError, match="holds more than 3 files"):
        aws.deploy(
            {"Resources": {"L": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": str(tmp_path)}}}}
        )


def test_a_file_is_read_up_to_its_last_byte(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfa\r\nb")

    assert files.content(tmp_path / "a", 7) == b"\xef\xbb\xbfa\r\nb"
    assert files.text(tmp_path / "a", 7) == "a\nb"
    with pytest.raises(OSError, match="more than 6 bytes"):
        files.content(tmp_path / "a", 6)
