"""AWS::Lambda::Permission: one statement of a function's policy. Not modelled: Alexa's event source tokens."""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.provider.base import Property, Provider, Target
from patterns.sandbox.provider.reading import Responses

CONDITIONS = {
    "SourceArn": ("ArnLike", "AWS:SourceArn"),
    "SourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
}
"""Property -> where a statement keeps it.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""


class Permission(Provider):
    """A right to call a function; its physical id is the statement's, made up by CloudFormation."""

    type = "AWS::Lambda::Permission"
    service = "lambda"
    identifier = "StatementId"
    creation = "add_permission"
    deletion = "remove_permission"
    gone = frozenset({"ResourceNotFoundException"})
    properties = tuple(Property(name, create=name) for name in ("FunctionName", "Action", "Principal", *CONDITIONS))
    examples = (
        {"FunctionName": "{function}", "Action": "lambda:InvokeFunction", "Principal": "123456789012"},
        {
            "FunctionName": "{function.Arn}",
            "Action": "lambda:InvokeFunction",
            "Principal": "s3.amazonaws.com",
            "SourceArn": "{bucket.Arn}",
            "SourceAccount": "123456789012",
        },
        {
            "FunctionName": "{function}",
            "Action": "lambda:InvokeFunctionUrl",
            "Principal": "*",
            "PrincipalOrgID": "o-abcdefghij",
            "FunctionUrlAuthType": "AWS_IAM",
        },
        {
            "FunctionName": "{function}",
            "Action": "lambda:InvokeFunction",
            "Principal": "*",
            "InvokedViaFunctionUrl": True,
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """The statement's id is made up."""
        return {"StatementId": target.name(longest=100), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The statement's id."""
        return str(json.loads(response["Statement"])["Sid"])

    def identity(self, target: Target) -> dict[str, Any]:
        """Function and statement."""
        return {"FunctionName": target.properties["FunctionName"], "StatementId": target.physical_id}

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The statement as it stands in the function's policy; None when it does not."""
        target = responses.target
        client = target.account.observer("lambda")
        try:
            policy = json.loads(client.get_policy(FunctionName=target.properties["FunctionName"])["Policy"])
        except client.exceptions.ResourceNotFoundException:
            return None
        statement = next((one for one in policy["Statement"] if one["Sid"] == target.physical_id), None)
        return statement and _properties(target, statement)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html."""
        return {"Id": target.physical_id}


def _properties(target: Target, statement: dict[str, Any]) -> dict[str, Any]:
    conditions = statement.get("Condition", {})
    found = {
        name: conditions[operator][key]
        for name, (operator, key) in CONDITIONS.items()
        if key in conditions.get(operator, {})
    }
    if "InvokedViaFunctionUrl" in found:
        found["InvokedViaFunctionUrl"] = str(found["InvokedViaFunctionUrl"]).lower() == "true"
    return {
        "FunctionName": target.properties["FunctionName"],
        "Action": statement["Action"],
        "Principal": _principal(statement["Principal"], target.properties["Principal"]),
        **found,
    }


def _principal(described: Any, declared: str) -> str:
    """The principal as declared where it is that: Lambda writes an account as the ARN of its root."""
    named = described if isinstance(described, str) else next(iter(described.values()))
    return declared if named == f"arn:aws:iam::{declared}:root" else str(named)


PROVIDER = Permission()
