"""AWS::SecretsManager::Secret. Not modelled: secrets of other services (`Type`), keys of replicas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.refusals.secretsmanager import BOTH, NOT_IN_TEMPLATE
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, HandlerError, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.reading import Responses

VALUES = ("SecretString", "GenerateSecretString")
"""What a template says of the value. No read-back asks for the value itself."""

FOR_TEMPLATE = ("SecretStringTemplate", "GenerateStringKey")
"""What of `GenerateSecretString` is not for the generator."""


class Secret(ListedProvider):
    """A value under a name, in versions; its physical id is its ARN."""

    type = "AWS::SecretsManager::Secret"
    service = "secretsmanager"
    tagging = tags.Tagging("SecretId")
    identifier = "SecretId"
    creation = "create_secret"
    deletion = "delete_secret"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_secrets", "SecretList")
    entry_id = "ARN"
    properties = (
        Property("Name", create="Name", get=entry("Name")),
        Property("SecretString", code="set_value"),
        Property("GenerateSecretString", code="set_value"),
        Property("Description", create="Description", get=entry("Description"), code="set_settings"),
        Property("KmsKeyId", create="KmsKeyId", get=entry("KmsKeyId"), code="set_settings"),
        Property("ReplicaRegions", create="AddReplicaRegions", get=Call("describe_secret", "ReplicationStatus"),
                 code="set_replicas", from_service=lambda found: [{"Region": replica["Region"]} for replica in found]),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {},
        {
            "Name": "example/database",
            "Description": "Who the application is to its database.",
            "KmsKeyId": "{key}",
            "GenerateSecretString": {
                "SecretStringTemplate": '{"username": "app"}',
                "GenerateStringKey": "password",
                "PasswordLength": 40,
                "ExcludeCharacters": '"@/\\',
                "ExcludePunctuation": True,
                "ExcludeLowercase": False,
                "ExcludeUppercase": False,
                "ExcludeNumbers": False,
                "IncludeSpace": False,
                "RequireEachIncludedType": True,
            },
            "ReplicaRegions": [{"Region": "eu-west-1"}],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Description": "Another.",
            "SecretString": "example",
            "ReplicaRegions": [{"Region": "eu-west-1"}, {"Region": "us-west-2"}],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {"GenerateSecretString": {}, "KmsKeyId": "{other_key}"},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given; a value goes in where the template says one."""
        named = {"Name": f"{target.logical_id}-{_token(target)}", **given}
        value = _value(target)
        return named if value is None else {**named, "SecretString": value}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The secret's ARN."""
        return str(response["ARN"])

    def complete(self, target: Target) -> None:
        """Nothing is left: the create call carries all."""

    def set_value(self, target: Target, old: Mapping[str, Any]) -> None:
        """A new version, with the value the template says or one that is generated anew."""
        value = _value(target)
        if value is not None:
            client = target.account.administrator("secretsmanager")
            client.put_secret_value(SecretId=target.physical_id, SecretString=value)

    def set_settings(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set description and key; without a key it is Secrets Manager's own again."""
        target.account.administrator("secretsmanager").update_secret(
            SecretId=target.physical_id,
            Description=target.properties.get("Description", ""),
            KmsKeyId=target.properties.get("KmsKeyId", "alias/aws/secretsmanager"),
        )

    def set_replicas(self, target: Target, old: Mapping[str, Any]) -> None:
        """Replicate to what is new, remove what is gone; what is there decides."""
        client = target.account.administrator("secretsmanager")
        there = set(_replicas(target))
        asked = {replica["Region"]: replica for replica in target.properties.get("ReplicaRegions") or []}
        # What may be refused comes first.
        if new := [replica for region, replica in asked.items() if region not in there]:
            client.replicate_secret_to_regions(SecretId=target.physical_id, AddReplicaRegions=new)
        if gone := sorted(there - set(asked)):
            client.remove_regions_from_replication(SecretId=target.physical_id, RemoveReplicaRegions=gone)

    def delete(self, target: Target) -> None:
        """Delete the replicas, then the secret, at once: a stack leaves no name taken for the recovery window."""
        client = target.account.administrator("secretsmanager")
        try:
            if there := _replicas(target):
                client.remove_regions_from_replication(SecretId=target.physical_id, RemoveReplicaRegions=there)
            client.delete_secret(SecretId=target.physical_id, ForceDeleteWithoutRecovery=True)
        except ClientError as error:
            if error.response["Error"]["Code"] not in self.gone:
                raise

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The secret without its value: what the template says of that only the stack knows, as in AWS."""
        described = super().read_one(responses)
        if described is None:
            return None
        stages = responses.answer(entry("")).get("SecretVersionsToStages", {}).values()
        if any("AWSCURRENT" in labels for labels in stages):
            described |= {
                name: responses.target.properties[name] for name in VALUES if name in responses.target.properties
            }
        return described

    def attributes(self, target: Target) -> dict[str, Any]:
        """The secret's ARN."""
        return {"Id": target.physical_id}


def _replicas(target: Target) -> list[str]:
    described = target.account.observer("secretsmanager").describe_secret(SecretId=target.physical_id)
    return [replica["Region"] for replica in described.get("ReplicationStatus", [])]


def _token(target: Target) -> str:
    return target.account.chance.token(target.stack_name, target.logical_id, length=12)


def _value(target: Target) -> str | None:
    """The value the template says, or generates; None for a secret without. Raises `HandlerError` for both at once."""
    given = [name for name in VALUES if name in target.properties]
    if len(given) > 1:
        raise HandlerError("InvalidRequest", BOTH)
    if given == ["GenerateSecretString"]:
        return _generated(target, target.properties["GenerateSecretString"])
    return target.properties.get("SecretString")


def _generated(target: Target, rules: Mapping[str, Any]) -> str:
    """A random text by these rules, inside the JSON object that `SecretStringTemplate` begins, if there is one.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html
    """
    asked = {name: value for name, value in rules.items() if name not in FOR_TEMPLATE}
    client = target.account.administrator("secretsmanager")
    password = str(client.get_random_password(**asked)["RandomPassword"])
    begun, key = rules.get("SecretStringTemplate"), rules.get("GenerateStringKey")
    if begun is None and key is None:
        return password
    try:
        whole = json.loads(begun or "")
        return json.dumps({**whole, str(key): password})
    except (ValueError, TypeError):
        raise HandlerError("InvalidRequest", NOT_IN_TEMPLATE) from None


PROVIDER = Secret()
