"""What SQS refuses of the attributes of a queue.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
Not here: the queue that dead letters go to. An attribute of FIFO queues on another one is refused as in
github.com/trandangtri/sqs-queue-bundle/pull/36.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal, _sqs_policies
from patterns.refusals._policies import resource_policy

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
OF_FIFO = ("ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit")
MOST_RECEIVES = 1000
NAME = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
FIFO = ".fifo"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
_VALUE = "InvalidParameterValue"


def name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of a new queue; `asked` are its attributes, and `QueueName`."""
    wanted = asked.get("QueueName")
    if wanted is None:
        return
    is_fifo = str(asked.get("FifoQueue")).lower() == "true"
    plain = wanted.removesuffix(FIFO) if is_fifo else wanted
    if is_fifo and plain == wanted:
        yield (
            _VALUE,
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
            "must end with .fifo suffix and be 1 to 80 in length.",
        )
    elif not _NAME.fullmatch(plain) or len(wanted) > 80:
        yield _VALUE, NAME


def of_fifo(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What only a FIFO queue has; `asked` are the attributes of a new queue."""
    if str(asked.get("FifoQueue")).lower() != "true":
        for attribute in OF_FIFO:
            if attribute in asked and str(asked[attribute]).lower() != "false":
                yield "InvalidAttributeName", f"Unknown Attribute {attribute}."
    elif str(asked.get("FifoThroughputLimit")) == "perMessageGroupId" and asked.get("DeduplicationScope") not in (
        "messageGroup",
    ):
        yield (
            _VALUE,
            "The FifoThroughputLimit attribute can be set to perMessageGroupId only when the DeduplicationScope "
            "attribute is set to messageGroup.",
        )


def attributes(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with attributes, as texts."""
    for attribute, value in asked.items():
        if attribute not in RANGES and attribute not in CHOICES and attribute not in OTHERS:
            yield "InvalidAttributeName", f"Unknown Attribute {attribute}."
        if not _is_taken(attribute, str(value)):
            yield "InvalidAttributeValue", f"Invalid value for the parameter {attribute}."


def _is_taken(attribute: str, value: str) -> bool:
    if attribute in RANGES:
        least, most = RANGES[attribute]
        return value.isascii() and value.isdigit() and least <= int(value) <= most
    return attribute not in CHOICES or value in CHOICES[attribute]


def encryption(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """Only one of the two ways to encrypt; in which words SQS refuses both no page says."""
    if asked.get("KmsMasterKeyId") and str(asked.get("SqsManagedSseEnabled")).lower() == "true":
        yield (
            "InvalidAttributeValue",
            "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS "
            "SSE.",
        )


def allowed(text: Any) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html."""
    policy = _object(text)
    if not policy:
        return
    who, sources = policy.get("redrivePermission"), policy.get("sourceQueueArns")
    if who not in ("allowAll", "denyAll", "byQueue") or (who == "byQueue") != bool(sources):
        said = "sourceQueueArns goes with the redrivePermission byQueue, and with no other."
        yield _VALUE, f"Value {text} for parameter RedriveAllowPolicy is invalid. Reason: {said}"


def same_kind(text: Any, *, is_fifo: bool) -> Iterator[Refusal]:
    """Dead letters go to a queue of the same kind, which its name shows."""
    target = (_object(text) or {}).get("deadLetterTargetArn")
    if target is not None and str(target).endswith(FIFO) != is_fifo:
        said = "Dead-letter queue must be same type of queue as the source."
        yield _VALUE, f"Value {text} for parameter RedrivePolicy is invalid. Reason: {said}"


def _object(text: Any) -> Mapping[str, Any] | None:
    try:
        given = json.loads(text) if isinstance(text, str) and text else text
    except ValueError:
        return None
    return given if isinstance(given, Mapping) else None


def missing(target: str) -> Refusal:
    """The refusal of dead letters for a queue that is not there."""
    return _VALUE, f"Could not find DLQ for {target}"


def redrive(text: Any) -> Iterator[Refusal]:
    """What is wrong with a redrive policy, a text or an object."""
    for reason in _wrong_redrive(text):
        yield _VALUE, f"Value {text} for parameter RedrivePolicy is invalid. Reason: {reason}"


def _wrong_redrive(text: Any) -> Iterator[str]:
    if not text:
        return
    try:
        policy = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        policy = None
    if not isinstance(policy, Mapping):
        yield "Redrive policy is not a valid JSON map."
        return
    for field in ("maxReceiveCount", "deadLetterTargetArn"):
        if field not in policy:
            yield f"Redrive policy does not contain mandatory attribute: {field}."
    receives = str(policy.get("maxReceiveCount"))
    if not receives.isdigit() or not 1 <= int(receives) <= MOST_RECEIVES:
        valid = f"valid values are from 1 to {MOST_RECEIVES} both inclusive."
        yield f"Invalid value for maxReceiveCount: {receives}, {valid}"


def _of_template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    for attribute in RANGES.keys() | CHOICES.keys():
        value = asked.get(attribute)
        if value is not None:
            yield from attributes({attribute: str(value).lower() if isinstance(value, bool) else value})


def _redrive_of_template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from redrive(asked.get("RedrivePolicy"))


def _kind(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from same_kind(asked.get("RedrivePolicy"), is_fifo=bool(asked.get("FifoQueue")))


def _allowed_of_template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from allowed(asked.get("RedriveAllowPolicy"))


MALFORMED, WORDING = "InvalidAttributeValue", f"{_sqs_policies.INVALID} {{why}}"
NOBODY = f"{_sqs_policies.INVALID} There is no {{principal}}"
TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::SQS::Queue": (name, of_fifo, encryption, _of_template, _redrive_of_template, _kind, _allowed_of_template),
    "AWS::SQS::QueuePolicy": (
        resource_policy("PolicyDocument", MALFORMED, _sqs_policies.refusal, unknown=NOBODY, wording=WORDING),
    ),
}
