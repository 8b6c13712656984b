"""AWS::SQS::Queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Provider, Shape, Target, same

DEFAULTS: Mapping[str, Any] = {
    "DelaySeconds": 0,
    "MaximumMessageSize": 1_048_576,
    "MessageRetentionPeriod": 345_600,
    "ReceiveMessageWaitTimeSeconds": 0,
    "VisibilityTimeout": 30,
    "KmsMasterKeyId": "",
    "KmsDataKeyReusePeriodSeconds": 300,
    "ContentBasedDeduplication": False,
    "DeduplicationScope": "queue",
    "FifoThroughputLimit": "perQueue",
    "RedrivePolicy": "",
    "RedriveAllowPolicy": "",
}
"""What an attribute is when nobody says, as the service takes it.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""


def attribute(name: str, from_service: Shape = same) -> Property:
    """The row of a queue attribute, all of which are set in one call."""
    get = Call("get_queue_attributes", f"Attributes.{name}", {"AttributeNames": ["All"]})
    return Property(name, create=name, get=get, code="set_attributes", from_service=from_service)


def truth(value: str) -> bool:
    """A yes or no as SQS reports it."""
    return value.lower() == "true"


class Queue(Provider):
    """A queue; its physical id is its URL."""

    type = "AWS::SQS::Queue"
    service = "sqs"
    tagging = tags.Tagging("QueueUrl", tag="tag_queue", untag="untag_queue", shape=dict)
    identifier = "QueueUrl"
    creation = "create_queue"
    deletion = "delete_queue"
    gone = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})
    lasting = frozenset({"FifoQueue"})
    """The two kinds of queue have attributes of their own."""
    properties = (
        Property("QueueName", create="QueueName",
                 get=Call("get_queue_attributes", "Attributes.QueueArn", {"AttributeNames": ["All"]}),
                 from_service=lambda arn: arn.rpartition(":")[2]),
        Property("FifoQueue", create="FifoQueue", default=False, from_service=truth,
                 get=Call("get_queue_attributes", "Attributes.FifoQueue", {"AttributeNames": ["All"]})),
        attribute("DelaySeconds", int),
        attribute("MaximumMessageSize", int),
        attribute("MessageRetentionPeriod", int),
        attribute("ReceiveMessageWaitTimeSeconds", int),
        attribute("VisibilityTimeout", int),
        attribute("KmsMasterKeyId", lambda key: key or None),
        attribute("KmsDataKeyReusePeriodSeconds", int),
        attribute("SqsManagedSseEnabled", truth),
        attribute("ContentBasedDeduplication", truth),
        attribute("DeduplicationScope"),
        attribute("FifoThroughputLimit"),
        attribute("RedrivePolicy", json.loads),
        attribute("RedriveAllowPolicy", json.loads),
        Property("Tags", create="tags", get=Call("list_queue_tags", "Tags"), code="set_tags",
                 from_service=tags.as_list),
    )  # fmt: skip
    examples = (
        {},
        {
            "QueueName": "example",
            "DelaySeconds": 5,
            "MaximumMessageSize": 1024,
            "MessageRetentionPeriod": 1_209_600,
            "ReceiveMessageWaitTimeSeconds": 20,
            "VisibilityTimeout": 90,
            "KmsMasterKeyId": "{key}",
            "KmsDataKeyReusePeriodSeconds": 600,
            "RedrivePolicy": {"deadLetterTargetArn": "{queue.Arn}", "maxReceiveCount": 3},
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "VisibilityTimeout": 10,
            "SqsManagedSseEnabled": True,
            "RedriveAllowPolicy": {"redrivePermission": "denyAll"},
            "Tags": [{"Key": "Project", "Value": "other"}],
        },
        {
            "QueueName": "example.fifo",
            "FifoQueue": True,
            "ContentBasedDeduplication": True,
            "DeduplicationScope": "messageGroup",
            "FifoThroughputLimit": "perMessageGroupId",
        },
    )

    def taken(self, target: Target) -> str:
        """The queue that has the name, which the service would give back."""
        client, name = target.account.observer("sqs"), target.properties.get("QueueName")
        try:
            return str(client.get_queue_url(QueueName=name)["QueueUrl"]) if name else ""
        except client.exceptions.QueueDoesNotExist:
            return ""

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """Everything but the name and the tags goes in as attributes, all of them text."""
        end = ".fifo" if given.get("FifoQueue") else ""
        name = given.pop("QueueName", None) or target.name(longest=80 - len(end)) + end
        named = tags.by_key(given.pop("tags", None))
        if "KmsMasterKeyId" in given:
            given = {"SqsManagedSseEnabled": False, **given}  # one kind of encryption, not both
        return {"QueueName": name, "Attributes": _texts(given), "tags": named}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The queue's URL."""
        return str(response["QueueUrl"])

    def set_attributes(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what differs, in one call; what is no longer declared goes back to the service's own value."""
        new = target.properties
        names = [row.name for row in self.properties if row.code == "set_attributes"]
        changed = [name for name in names if old.get(name) != new.get(name)]
        wanted = {name: new.get(name, DEFAULTS.get(name)) for name in changed}
        if "SqsManagedSseEnabled" not in new and {"SqsManagedSseEnabled", "KmsMasterKeyId"} & set(changed):
            wanted["SqsManagedSseEnabled"] = not new.get("KmsMasterKeyId")
        client = target.account.administrator("sqs")
        client.set_queue_attributes(QueueUrl=target.physical_id, Attributes=_texts(wanted))

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html."""
        account, name = target.account, target.physical_id.rpartition("/")[2]
        arn = f"arn:aws:sqs:{account.region}:{account.account_id}:{name}"
        return {"Arn": arn, "QueueName": name, "QueueUrl": target.physical_id}


def _texts(attributes: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in attributes.items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, Mapping) else str(value)


PROVIDER = Queue()
