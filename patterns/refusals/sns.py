"""What SNS refuses of topics and subscriptions, as far as it shows in what is asked.

https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
Messages as users report them: names in github.com/aws/aws-cdk/issues/12386. Not here: policies of topics, and whether
an endpoint exists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal, _sns_policies
from patterns.refusals._policies import resource_policy
from patterns.refusals.events.event_patterns import parsed

ENDPOINTS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "application": (re.compile(r"arn:aws[a-z-]*:sns:.+"), "Application endpoint arn invalid"),
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "Email address"),
    "email-json": (re.compile(r"[^@\s]+@[^@\s]+"), "Email address"),
    "firehose": (re.compile(r"arn:aws[a-z-]*:firehose:.+"), "Firehose endpoint ARN"),
    "http": (re.compile(r"http://.+"), "Endpoint must match the specified protocol"),
    "https": (re.compile(r"https://.+"), "Endpoint must match the specified protocol"),
    "lambda": (re.compile(r"arn:aws[a-z-]*:lambda:.+"), "Lambda endpoint ARN"),
    "sms": (re.compile(r"\+?[0-9.\-() ]+"), "SMS endpoint"),
    "sqs": (re.compile(r"arn:aws[a-z-]*:sqs:.+"), "SQS endpoint ARN"),
}
"""Protocol -> what an endpoint of it looks like, and what is said of one that does not."""
LONGEST_DISPLAY_NAME = 100
RAW = ("sqs", "http", "https", "firehose")
"""https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html"""
SCOPES = ("MessageAttributes", "MessageBody")
FIFO = ".fifo"
MOST_FILTER_KEYS = 5
"""https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html"""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
_INVALID = "InvalidParameter"


def topic_name(name: str, *, is_fifo: bool) -> Iterator[Refusal]:
    """What is wrong with the name of a new topic."""
    plain = name.removesuffix(FIFO) if is_fifo else name
    if (is_fifo and plain == name) or not _NAME.fullmatch(plain):
        yield _invalid("Topic Name")


def deduplication(is_fifo: bool, *, is_by_content: bool) -> Iterator[Refusal]:
    """What only a FIFO topic has."""
    if is_by_content and not is_fifo:
        said = "Content-based deduplication can only be set for FIFO topics"
        yield _invalid(f"Attributes Reason: {said}")


def endpoint(protocol: str, address: str | None) -> Iterator[Refusal]:
    """What is wrong with where a subscription leads."""
    if protocol not in ENDPOINTS:
        yield _invalid(f"Amazon SNS does not support this protocol string: {protocol}")
        return
    pattern, said = ENDPOINTS[protocol]
    if address is not None and not pattern.fullmatch(address):
        yield _invalid(said)


def topic_attributes(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the display name and the signature; the former as SNS says it, the latter in our words."""
    if len(str(asked.get("DisplayName") or "")) > LONGEST_DISPLAY_NAME:
        yield _invalid("DisplayName")
    if str(asked.get("SignatureVersion") or "1") not in ("1", "2"):
        yield _invalid("SignatureVersion Reason: Must be 1 or 2")


def delivery(asked: Mapping[str, Any], protocol: str, topic: str) -> Iterator[Refusal]:
    """What does not go with a protocol: raw messages, and topics in order."""
    if str(asked.get("RawMessageDelivery")).lower() == "true" and protocol not in RAW:
        told = f"Delivery protocol [{protocol}] does not support raw message delivery."
        yield _invalid(f"Attributes Reason: {told}")
    if topic.endswith(FIFO) and protocol != "sqs":
        yield _invalid(f"Endpoint Reason: Endpoint of protocol {protocol} can not subscribe to a FIFO topic")


def of_fifo_queue(topic: str, address: str | None) -> Iterator[Refusal]:
    """A queue in order takes no messages of a topic without."""
    if str(address).endswith(FIFO) and not topic.endswith(FIFO):
        said = "FIFO SQS Queues can not be subscribed to standard SNS topics"
        yield _invalid(f"Endpoint Reason: {said}")


