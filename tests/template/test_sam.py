"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-serverless.html."""

import subprocess
import sys

import pytest

from patterns import check
from patterns.template.errors import TemplateError
from patterns.template.resolve import resolve

GLOBALS = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String, Default: dev}}
Globals:
  Function: {Runtime: python3.13, Timeout: 10, Handler: app.handler}
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "hello-${Stage}"
      InlineCode: "def handler(event, context): return 1"
      AutoPublishAlias: live
      Policies:
        - DynamoDBReadPolicy: {TableName: !Ref Items}
        - AWSLambdaBasicExecutionRole
      Events:
        Jobs: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
  Items: {Type: AWS::Serverless::SimpleTable}
  Queue: {Type: AWS::SQS::Queue}
Outputs:
  Version: {Value: !Ref Hello.Version}
"""
WIDE = """\
- Version: '2012-10-17'
          Statement: [{Effect: Allow, Action: 'dynamodb:*', Resource: '*'}]"""


def types(source, **more):
    return {name: resource.type for name, resource in resolve(source, **more).resources.items()}


@pytest.mark.slow
def test_serverless_resources_become_plain_ones():
    made = types(GLOBALS)

    version = next(name for name in made if name.startswith("HelloVersion"))
    assert made == {
        "Hello": "AWS::Lambda::Function",
        "HelloRole": "AWS::IAM::Role",
        version: "AWS::Lambda::Version",
        "HelloAliaslive": "AWS::Lambda::Alias",
        "HelloJobs": "AWS::Lambda::EventSourceMapping",
        "Items": "AWS::DynamoDB::Table",
        "Queue": "AWS::SQS::Queue",
    }
    hello = resolve(GLOBALS, parameters={"Stage": "prod"}).resources["Hello"].properties
    assert {name: hello[name] for name in ("FunctionName", "Runtime", "Timeout", "Handler")} == {
        "FunctionName": "hello-prod", "Runtime": "python3.13", "Timeout": 10, "Handler": "app.handler",
    }  # fmt: skip


def test_what_was_made_has_the_line_of_what_the_author_wrote():
    document = resolve(GLOBALS).document

    assert [document.line(("Resources", name)) for name in ("Hello", "HelloRole", "HelloJobs", "Queue")] == [
        6,
        6,
        6,
        18,
    ]
    assert document.line(("Resources", "HelloRole", "Properties", "ManagedPolicyArns")) == 8


def test_managed_policies_are_known_by_name_and_templates_by_theirs():
    role = resolve(GLOBALS).resources["HelloRole"].properties

    assert "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" in role["ManagedPolicyArns"]
    assert "dynamodb:GetItem" in role["Policies"][0]["PolicyDocument"]["Statement"][0]["Action"]


@pytest.mark.parametrize(
    ("template", "message", "line"),
    [
        (
            GLOBALS.replace("DynamoDBReadPolicy", "DynamoDBReadsPolicy"),
            "Policy at index 0 in the 'Policies' property",
            6,
        ),
        (GLOBALS.replace("InlineCode", "Inline"), "Resource with id [Hello] is invalid", 6),
        (GLOBALS.replace("Transform: AWS::Serverless-2016-10-31\n", ""), "properties [Globals]", 2),
    ],
)
def test_what_the_transform_refuses_is_told_in_its_words(template, message, line):
    with pytest.raises(TemplateError) as refused:
        resolve(template)

    assert message in str(refused.value)
    assert line is None or refused.value.line == line


def test_loops_are_written_out_before_the_transform():
    looped = """\
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Resources:
  Fn::ForEach::Workers:
    - Name
    - [A, B]
    - Worker${Name}:
        Type: AWS::Serverless::Function
        Properties: {Runtime: python3.13, Handler: a.b, InlineCode: "def b(e, c): return 1"}
"""
    assert types(looped) == dict.fromkeys(("WorkerA", "WorkerB"), "AWS::Lambda::Function") | dict.fromkeys(
        ("WorkerARole", "WorkerBRole"), "AWS::IAM::Role"
    )


@pytest.mark.slow
def test_nobody_waits_for_the_translator_who_does_not_use_it():
    code = (
        "import sys; from patterns import Sandbox\n"
        "with Sandbox() as aws: aws.deploy({'Resources': {'Queue': {'Type': 'AWS::SQS::Queue'}}})\n"
        "print('samtranslator' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "False\n"


def test_findings_speak_of_what_the_author_wrote():
    accepted = "Metadata: {AcceptedFindings: {IAM-002: all tables are ours}}\n    Properties:"
    wide = GLOBALS.replace("- AWSLambdaBasicExecutionRole", WIDE).replace(
        "    Properties:\n      FunctionName", "    PLACE", 1
    )
    open_, closed = (wide.replace("    PLACE", f"    {said}\n      FunctionName") for said in ("Properties:", accepted))

    [found] = [one for one in check(open_, lint=False) if one.id == "IAM-002"]
    assert (found.resource, found.made, found.line) == ("Hello", "HelloRole", 14)
    assert str(found).endswith("(HelloRole, line 14)")
    assert [one.accepted for one in check(closed, lint=False) if one.id == "IAM-002"] == ["all tables are ours"]
    assert {one.resource for one in check(GLOBALS)} <= {"Hello", "Items", "Queue", ""}
