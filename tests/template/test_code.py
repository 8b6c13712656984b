"""Which resources of a template carry code in themselves."""

from typing import Any

from patterns.template.code import InlineCode, inline_code
from patterns.template.resolve import resolve


def template(code: Any) -> dict[str, Any]:
    function = {"Role": "arn:aws:iam::123456789012:role/app", "Code": code}
    return {
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue"},
            "Function": {"Type": "AWS::Lambda::Function", "Properties": function},
        }
    }


def test_text_in_a_function_is_code():
    assert inline_code(resolve(template({"ZipFile": "pass"}))) == (InlineCode("Function", "pass"),)


def test_code_that_lies_in_a_bucket_is_not_in_the_template():
    assert inline_code(resolve(template({"S3Bucket": "code", "S3Key": "code.zip"}))) == ()


def test_code_that_is_known_at_deployment_only_has_no_text_yet():
    found = inline_code(resolve(template({"ZipFile": {"Fn::GetAtt": ["Queue", "Arn"]}})))

    assert found == (InlineCode("Function", None),)
