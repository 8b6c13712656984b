"""AWS::Events::EventBus. Not kept: the log of a bus, and a partner's source of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import TaggedApart, entry
from patterns.sandbox.provider.policy_documents import from_text, to_text


def told(name: str) -> Call:
    """What reads a setting of the bus."""
    return Call("describe_event_bus", name)


class EventBus(TaggedApart):
    """A bus of one's own; its name is its identity."""

    type = "AWS::Events::EventBus"
    service = "events"
    identifier = "Name"
    creation = "create_event_bus"
    deletion = "delete_event_bus"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_event_buses", "EventBuses")
    entry_id = "Name"
    names_itself = True
    tagging = tags.Tagging("ResourceARN")
    properties = (
        Property("Name", create="Name", get=entry("Name")),
        Property("Description", create="Description", put=Call("update_event_bus", "Description"), cleared="",
                 get=told("Description")),
        Property("KmsKeyIdentifier", create="KmsKeyIdentifier", put=Call("update_event_bus", "KmsKeyIdentifier"),
                 cleared="", get=told("KmsKeyIdentifier"), effect="Nothing is encrypted."),
        Property("DeadLetterConfig", create="DeadLetterConfig", put=Call("update_event_bus", "DeadLetterConfig"),
                 cleared={}, get=told("DeadLetterConfig"),
                 effect="Events that could not be read back from their encryption go nowhere: there are none."),
        Property("Policy", code="set_policy", get=told("Policy"), from_service=from_text),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"Name": "orders"},
        {
            "Name": "orders",
            "Description": "What customers do.",
            "KmsKeyIdentifier": "{key.Arn}",
            "DeadLetterConfig": {"Arn": "{queue.Arn}"},
            "Policy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "partner",
                        "Effect": "Allow",
                        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                        "Action": "events:PutEvents",
                        "Resource": "arn:aws:events:us-east-1:123456789012:event-bus/orders",
                    }
                ],
            },
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Name": "other",
            "Description": "Something else.",
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def is_there(self, entry: dict[str, Any]) -> bool:
        """Whether somebody made it: every account has the default bus."""
        return bool(entry["Name"] != "default")

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The name."""
        return str(target.properties["Name"])

    def set_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the policy as a whole, or take it off."""
        client, policy = target.account.administrator("events"), target.properties.get("Policy")
        if policy:
            client.put_permission(EventBusName=target.physical_id, Policy=to_text(policy))
        else:
            client.remove_permission(EventBusName=target.physical_id, RemoveAllPermissions=True)

    def tagged(self, target: Target) -> str:
        """The bus's ARN."""
        return bus_arn(target, target.physical_id)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html."""
        return {"Arn": bus_arn(target, target.physical_id), "Name": target.physical_id}


def bus_arn(target: Target, name: str) -> str:
    """The ARN of a bus by its name."""
    return f"arn:aws:events:{target.account.region}:{target.account.account_id}:event-bus/{name}"


PROVIDER = EventBus()
