"""What is special about functions: their code, and what a template may not ask for."""

import io
import zipfile
from typing import Any

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from tools.stage import on_stage

ONE = {"Role": "{function_role.Arn}", "Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": "one"}}


def template(aws: Sandbox, **changed: Any) -> dict[str, Any]:
    [properties] = on_stage(aws, {**ONE, **changed})
    return {"Resources": {"One": {"Type": "AWS::Lambda::Function", "Properties": properties}}}


def test_code_that_was_changed_by_hand_is_drift(aws):
    stack = aws.deploy(template(aws), name="app")
    assert stack.drift() == {}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("index.py"), "other")

    aws.client("lambda").update_function_code(FunctionName=stack["One"].physical_id, ZipFile=packed.getvalue())

    [difference] = stack.drift()["One"]
    assert difference.path == "Code.ZipFile"
    assert difference.declared == "one"


def test_code_is_the_same_archive_every_time(aws):
    body = template(aws)
    first, other = (aws.deploy(body, name=name)["One"].physical_id for name in ("first", "other"))

    found = [aws.client("lambda").get_function_configuration(FunctionName=one) for one in (first, other)]

    assert found[0]["CodeSha256"] == found[1]["CodeSha256"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Runtime": "java21"}, "either of nodejs, python, and it is 'java21'"),
        ({"Code": {"ImageUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1"}}, "provide a source"),
        ({"PackageType": "Image"}, "Please don't provide Handler"),
        ({"Code": {"S3Bucket": "missing-bucket", "S3Key": "a.zip"}}, "S3 Error Code: NoSuchBucket"),
    ],
)
def test_code_that_cannot_be_had_is_refused(aws, changed, said):
    with pytest.raises(StackFailed, match=said):
        aws.deploy(template(aws, **changed), name="app")

    assert aws.client("lambda").list_functions()["Functions"] == []


def test_version_of_what_has_not_changed_is_refused(aws):
    body = template(aws)
    version = {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "One"}}}
    body["Resources"]["First"] = version
    stack = aws.deploy(body, name="app")
    body["Resources"]["Second"] = version | {"DependsOn": "First"}

    with pytest.raises(StackFailed, match=r"A version for this Lambda function exists \( 1 \)"):
        stack.update(body)

    assert stack["First"].exists
