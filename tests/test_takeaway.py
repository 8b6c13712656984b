"""What a reader takes away: a command that is whole, files that the AWS CLI takes, a line of Python that repeats."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import patterns
from patterns import SecureBucket
from patterns.takeaway import deploy_command, flat_parameter_file, parameter_file, python_line
from patterns.template.source import load

BUCKET = {"Type": "AWS::S3::Bucket"}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
NAMED_ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, "RoleName": "app"}}


def test_command_names_stack_template_and_every_parameter() -> None:
    assert deploy_command(SecureBucket(project="shop")) == (
        "aws cloudformation deploy \\\n"
        "  --stack-name secure-bucket \\\n"
        "  --template-file secure-bucket.yaml \\\n"
        "  --parameter-overrides \\\n"
        "    Environment=dev \\\n"
        "    ProjectName=shop \\\n"
        "    CostCenter=4711 \\\n"
        "    OwnerEmail=data@example.com"
    )


@pytest.mark.parametrize(
    ("resources", "option"),
    [
        ({"A": BUCKET}, None),
        ({"A": BUCKET, "R": ROLE}, "--capabilities CAPABILITY_IAM"),
        ({"A": BUCKET, "R": NAMED_ROLE}, "--capabilities CAPABILITY_NAMED_IAM"),
    ],
)
def test_command_acknowledges_what_must_be(resources: dict[str, object], option: str | None) -> None:
    lines = deploy_command({"Resources": resources}).split(" \\\n  ")

    assert [line for line in lines if "capabilities" in line] == ([option] if option else [])


def test_transform_must_be_acknowledged_too() -> None:
    template = {"Transform": "AWS::LanguageExtensions", "Resources": {"A": BUCKET}}

    assert "--capabilities CAPABILITY_AUTO_EXPAND" in deploy_command(template)


def test_what_a_transform_makes_must_be_acknowledged_too() -> None:
    properties = {"Runtime": "python3.13", "Handler": "index.handler", "InlineCode": "def handler(*_): pass"}
    function = {"Type": "AWS::Serverless::Function", "Properties": properties}
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Worker": function}}

    assert "--capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND" in deploy_command(template)


def test_a_hidden_value_is_left_to_fill_in() -> None:
    hidden = {"Parameters": {"Password": {"Type": "String", "NoEcho": True}}, "Resources": {"A": BUCKET}}
    document = replace(load(hidden), parameters={"Password": "opensesame"})

    assert "Password=..." in deploy_command(document)
    assert "opensesame" not in deploy_command(document) + parameter_file(document)


def test_large_template_needs_a_bucket_and_a_small_one_does_not() -> None:
    tagged = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "x" * 60}}
    large = {"Resources": {f"B{number}": tagged for number in range(450)}}

    assert "--s3-bucket YOUR-BUCKET-FOR-TEMPLATES" in deploy_command(large)
    assert "--s3-bucket" not in deploy_command({"Resources": {"A": BUCKET}})


def test_values_are_quoted_for_the_shell_and_missing_ones_are_left_to_fill_in() -> None:
    template = {"Parameters": {"Who": {"Type": "String"}}, "Resources": {"A": BUCKET}}

    assert deploy_command(template).endswith("Who=...")
    assert parameter_file(template) == '[\n  {\n    "ParameterKey": "Who",\n    "ParameterValue": "..."\n  }\n]\n'


def test_parameter_files_say_the_same_in_both_forms() -> None:
    pairs = json.loads(parameter_file(SecureBucket()))

    assert pairs[0] == {"ParameterKey": "Environment", "ParameterValue": "dev"}
    assert json.loads(flat_parameter_file(SecureBucket())) == [
        f"{pair['ParameterKey']}={pair['ParameterValue']}" for pair in pairs
    ]


def test_template_without_parameters_has_no_files() -> None:
    assert parameter_file({"Resources": {"A": BUCKET}}) == flat_parameter_file({"Resources": {"A": BUCKET}}) == ""


def test_python_line_makes_this_exact_pattern() -> None:
    pattern = SecureBucket(versioning=False, cors_origins=("https://www.example.com",))
    names = {"SecureBucket": patterns.SecureBucket}

    first, _, line = python_line(pattern).split("\n")

    assert first == "from patterns import SecureBucket"
    assert eval(line.removeprefix("secure_bucket = "), names) == pattern
    assert python_line({"Resources": {"A": BUCKET}}) == ""
