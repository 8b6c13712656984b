"""Macros are functions that rewrite templates; without an account they are told of where they stand."""

import json

import pytest

from patterns import Sandbox, check, compare, cost, diagram
from patterns.sandbox.core.errors import ForeignCode, StackFailed
from patterns.template.errors import TemplateError
from patterns.template.resolve import resolve

CODE = """\
def handler(event, context):
    fragment, name = event["fragment"], event["transformId"].split("::")[1]
    if name == "Broken":
        raise ValueError("no")
    if name == "Refusing":
        return {"requestId": event["requestId"], "status": "failed", "errorMessage": event["params"].get("Why")}
    if name == "Quiet":
        return {"requestId": event["requestId"], "status": "FAILED"}
    if name == "Named":
        fragment["QueueName"] = event["params"]["Start"] + "-" + event["templateParameterValues"]["Stage"]
    if name == "Word":
        fragment = "said"
    if name == "Counted":
        for logical_id, resource in list(fragment["Resources"].items()):
            for number in range(resource.pop("Count", 0)):
                fragment["Resources"][logical_id + str(number)] = dict(resource)
                fragment["Resources"].pop(logical_id, None)
    return {"requestId": event["requestId"], "status": "Success", "fragment": fragment}
"""
MACROS = ("Broken", "Refusing", "Quiet", "Named", "Word", "Counted")
TRUST = {
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]
}
DEFINED = {
    "Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "Code": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": CODE},
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            },
        },
        **{
            name: {
                "Type": "AWS::CloudFormation::Macro",
                "Properties": {"Name": name, "FunctionName": {"Fn::GetAtt": ["Code", "Arn"]}},
            }
            for name in MACROS
        },
    }
}  # fmt: skip
STAGED = {"Stage": {"Type": "String", "Default": "test"}}
QUEUE = {"Type": "AWS::SQS::Queue"}


def queue(**properties):
    return {"Parameters": STAGED, "Resources": {"Jobs": {**QUEUE, "Properties": properties}}}


def transformed(name, **parameters):
    return {"Fn::Transform": {"Name": name, "Parameters": parameters}}


@pytest.fixture(scope="module")
def aws():
    with Sandbox(run_foreign_code=True) as account:
        account.deploy(DEFINED, name="macros")
        yield account


@pytest.fixture(autouse=True)
def clean(aws):
    yield
    for stack in aws.stacks[1:]:
        stack.delete()


def test_a_macro_changes_what_stands_beside_it(aws):
    stack = aws.deploy(queue(VisibilityTimeout=7, **transformed("Named", Start="jobs")))

    assert stack["Jobs"].actual["QueueName"] == "jobs-test"
    assert stack["Jobs"].actual["VisibilityTimeout"] == 7


def test_a_macro_in_the_place_of_a_value_is_that_value(aws):
    stack = aws.deploy(queue(QueueName=transformed("Word")))

    assert stack["Jobs"].actual["QueueName"] == "said"


def test_a_macro_of_the_whole_template_makes_a_template_of_what_was_none(aws):
    counted = {"Transform": ["Counted"], "Resources": {"Jobs": {**QUEUE, "Count": 2}}}

    stack = aws.deploy(counted, name="counted")
    assert list(stack) == ["Jobs0", "Jobs1"]

    counted["Resources"]["Jobs"]["Count"] = 1
    changes = stack.update(counted)
    assert [(change.action, change.logical_id) for change in changes] == [("Remove", "Jobs1")]


@pytest.mark.slow
def test_a_macro_may_come_after_the_serverless_transform(aws):
    function = {"Runtime": "python3.13", "Handler": "index.handler", "InlineCode": "handler = print"}
    sam = {
        "Transform": ["AWS::Serverless-2016-10-31", "Counted"],
        "Resources": {"Work": {"Type": "AWS::Serverless::Function", "Properties": function}},
    }

    assert {"Work", "WorkRole"} <= set(aws.deploy(sam))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Absent", "No transform named 123456789012::Absent found."),
        ("Broken", 'Received malformed response from transform 123456789012::Broken: the function answered "no"'),
        ("Refusing", "Transform 123456789012::Refusing failed with: so"),
        ("Quiet", "Transform 123456789012::Quiet failed without an error message."),
    ],
)
def test_a_macro_that_fails_says_so_before_anything_is_made(aws, name, says):
    with pytest.raises(TemplateError) as refused:
        aws.deploy(queue(**transformed(name, Why="so")))

    assert refused.value.message == says
    assert len(aws.stacks) == 1


