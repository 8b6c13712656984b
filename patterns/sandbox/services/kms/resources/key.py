"""AWS::KMS::Key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Provider, Target
from patterns.sandbox.provider.policy_documents import from_text, to_text
from patterns.sandbox.provider.reading import Responses

DEFAULT_WINDOW_DAYS = 30
"""https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html"""

DEFAULT_PERIOD_DAYS = 365
"""https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html"""

BYPASS = "BypassPolicyLockoutSafetyCheck"
TOLD_BY_NOBODY = (BYPASS, "PendingWindowInDays")
"""What no API reports: it goes along with other calls, and the stack alone knows it, as in AWS."""

NAMED = {"PolicyName": "default"}
"""The only name a key policy can have, which the simulation wants said."""


def tags_to_service(declared: list[dict[str, str]]) -> list[dict[str, str]]:
    """Tags in the key service's own shape."""
    return [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in declared]


def tags_from_service(told: list[dict[str, str]]) -> list[dict[str, str]]:
    """Tags in CloudFormation's shape."""
    return [{"Key": tag["TagKey"], "Value": tag["TagValue"]} for tag in told]


class Key(Provider):
    """A key; deleting it schedules its end, so a key that waits for that is gone for its stack."""

    type = "AWS::KMS::Key"
    service = "kms"
    tagging = tags.Tagging("KeyId", shape=lambda added: tags_to_service(tags.as_list(added)))
    identifier = "KeyId"
    creation = "create_key"
    deletion = "schedule_key_deletion"
    gone = frozenset({"NotFoundException"})
    properties = (
        Property("Description", create="Description", get=Call("describe_key", "KeyMetadata.Description"),
                 put=Call("update_key_description", "Description"), cleared=""),
        Property("KeySpec", create="KeySpec", default="SYMMETRIC_DEFAULT",
                 get=Call("describe_key", "KeyMetadata.KeySpec")),
        Property("KeyUsage", create="KeyUsage", default="ENCRYPT_DECRYPT",
                 get=Call("describe_key", "KeyMetadata.KeyUsage")),
        Property("MultiRegion", create="MultiRegion", default=False,
                 get=Call("describe_key", "KeyMetadata.MultiRegion")),
        Property("Origin", create="Origin", default="AWS_KMS", get=Call("describe_key", "KeyMetadata.Origin")),
        Property("KeyPolicy", create="Policy", get=Call("get_key_policy", "Policy", NAMED),
                 code="_set_policy", to_service=to_text, from_service=from_text),
        Property(BYPASS, create=BYPASS, code="_keep"),
        Property("EnableKeyRotation", default=False, code="_set_switches",
                 get=Call("get_key_rotation_status", "KeyRotationEnabled")),
        Property("RotationPeriodInDays", code="_set_switches",
                 get=Call("get_key_rotation_status", "RotationPeriodInDays")),
        Property("Enabled", default=True, code="_set_switches", get=Call("describe_key", "KeyMetadata.Enabled")),
        Property("PendingWindowInDays", code="_keep"),
        Property("Tags", create="Tags", code="set_tags", get=Call("list_resource_tags", "Tags"),
                 to_service=tags_to_service, from_service=tags_from_service),
    )  # fmt: skip
    examples = (
        {},
        {
            "Description": "Encrypts what the example keeps.",
            "EnableKeyRotation": True,
            "RotationPeriodInDays": 180,
            "PendingWindowInDays": 7,
            "MultiRegion": True,
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                        "Action": "kms:*",
                        "Resource": "*",
                    }
                ],
            },
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {"Enabled": False, "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS"},
        {
            BYPASS: True,
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "{role.Arn}"},
                        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                        "Resource": "*",
                    }
                ],
            },
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The key's id."""
        return str(response["KeyMetadata"]["KeyId"])

    def _set_policy(self, target: Target, old: Any) -> None:
        """Put the policy; without one the key has the default again, which leaves the key to IAM.

        https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        """
        policy = target.properties.get("KeyPolicy", _default_policy(target.account.account_id))
        client = target.account.administrator("kms")
        bypass = bool(target.properties.get(BYPASS))
        client.put_key_policy(KeyId=target.physical_id, Policy=to_text(policy), **{BYPASS: bypass}, **NAMED)

    def _set_switches(self, target: Target, old: Any) -> None:
        """Set rotation and state; a key must be enabled while its rotation changes.

        What is there decides which calls are made, so that a change that failed half way can be undone.
        """
        client, new, key = target.account.administrator("kms"), target.properties, self.identity(target)
        is_enabled = target.account.observer("kms").describe_key(**key)["KeyMetadata"]["Enabled"]
        if new.get("Enabled", True) and not is_enabled:
            client.enable_key(**key)
        if _rotation(new) != _rotation(old) and _rotation(new) != self._rotation_now(target):
            if _rotation(new) is None:
                client.disable_key_rotation(**key)
            else:
                client.enable_key_rotation(**key, RotationPeriodInDays=_rotation(new))
        if is_enabled and not new.get("Enabled", True):
            client.disable_key(**key)

    def _rotation_now(self, target: Target) -> int | None:
        """The period in days, None while KMS does not rotate the key."""
        status = target.account.observer("kms").get_key_rotation_status(**self.identity(target))
        return int(status["RotationPeriodInDays"]) if status["KeyRotationEnabled"] else None

    def _keep(self, target: Target, old: Any) -> None:
        """Nothing to call: KMS is told with the policy, or with the deletion."""

    def delete(self, target: Target) -> None:
        """Schedule the key's deletion after its window; a key already waiting is no error."""
        window = int(target.properties.get("PendingWindowInDays", DEFAULT_WINDOW_DAYS))
        client = target.account.administrator("kms")
        try:
            client.schedule_key_deletion(KeyId=target.physical_id, PendingWindowInDays=window)
        except ClientError as error:
            if error.response["Error"]["Code"] not in {*self.gone, "KMSInvalidStateException"}:
                raise

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The key's properties; None once it waits for deletion."""
        described = super().read_one(responses)
        if described is None or responses.answer(Call("describe_key"))["KeyMetadata"]["KeyState"] == "PendingDeletion":
            return None
        declared = responses.target.properties
        return described | {name: declared[name] for name in TOLD_BY_NOBODY if name in declared}

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html#aws-resource-kms-key-return-values."""
        account, key_id = target.account, target.physical_id
        return {"Arn": f"arn:aws:kms:{account.region}:{account.account_id}:key/{key_id}", "KeyId": key_id}


def _rotation(properties: Mapping[str, Any]) -> int | None:
    """The period in days, None while the key is not rotated."""
    if not properties.get("EnableKeyRotation"):
        return None
    return int(properties.get("RotationPeriodInDays", DEFAULT_PERIOD_DAYS))


def _default_policy(account_id: str) -> dict[str, Any]:
    statement = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Id": "key-default-1", "Statement": [statement]}


PROVIDER = Key()
