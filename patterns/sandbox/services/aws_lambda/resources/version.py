"""AWS::Lambda::Version. Not modelled: provisioned concurrency, runtime policies."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, HandlerError, Property, Provider, Target
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.aws_lambda.resources._code import ECHO, archive, digest


class Version(Provider):
    """What a function was when it was published; its physical id is its ARN, the number included."""

    type = "AWS::Lambda::Version"
    service = "lambda"
    identifier = "FunctionName"
    creation = "publish_version"
    deletion = "delete_function"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("FunctionName", create="FunctionName"),
        Property("Description", create="Description", get=Call("get_function_configuration", "Description"),
                 from_service=lambda text: text or None),
        Property("CodeSha256", create="CodeSha256", get=Call("get_function_configuration", "CodeSha256")),
    )  # fmt: skip
    examples = (
        {"FunctionName": "{function}"},
        {
            "FunctionName": "{other_function}",
            "Description": "The first.",
            "CodeSha256": digest(archive(ECHO, "python3.13")),
        },
    )

    def create(self, target: Target) -> str:
        """Publish; raises `HandlerError` when nothing has changed since the last version, which Lambda gives back."""
        there = target.account.observer("lambda").get_paginator("list_versions_by_function")
        pages = there.paginate(FunctionName=_function(target))
        numbers = {version["Version"] for page in pages for version in page["Versions"]}
        arn = super().create(target)
        number = arn.rpartition(":")[2]
        if number in numbers:
            message = (
                f"A version for this Lambda function exists ( {number} ). Modify the function to create a new version."
            )
            raise HandlerError("AlreadyExists", message)
        return arn

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The version's ARN."""
        return str(response["FunctionArn"])

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The version, and the function it was published from, as the template names it."""
        described = super().read_one(responses)
        return None if described is None else {"FunctionName": responses.target.properties["FunctionName"], **described}

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html."""
        return {"FunctionArn": target.physical_id, "Version": target.physical_id.rpartition(":")[2]}


def _function(target: Target) -> str:
    """The function's name, which a template may give as an ARN."""
    return str(target.properties["FunctionName"]).rpartition(":function:")[2]


PROVIDER = Version()
