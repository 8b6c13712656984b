"""Whose code a function has: this cookbook's own, to the letter, or anybody's."""

import io
import zipfile

import pytest

from patterns.recipes._functions import source
from patterns.sandbox.services.aws_lambda.runtime.own_code import is_the_cookbooks


def archive(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name, text in files.items():
            written.writestr(f"{name}.py", text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("code", "own"),
    [
        (archive(index=source("secret_rotation")), True),
        (archive(index=source("secret_rotation").strip()), True),
        (archive(index=source("secret_rotation") + "print()\n"), False),
        (archive(index=source("secret_rotation"), more="print()\n"), False),
        (b"no archive", False),
    ],
    ids=["ours", "without the last line", "changed", "with more", "not a zip"],
)
def test_only_what_is_ours_to_the_letter_is_ours(code: bytes, own: bool) -> None:
    assert is_the_cookbooks(code) == own
