"""A folder that stands alone: its template is the one that was exported, and its own tests pass in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from patterns import Sandbox, SecureBucket, catalogue, cli, export
from patterns.exporting.folder import ExportError
from patterns.template.errors import ParameterError, TemplateError
from patterns.template.source import load
from tools.sampling import sampled

ROOT = Path(__file__).parents[1]
RECIPES = sampled(catalogue.recipe_names(), 1)
QUEUE = {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}
SAM = {
    "Transform": "AWS::Serverless-2016-10-31",
    "Resources": {
        "Worker": {
            "Type": "AWS::Serverless::Function",
            "Properties": {"Runtime": "python3.13", "Handler": "index.handler", "CodeUri": "worker/"},
        }
    },
}


def passed(folder: Path) -> None:
    """The exported tests, run as their reader runs them."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder, env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout


def made_by(code: Path) -> Any:
    """The template that a program of troposphere makes."""
    made: dict[str, Any] = {"__name__": "template"}
    exec(compile(code.read_text(), code, "exec"), made)
    return json.loads(made["template"].to_json())


@pytest.mark.slow
@pytest.mark.parametrize("name", RECIPES)
def test_the_folder_of_a_recipe_proves_itself(name: str, tmp_path: Path) -> None:
    recipe = catalogue.recipe(name)()

    files = {str(path) for path in export(recipe, tmp_path / "out")}

    assert files >= {"README.md", "picture.svg", "template.yaml", "template.json", "tests/test_template.py"}
    assert load(tmp_path / "out" / "template.yaml").body == load(recipe).body
    assert ("template.py" in files) == (name != "lambda_function")  # troposphere has no words for its log format
    if "template.py" in files:
        assert made_by(tmp_path / "out" / "template.py") == json.loads(json.dumps(load(recipe).body))
    passed(tmp_path / "out")


@pytest.mark.slow
def test_a_template_of_sam_takes_its_files_along(tmp_path: Path) -> None:
    (tmp_path / "worker").mkdir()
    (tmp_path / "worker" / "index.py").write_text("def handler(event, context):\n    return 1\n")
    (tmp_path / "app.json").write_text(json.dumps(SAM))

    export(tmp_path / "app.json", tmp_path / "out")

    assert json.loads((tmp_path / "out" / "template.json").read_text()) == SAM
    assert (tmp_path / "out" / "worker" / "index.py").exists()
    readme = (tmp_path / "out" / "README.md").read_text()
    assert "aws cloudformation package" in readme
    assert "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND" in readme
    passed(tmp_path / "out")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """What `cdk synth` writes of an app with one stack."""
    out = tmp_path / "cdk.out"
    out.mkdir()
    stack = {
        "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
        "properties": {"templateFile": "Jobs.template.json"},
    }  # fmt: skip
    (out / "manifest.json").write_text(json.dumps({"version": "45.0.0", "artifacts": {"Jobs": stack}}))
    (out / "Jobs.template.json").write_text(json.dumps(QUEUE))
    return out


def test_an_app_of_the_cdk_stays_one(app: Path, tmp_path: Path) -> None:
    files = {str(path) for path in export(app, tmp_path / "out")}

    assert {"cdk.out/manifest.json", "cdk.out/Jobs.template.json"} <= files
    assert "template.yaml" not in files
    assert "cdk deploy --app cdk.out --all" in (tmp_path / "out" / "README.md").read_text()


@pytest.mark.long
def test_the_folder_of_an_app_proves_itself(app: Path, tmp_path: Path) -> None:
    export(app, tmp_path / "out")

    passed(tmp_path / "out")


@pytest.mark.slow
def test_what_is_not_proven_is_said(tmp_path: Path) -> None:
    game = {"Resources": {"Game": {"Type": "AWS::GameLift::Fleet", "Properties": {"Name": "a|b"}}}}

    export(game, tmp_path / "out")

    readme = (tmp_path / "out" / "README.md").read_text()
    assert "Nothing was proven by a deployment: Game is a AWS::GameLift::Fleet, which the sandbox cannot make" in readme
    assert "- Game: " in readme.partition("Not in this sum:")[2]
    passed(tmp_path / "out")


def test_values_are_part_of_the_export_and_must_be_whole(tmp_path: Path) -> None:
    sized = {"Parameters": {"Delay": {"Type": "Number"}}, "Resources": {"Jobs": {
        "Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": {"Ref": "Delay"}}}}}  # fmt: skip

    with pytest.raises(ParameterError, match=r"Parameters: \[Delay\] must have values"):
        export(sized, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    export(sized, tmp_path / "out", parameters={"Delay": 5})

    assert json.loads((tmp_path / "out" / "parameters.json").read_text()) == [
        {"ParameterKey": "Delay", "ParameterValue": "5"}
    ]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(ExportError, match="holds something already: choose another folder"):
        export(SecureBucket(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.slow
def test_a_file_that_is_missing_leaves_nothing_half_made(tmp_path: Path) -> None:
    (tmp_path / "app.json").write_text(json.dumps(SAM))

    with pytest.raises(TemplateError, match="there is no file or folder"):
        export(tmp_path / "app.json", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["app.json"]


@pytest.mark.slow
def test_the_account_that_lives_does_not_notice(tmp_path: Path) -> None:
    with Sandbox() as aws:
        export(QUEUE, tmp_path / "out")

        assert (Sandbox.live(), aws.stacks) == (aws, [])


@pytest.mark.slow
def test_the_command_line_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", "secure_bucket", str(tmp_path / "out"), "--set", "versioning=false", "--json"])
    assert ended.value.code == 0
    assert "README.md" in json.loads(capsys.readouterr().out)
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", "secure_bucket", str(tmp_path / "out")])
    assert ended.value.code == 2
    assert "holds something already" in capsys.readouterr().err
