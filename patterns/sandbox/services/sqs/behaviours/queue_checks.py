"""SQS looks at the attributes of a queue before it makes or changes it.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
Not here: policies (`authorisation`), and the queue that dead letters go to, which moto looks for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Stage

RANGES: Mapping[str, tuple[int, int]] = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "ContentBasedDeduplication": ("true", "false"),
    "DeduplicationScope": ("messageGroup", "queue"),
    "FifoQueue": ("true", "false"),
    "FifoThroughputLimit": ("perQueue", "perMessageGroupId"),
    "SqsManagedSseEnabled": ("true", "false"),
}
OTHERS = frozenset({"KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy"})
MOST_RECEIVES = 1000
NAME = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"


def install(account: Account) -> None:
    """Stand before the calls that give a queue its attributes."""
    for operation in ("CreateQueue", "SetQueueAttributes"):
        account.gateway.subscribe(Stage.JUDGE, _refuse, service="sqs", operation=operation)
    account.gateway.subscribe(Stage.JUDGE, _refuse_empty, service="sqs", operation="SendMessage")


def _refuse_empty(call: Call) -> None:
    if not call.params.get("MessageBody"):
        raise Refused("MissingParameter", "The request must contain the parameter MessageBody.", 400)


def _refuse(call: Call) -> None:
    attributes: Mapping[str, Any] = call.params.get("Attributes") or {}
    for name, value in attributes.items():
        if name not in RANGES and name not in CHOICES and name not in OTHERS:
            raise Refused("InvalidAttributeName", f"Unknown Attribute {name}.", 400)
        if not _is_taken(name, str(value)):
            raise Refused("InvalidAttributeValue", f"Invalid value for the parameter {name}.", 400)
    if str(call.params.get("QueueName", "")).endswith(".fifo") and attributes.get("FifoQueue") != "true":
        raise Refused("InvalidParameterValue", NAME, 400)
    for reason in _wrong_redrive(attributes.get("RedrivePolicy")):
        said = f"Value {attributes['RedrivePolicy']} for parameter RedrivePolicy is invalid. Reason: {reason}"
        raise Refused("InvalidParameterValue", said, 400)


def _is_taken(name: str, value: str) -> bool:
    if name in RANGES:
        least, most = RANGES[name]
        return value.isascii() and value.isdigit() and least <= int(value) <= most
    return name not in CHOICES or value in CHOICES[name]


def _wrong_redrive(text: Any) -> Iterator[str]:
    if not text:
        return
    try:
        policy = json.loads(text)
    except ValueError:
        yield "Redrive policy is not a valid JSON map."
        return
    if not isinstance(policy, dict):
        yield "Redrive policy is not a valid JSON map."
        return
    for name in ("maxReceiveCount", "deadLetterTargetArn"):
        if name not in policy:
            yield f"Redrive policy does not contain mandatory attribute: {name}."
    receives = str(policy.get("maxReceiveCount"))
    if not receives.isdigit() or not 1 <= int(receives) <= MOST_RECEIVES:
        valid = f"valid values are from 1 to {MOST_RECEIVES} both inclusive."
        yield f"Invalid value for maxReceiveCount: {receives}, {valid}"
