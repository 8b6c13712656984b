"""AWS::SecretsManager::ResourcePolicy. `BlockPublicPolicy` is asked about with the policy, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, HandlerError, Property, Provider, Target
from patterns.sandbox.provider.policy_documents import as_text, from_text
from patterns.sandbox.provider.reading import Responses


def _letting(action: str) -> dict[str, Any]:
    principal = {"AWS": "arn:aws:iam::123456789012:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


class ResourcePolicy(Provider):
    """The one policy of a secret; its physical id is the secret's ARN."""

    type = "AWS::SecretsManager::ResourcePolicy"
    service = "secretsmanager"
    identifier = "SecretId"
    creation = "put_resource_policy"
    deletion = "delete_resource_policy"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("SecretId", create="SecretId"),
        Property("ResourcePolicy", create="ResourcePolicy", get=Call("get_resource_policy", "ResourcePolicy"),
                 code="set_policy", to_service=as_text, from_service=from_text),
        Property("BlockPublicPolicy", create="BlockPublicPolicy", code="set_policy"),
    )  # fmt: skip
    examples = (
        {"SecretId": "{secret}", "ResourcePolicy": _letting("secretsmanager:GetSecretValue")},
        {
            "SecretId": "{secret}",
            "ResourcePolicy": _letting("secretsmanager:DescribeSecret"),
            "BlockPublicPolicy": True,
        },
        {"SecretId": "{other_secret}", "ResourcePolicy": _letting("secretsmanager:GetSecretValue")},
    )

    def create(self, target: Target) -> str:
        """Put the policy, unless the secret has one."""
        secret = target.properties["SecretId"]
        client = target.account.observer("secretsmanager")
        if client.get_resource_policy(SecretId=secret).get("ResourcePolicy"):
            raise HandlerError("AlreadyExists", f"The secret {secret} already has a resource policy.")
        return super().create(target)

    def set_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put another policy, under the block that stands beside it."""
        wanted = {name: target.properties[name] for name in ("BlockPublicPolicy",) if name in target.properties}
        text = as_text(target.properties["ResourcePolicy"])
        client = target.account.administrator("secretsmanager")
        client.put_resource_policy(SecretId=target.physical_id, ResourcePolicy=text, **wanted)

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The secret's ARN."""
        return str(response["ARN"])

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The policy, and what the template says beside it, which nobody tells; None when it stands no more."""
        found, declared = super().read_one(responses), responses.target.properties
        beside = {name: declared[name] for name in ("SecretId", "BlockPublicPolicy") if name in declared}
        return {**beside, **found} if found else None

    def attributes(self, target: Target) -> dict[str, Any]:
        """The secret's ARN."""
        return {"Id": target.physical_id}


PROVIDER = ResourcePolicy()
