"""AWS::Logs::ResourcePolicy. Not here: whether a service may write, which nobody asks of it here."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.policy_documents import from_text, to_text


class ResourcePolicy(ListedProvider):
    """Which services may write logs into the account; its name is its identity."""

    type = "AWS::Logs::ResourcePolicy"
    service = "logs"
    identifier = "policyName"
    creation = "put_resource_policy"
    deletion = "delete_resource_policy"
    gone = frozenset({"ResourceNotFoundException"})
    names_itself = True
    listing = Call("describe_resource_policies", "resourcePolicies")
    entry_id = "policyName"
    properties = (
        Property("PolicyName", create="policyName", get=entry("policyName")),
        Property("PolicyDocument", create="policyDocument", put=Call("put_resource_policy", "policyDocument"),
                 get=entry("policyDocument"), to_service=to_text, from_service=from_text,
                 effect="No service is kept from writing to a log group by it."),
    )  # fmt: skip
    examples = tuple(
        {
            "PolicyName": name,
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": service},
                        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                        "Resource": "*",
                    }
                ],
            },
        }
        for name, service in (
            ("example", "events.amazonaws.com"),
            ("example", "route53.amazonaws.com"),
            ("other", "es.amazonaws.com"),
        )
    )

    def taken(self, target: Target) -> str:
        """The policy that has the name, which the service would change."""
        name = str(target.properties["PolicyName"])
        return name if name in self.entries(target.account, [target]) else ""

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The policy's name."""
        return str(response["resourcePolicy"]["policyName"])


PROVIDER = ResourcePolicy()