def test_two_macros_of_one_name_cannot_be(aws):
    second = {"Resources": {"Mine": DEFINED["Resources"]["Word"]["Properties"] | {"FunctionName": "any"}}}
    second["Resources"]["Mine"] = {"Type": "AWS::CloudFormation::Macro", "Properties": second["Resources"]["Mine"]}

    with pytest.raises(Exception, match="with identifier 'Word' already exists"):
        aws.deploy(second)
    aws.stacks[-1].delete()


def test_a_form_that_is_none_is_refused():
    with pytest.raises(TemplateError, match="a macro is a name, or a mapping of Name"):
        resolve({"Transform": [{"Nome": "x"}], "Resources": {"Jobs": QUEUE}})


def test_without_an_account_macros_are_told_of_at_their_place():
    text = "Transform: [Counted]\nResources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Count: 2\n    Properties:\n" + (
        "      Fn::Transform: {Name: Named}\n      QueueName: !Transform {Name: Word}\n"
    )

    told = [(found.title, found.line) for found in check(text, lint=False) if found.id == "CFN-003"]

    assert told == [
        ("Macro Counted was not run", 1), ("Macro Word was not run", 8), ("Macro Named was not run", 7),
    ]  # fmt: skip
    assert [item.resource for item in cost(text).items] == ["Jobs"]
    assert "Jobs" in diagram(text).svg
    assert compare(text, text) == []


def test_snippets_come_from_beside_the_template_and_from_the_accounts_own_s3(aws, tmp_path):
    (tmp_path / "more.yaml").write_text("Properties: {VisibilityTimeout: 9}\n")
    template = tmp_path / "template.yaml"
    text = (
        "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n"
        "    Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: more.yaml}}"
    )
    template.write_text(text)
    assert resolve(template).resources["Jobs"].properties == {"VisibilityTimeout": 9}

    aws.client("s3").create_bucket(Bucket="snippets")
    aws.client("s3").put_object(Bucket="snippets", Key="a/more.yaml", Body=b"Properties: {VisibilityTimeout: 11}\n")
    in_s3 = text.replace("more.yaml", "!Sub 's3://${Where}/a/more.yaml'")
    template.write_text(in_s3 + "\nParameters: {Where: {Type: String}}\n")
    stack = aws.deploy(template, parameters={"Where": "snippets"})

    assert stack["Jobs"].actual["VisibilityTimeout"] == 11


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("absent.yaml", "'absent.yaml' cannot be read: No such file or directory: local paths are relative to"),
        ("short.yaml", r"uses short forms of functions \(!Ref\), which AWS::Include does not take"),
        ("s3://nowhere/a", "S3 error for s3://nowhere/a: The specified bucket does not exist"),
        ("https://example.com/a", "the location 'https://example.com/a' is no S3 URI"),
        ("list.yaml", "the snippet is no mapping, and other members stand beside it"),
    ],
)
def test_a_snippet_that_cannot_be_included_says_why(aws, tmp_path, location, says):
    (tmp_path / "short.yaml").write_text("QueueName: !Ref AWS::StackName\n")
    (tmp_path / "list.yaml").write_text("[a, b]\n")
    template = tmp_path / "template.yaml"
    include = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": location}}, "DelaySeconds": 1}
    template.write_text(json.dumps({"Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": include}}}))

    with pytest.raises(TemplateError, match=says):
        aws.deploy(template)


def test_an_update_that_fails_after_a_macro_goes_back_to_what_the_macro_made_before(aws):
    before = {"Transform": ["Counted"], "Resources": {"Jobs": {**QUEUE, "Count": 2}}}
    stack = aws.deploy(before, name="counted")
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "taken", "AssumeRolePolicyDocument": TRUST}}
    aws.existing(roles={"taken": "lambda.amazonaws.com"})
    after = {"Transform": ["Counted"], "Resources": {"Jobs": {**QUEUE, "Count": 1}, "Role": role}}

    with pytest.raises(StackFailed, match="already exists"):
        stack.update(after)

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert list(stack) == ["Jobs0", "Jobs1"]
    assert all(stack[name].exists for name in stack)


@pytest.mark.slow
def test_somebody_elses_macro_runs_only_where_that_was_allowed():
    with Sandbox() as account:
        account.deploy(DEFINED, name="macros")
        with pytest.raises(ForeignCode, match="run_foreign_code=True"):
            account.deploy(queue(**transformed("Word")))
