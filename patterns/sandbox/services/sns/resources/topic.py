"""AWS::SNS::Topic. Not modelled: delivery status logs, archives, data protection, size limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.ownership import resources
from patterns.sandbox.services.sns.resources._base import GONE, as_attribute, truth

DEFAULTS: Mapping[str, Any] = {
    "DisplayName": "",
    "KmsMasterKeyId": "",
    "SignatureVersion": "1",
    "TracingConfig": "PassThrough",
    "ContentBasedDeduplication": False,
    "FifoThroughputScope": "Topic",
}
"""What an attribute is when nobody says: https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html"""


def attribute(name: str, from_service: Shape = same) -> Property:
    """The row of a topic attribute, each of which is set in a call of its own."""
    get = Call("get_topic_attributes", f"Attributes.{name}")
    return Property(name, create=name, get=get, code="set_attributes", from_service=from_service)


class Topic(ListedProvider):
    """Where messages are published; its physical id is its ARN."""

    type = "AWS::SNS::Topic"
    service = "sns"
    tagging = tags.Tagging("ResourceArn")
    identifier = "TopicArn"
    creation = "create_topic"
    deletion = "delete_topic"
    gone = GONE
    listing = Call("list_topics", "Topics")
    entry_id = "TopicArn"
    lasting = frozenset({"FifoTopic"})
    """The two kinds of topic have attributes of their own."""
    properties = (
        Property("TopicName", create="TopicName", get=entry("TopicArn"),
                 from_service=lambda arn: arn.rpartition(":")[2]),
        Property("FifoTopic", create="FifoTopic", default=False, from_service=truth,
                 get=Call("get_topic_attributes", "Attributes.FifoTopic")),
        attribute("DisplayName", lambda text: text or None),
        attribute("KmsMasterKeyId", lambda key: key or None),
        attribute("SignatureVersion"),
        attribute("TracingConfig"),
        attribute("ContentBasedDeduplication", truth),
        attribute("FifoThroughputScope"),
        Property("Subscription", get=entry("Subscription"), code="set_subscriptions"),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {},
        {
            "TopicName": "example",
            "DisplayName": "What happens",
            "KmsMasterKeyId": "{key}",
            "SignatureVersion": "2",
            "TracingConfig": "Active",
            "Subscription": [{"Protocol": "sqs", "Endpoint": "{queue.Arn}"}],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Subscription": [
                {"Protocol": "sqs", "Endpoint": "{queue.Arn}"},
                {"Protocol": "email", "Endpoint": "team@example.com"},
            ],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {
            "TopicName": "example.fifo",
            "FifoTopic": True,
            "ContentBasedDeduplication": True,
            "FifoThroughputScope": "MessageGroup",
        },
    )

    def taken(self, target: Target) -> str:
        """The topic that has the name, which the service would give back."""
        name = str(target.properties.get("TopicName", ""))
        return name if name in {arn.rpartition(":")[2] for arn in self.entries(target.account, [])} else ""

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """Everything but the name and the tags goes in as attributes, all of them text."""
        end = ".fifo" if given.get("FifoTopic") else ""
        name = given.pop("TopicName", None) or target.name(longest=256 - len(end)) + end
        labels = given.pop("Tags", [])
        return {"Name": name, "Tags": labels, "Attributes": {key: as_attribute(value) for key, value in given.items()}}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The topic's ARN."""
        return str(response["TopicArn"])

    def set_attributes(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what differs; what is no longer declared goes back to the service's own value."""
        client, new = target.account.administrator("sns"), target.properties
        for row in self.properties:
            if row.code == "set_attributes" and old.get(row.name) != new.get(row.name):
                value = as_attribute(new.get(row.name, DEFAULTS[row.name]))
                client.set_topic_attributes(TopicArn=target.physical_id, AttributeName=row.name, AttributeValue=value)

    def set_subscriptions(self, target: Target, old: Mapping[str, Any]) -> None:
        """Subscribe what is new, unsubscribe what is gone; what is there decides."""
        client = target.account.administrator("sns")
        there = {
            (subscription["Protocol"], subscription["Endpoint"]): subscription["SubscriptionArn"]
            for subscription in self._subscriptions(target)
        }
        asked = [(one["Protocol"], one["Endpoint"]) for one in target.properties.get("Subscription") or []]
        # What may be refused comes first: a subscription that was ended comes back as another.
        for protocol, endpoint in asked:
            if (protocol, endpoint) not in there:
                client.subscribe(TopicArn=target.physical_id, Protocol=protocol, Endpoint=endpoint)
        for key, arn in there.items():
            if key not in asked:
                client.unsubscribe(SubscriptionArn=arn)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> topic of the account, with its own subscriptions and tags for the targets."""
        entries = super().entries(account, targets)
        for target in targets:
            if target.physical_id in entries:
                own = [
                    {name: subscription[name] for name in ("Protocol", "Endpoint")}
                    for subscription in self._subscriptions(target)
                ]
                listed = account.observer("sns").list_tags_for_resource(ResourceArn=target.physical_id)
                entries[target.physical_id] |= {"Subscription": own, "Tags": listed["Tags"]}
        return entries

    def _subscriptions(self, target: Target) -> list[dict[str, Any]]:
        """The topic's subscriptions but for those that are resources of their own."""
        client = target.account.observer("sns")
        pages = client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=target.physical_id)
        others = {resource.physical_id for resource in resources(target.account, "AWS::SNS::Subscription")}
        return [
            subscription
            for page in pages
            for subscription in page["Subscriptions"]
            if subscription["SubscriptionArn"] not in others
        ]

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html."""
        return {"TopicArn": target.physical_id, "TopicName": target.physical_id.rpartition(":")[2]}


PROVIDER = Topic()
