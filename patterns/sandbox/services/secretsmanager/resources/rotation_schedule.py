"""AWS::SecretsManager::RotationSchedule. Not modelled: rotation functions of AWS's own, and of other services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, HandlerError, Property, Provider, Target
from patterns.sandbox.provider.reading import Responses


class RotationSchedule(Provider):
    """When a secret gets a new value, and by which function; its physical id is the secret's ARN."""

    type = "AWS::SecretsManager::RotationSchedule"
    service = "secretsmanager"
    identifier = "SecretId"
    creation = "rotate_secret"
    deletion = "cancel_rotate_secret"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("SecretId", create="SecretId"),
        Property("RotationLambdaARN", create="RotationLambdaARN", get=Call("describe_secret", "RotationLambdaARN"),
                 code="rotate"),
        Property("RotationRules", create="RotationRules", get=Call("describe_secret", "RotationRules"), code="rotate"),
        Property("RotateImmediatelyOnUpdate", create="RotateImmediately", code="rotate"),
    )  # fmt: skip
    examples = (
        {
            "SecretId": "{secret}",
            "RotationLambdaARN": "{rotation_function.Arn}",
            "RotationRules": {"AutomaticallyAfterDays": 30},
            "RotateImmediatelyOnUpdate": False,
        },
        {
            "SecretId": "{secret}",
            "RotationLambdaARN": "{other_rotation_function.Arn}",
            "RotationRules": {"ScheduleExpression": "rate(10 days)", "Duration": "3h"},
            "RotateImmediatelyOnUpdate": False,
        },
        {
            "SecretId": "{other_secret}",
            "RotationLambdaARN": "{rotation_function.Arn}",
            "RotationRules": {"AutomaticallyAfterDays": 7},
            "RotateImmediatelyOnUpdate": False,
        },
    )

    def taken(self, target: Target) -> str:
        """The secret that is rotated already, by whatever schedule: it has one."""
        client = target.account.observer("secretsmanager")
        try:
            secret = client.describe_secret(SecretId=target.properties["SecretId"])
        except client.exceptions.ResourceNotFoundException:
            return ""
        return str(secret["ARN"]) if secret.get("RotationEnabled") else ""

    def create(self, target: Target) -> str:
        """Turn rotation on; raises `HandlerError` without a function of the template's own."""
        if "RotationLambdaARN" not in target.properties:
            message = "RotationLambdaARN is missing: the sandbox does not have AWS's own rotation functions."
            raise HandlerError("InvalidRequest", message)
        return super().create(target)

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The secret's ARN."""
        return str(response["ARN"])

    def rotate(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set function and rules anew; the service rotates at once unless told not to."""
        new = target.properties
        target.account.administrator("secretsmanager").rotate_secret(
            SecretId=target.physical_id,
            RotationLambdaARN=new["RotationLambdaARN"],
            RotationRules=new.get("RotationRules", {}),
            RotateImmediately=new.get("RotateImmediatelyOnUpdate", True),
        )

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The schedule; whether an update rotates at once the stack alone knows. None once rotation is off."""
        described = super().read_one(responses)
        if described is None or not responses.answer(Call("describe_secret")).get("RotationEnabled"):
            return None
        kept = ("SecretId", "RotateImmediatelyOnUpdate")
        return {
            name: responses.target.properties[name] for name in kept if name in responses.target.properties
        } | described

    def attributes(self, target: Target) -> dict[str, Any]:
        """The secret's ARN."""
        return {"Id": target.physical_id}


PROVIDER = RotationSchedule()
