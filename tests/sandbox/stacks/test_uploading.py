"""Local files are packaged as by `aws cloudformation package`: what runs is the folder beside the template."""

import json

import pytest

from patterns import Sandbox, check, cost
from patterns.template.errors import TemplateError

CODE = "from helper import word\n\ndef handler(event, context):\n    return word()\n"
SERVERLESS = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.13, Handler: app.handler, CodeUri: src/}
"""
PLAIN = """\
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
  Worker:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.13, Handler: app.handler, Role: !GetAtt Role.Arn, Code: ./src}
"""
MACHINE = (
    PLAIN.split("  Worker:")[0].replace("lambda.", "states.")
    + """\
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties: {RoleArn: !GetAtt Role.Arn, DefinitionS3Location: flow.asl.json}
"""
)


@pytest.fixture
def folder(tmp_path):
    source = tmp_path / "src"
    source.mkdir()
    (source / "app.py").write_text(CODE)
    (source / "helper.py").write_text("def word():\n    return 'first'\n")
    (tmp_path / "flow.asl.json").write_text(json.dumps({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}))
    return tmp_path


@pytest.fixture
def aws():
    with Sandbox(run_foreign_code=True) as account:
        yield account


def answer(aws, stack):
    told = aws.client("lambda").invoke(FunctionName=stack["Worker"].physical_id)
    return json.loads(told["Payload"].read())


def written(folder, template):
    path = folder / "app.yaml"
    path.write_text(template)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("template", [SERVERLESS, PLAIN], ids=["serverless", "plain"])
def test_the_folder_beside_the_template_runs_and_a_changed_file_is_a_change(aws, folder, template):
    path = written(folder, template)
    stack = aws.deploy(path)
    assert answer(aws, stack) == "first"
    assert stack.update(path) == []

    (folder / "src" / "helper.py").write_text("def word():\n    return 'second'\n")
    assert [change.logical_id for change in stack.update(path)] == ["Worker"]
    assert answer(aws, stack) == "second"


def test_a_definition_is_uploaded_as_it_is(aws, folder):
    stack = aws.deploy(written(folder, MACHINE))

    told = aws.client("stepfunctions").describe_state_machine(stateMachineArn=stack["Flow"].physical_id)
    assert json.loads(told["definition"])["States"] == {"A": {"Type": "Succeed"}}


def test_a_path_longer_than_any_name_is_told_as_not_there(aws):
    layer = {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": "9" * 300}}

    with pytest.raises(TemplateError, match=r"there is no file or folder '.*9' to package"):
        aws.deploy({"Resources": {"Layer": layer}})


@pytest.mark.parametrize("template", [SERVERLESS, PLAIN], ids=["serverless", "plain"])
def test_a_folder_that_is_not_there_is_named_when_somebody_deploys(aws, tmp_path, template):
    path = written(tmp_path, template)

    assert cost(path).region == "us-east-1"
    assert check(path, lint=False)
    with pytest.raises(TemplateError, match=r"Worker.Properties.Code(Uri)?: there is no file or folder .*src"):
        aws.deploy(path)
    assert aws.stacks == []
    assert aws.client("s3").list_buckets()["Buckets"] == []


def test_an_archive_is_uploaded_as_it_is(aws, folder):
    import shutil

    shutil.make_archive(str(folder / "worker"), "zip", folder / "src")
    stack = aws.deploy(written(folder, PLAIN.replace("./src", "worker.zip")))

    assert answer(aws, stack) == "first"