def nested(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A filter of attributes, which have no members, has none either."""
    policy = asked.get("FilterPolicy")
    is_of_attributes = (asked.get("FilterPolicyScope") or SCOPES[0]) == SCOPES[0]
    if is_of_attributes and isinstance(policy, Mapping) and any(isinstance(one, Mapping) for one in policy.values()):
        yield _invalid("Filter policy scope MessageAttributes does not support nested filter policy")


def attribute(name: str, value: Any) -> Iterator[Refusal]:
    """What is wrong with an attribute of a subscription; objects stand for themselves or are JSON."""
    if name == "FilterPolicy" and value not in (None, "", "{}", {}):
        yield from _wrong_filter(value if isinstance(value, str) else json.dumps(value))
    elif name == "FilterPolicyScope" and value not in SCOPES:
        said = f"FilterPolicyScope: Invalid value [{value}]. Please use either MessageBody or MessageAttributes"
        yield _invalid(f"Attributes Reason: {said}")
    elif name == "RawMessageDelivery" and str(value).lower() not in ("true", "false"):
        said = f"RawMessageDelivery: Invalid value [{value}]. Must be true or false."
        yield _invalid(f"Attributes Reason: {said}")
    elif name == "RedrivePolicy" and value:
        yield from _wrong_redrive(value)


def _wrong_filter(text: str) -> Iterator[Refusal]:
    try:
        policy = json.loads(text)
    except (ValueError, RecursionError):
        yield _invalid("FilterPolicy: failed to parse JSON.")
        return
    if isinstance(policy, dict) and len(policy) > MOST_FILTER_KEYS:
        yield _invalid(f"FilterPolicy: Filter policy can not have more than {MOST_FILTER_KEYS} keys")
    try:
        parsed(text)
    except ValueError as error:
        yield _invalid(f"FilterPolicy: {error}")


def _wrong_redrive(given: Any) -> Iterator[Refusal]:
    try:
        policy = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        yield _invalid("RedrivePolicy: failed to parse JSON.")
        return
    target = policy.get("deadLetterTargetArn") if isinstance(policy, Mapping) else None
    if not str(target).startswith("arn:") or str(target).split(":")[2] != "sqs":
        yield _invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn")


def _invalid(message: str) -> Refusal:
    return _INVALID, f"Invalid parameter: {message}"


def _topic(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    # For a FIFO topic without a name CloudFormation makes one up that ends as it should.
    if asked.get("TopicName") is not None:
        yield from topic_name(asked["TopicName"], is_fifo=bool(asked.get("FifoTopic")))


def _topic_kind(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from deduplication(bool(asked.get("FifoTopic")), is_by_content=bool(asked.get("ContentBasedDeduplication")))


def _topic_subscriptions(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    for one in asked.get("Subscription") or ():
        yield from endpoint(one["Protocol"], one["Endpoint"])


def _endpoint(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from endpoint(asked["Protocol"], asked.get("Endpoint"))


def _delivery(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    # Which topic it is shows in its ARN alone.
    yield from delivery(asked, asked["Protocol"], "")
    yield from delivery({}, asked["Protocol"], asked["TopicArn"])


def _attribute(name: str) -> Question:
    def asking(asked: Mapping[str, Any]) -> Iterator[Refusal]:
        if name in asked:
            yield from attribute(name, asked[name])

    return asking


WORDING, NOBODY = "Invalid parameter: Policy Error: {why}", "Invalid parameter: Policy Error: PrincipalNotFound"
TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::SNS::Topic": (_topic, _topic_kind, topic_attributes, _topic_subscriptions),
    "AWS::SNS::TopicPolicy": (
        resource_policy("PolicyDocument", _INVALID, _sns_policies.refusal, unknown=NOBODY, wording=WORDING),
    ),
    "AWS::SNS::Subscription": (
        _endpoint,
        _delivery,
        nested,
        *map(_attribute, ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy")),
    ),
}
