"""AWS::SNS::Subscription. Not modelled: replay, topics of other regions, the confirmation that an endpoint gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.sns.resources._base import GONE, as_attribute, truth

DEFAULTS: Mapping[str, Any] = {"RawMessageDelivery": False, "FilterPolicyScope": "MessageAttributes"}
"""https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html"""


def document(text: str) -> Any:
    """What SNS reports as JSON text; an empty one is none."""
    return json.loads(text) if text else None


def attribute(name: str, from_service: Shape = same) -> Property:
    """The row of a subscription attribute, each of which is set in a call of its own."""
    get = Call("get_subscription_attributes", f"Attributes.{name}")
    return Property(name, create=name, get=get, code="set_attributes", from_service=from_service)


class Subscription(ListedProvider):
    """Who gets a topic's messages; its physical id is its ARN."""

    type = "AWS::SNS::Subscription"
    service = "sns"
    adopts = "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html"
    identifier = "SubscriptionArn"
    creation = "subscribe"
    deletion = "unsubscribe"
    gone = GONE
    listing = Call("list_subscriptions", "Subscriptions")
    entry_id = "SubscriptionArn"
    properties = (
        Property("TopicArn", create="TopicArn", get=entry("TopicArn")),
        Property("Protocol", create="Protocol", get=entry("Protocol")),
        Property("Endpoint", create="Endpoint", get=entry("Endpoint")),
        attribute("FilterPolicyScope"),  # before the policy, which is judged by it
        attribute("FilterPolicy", document),
        attribute("RawMessageDelivery", truth),
        attribute("RedrivePolicy", document),
        attribute("DeliveryPolicy", document),
        attribute("SubscriptionRoleArn", lambda arn: arn or None),
    )
    examples = (
        {"TopicArn": "{topic}", "Protocol": "sqs", "Endpoint": "{queue.Arn}"},
        {
            "TopicArn": "{topic}",
            "Protocol": "sqs",
            "Endpoint": "{queue.Arn}",
            "FilterPolicyScope": "MessageBody",
            "FilterPolicy": {"kind": ["order"]},
            "RawMessageDelivery": True,
            "RedrivePolicy": {"deadLetterTargetArn": "{other_queue.Arn}"},
        },
        {
            "TopicArn": "{other_topic}",
            "Protocol": "https",
            "Endpoint": "https://example.com/hook",
            "FilterPolicy": {"kind": ["bill"]},
            "DeliveryPolicy": {"healthyRetryPolicy": {"numRetries": 5, "minDelayTarget": 1, "maxDelayTarget": 5}},
        },
        {
            "TopicArn": "{topic}",
            "Protocol": "firehose",
            "Endpoint": "arn:aws:firehose:us-east-1:123456789012:deliverystream/example",
            "SubscriptionRoleArn": "{role.Arn}",
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """What is no part of the identity goes in as attributes, all of them text."""
        identity: dict[str, Any] = {
            name: given.pop(name) for name in ("TopicArn", "Protocol", "Endpoint") if name in given
        }
        return {**identity, "Attributes": {name: as_attribute(value) for name, value in given.items()}}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The subscription's ARN."""
        return str(response["SubscriptionArn"])

    def set_attributes(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what differs; what is no longer declared goes back to the service's own value."""
        client, new = target.account.administrator("sns"), target.properties
        for row in self.properties:
            if row.code == "set_attributes" and old.get(row.name) != new.get(row.name):
                value = as_attribute(new.get(row.name, DEFAULTS.get(row.name, "")))
                client.set_subscription_attributes(
                    SubscriptionArn=target.physical_id, AttributeName=row.name, AttributeValue=value
                )

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The subscription; without a filter it has no scope of one."""
        described = super().read_one(responses)
        declared = responses.target.properties
        if described and "FilterPolicy" not in described and "FilterPolicy" not in declared:
            described.pop("FilterPolicyScope", None)
        return described

    def attributes(self, target: Target) -> dict[str, Any]:
        """The subscription's ARN."""
        return {"Arn": target.physical_id}


PROVIDER = Subscription()
