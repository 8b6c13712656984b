"""SNS looks at topics, subscriptions and messages before it takes them.

https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
Not here: policies of topics (`authorisation`), and whether an endpoint exists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.events.pattern_rules import parsed
from patterns.sandbox.services.sns.patches import kept

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

SCOPES = ("MessageAttributes", "MessageBody")


def install(account: Account) -> None:
    """Stand before the calls that make topics and subscriptions and that publish."""
    checks = {
        "CreateTopic": _topic,
        "Publish": _message,
        "Subscribe": _subscription,
        "SetSubscriptionAttributes": _attribute,
    }
    account.gateway.judge(account, "sns", checks)


def _topic(account: Account, call: Call) -> None:
    """A topic that is there is given back only where it is just the one that is asked for."""
    arn = f"arn:aws:sns:{call.region}:{account.account_id}:{call.params['Name']}"
    there = kept.attributes(account.account_id, call.region, arn)
    if there is None:
        return
    attributes, tags = there
    asked: Mapping[str, Any] = call.params.get("Attributes") or {}
    if any(not _is_same(value, attributes.get(name)) for name, value in asked.items()):
        raise _invalid("Attributes Reason: Topic already exists with different attributes")
    given = call.params.get("Tags")
    if given is not None and {tag["Key"]: tag["Value"] for tag in given} != tags:
        raise _invalid("Tags Reason: Topic already exists with different tags")


def _is_same(asked: Any, there: Any) -> bool:
    try:
        return bool(json.loads(str(asked)) == json.loads(str(there)))
    except ValueError:
        return str(asked) == str(there)


def _message(account: Account, call: Call) -> None:
    arn = str(call.params.get("TopicArn") or call.params.get("TargetArn") or "")
    is_topic = arn.count(":") == 5
    if is_topic and kept.attributes(account.account_id, call.region, arn) is None and _is_own(account, call, arn):
        raise Refused("NotFound", "Topic does not exist", 404)
    if call.params.get("Message") == "":
        raise _invalid("Empty message")


def _is_own(account: Account, call: Call, arn: str) -> bool:
    return arn.split(":")[3:5] == [call.region, account.account_id]


def _subscription(account: Account, call: Call) -> None:
    protocol, endpoint = call.params["Protocol"], call.params.get("Endpoint")
    if protocol not in ENDPOINTS:
        raise _invalid(f"Amazon SNS does not support this protocol string: {protocol}")
    pattern, said = ENDPOINTS[protocol]
    if endpoint is not None and not pattern.fullmatch(endpoint):
        raise _invalid(said)
    attributes: Mapping[str, Any] = call.params.get("Attributes") or {}
    for name, value in attributes.items():
        _refuse_attribute(name, value)
    _refuse_other(account, call, attributes)


def _refuse_other(account: Account, call: Call, attributes: Mapping[str, Any]) -> None:
    """An endpoint subscribes once; who asks again for something else is told so."""
    arn = kept.subscription(
        account.account_id, call.region, call.params["TopicArn"], call.params["Protocol"], call.params.get("Endpoint")
    )
    if arn is None or not attributes:
        return
    try:
        there = account.observer("sns").get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    except ClientError:
        return
    if any(not _is_same(value, there.get(name, "false")) for name, value in attributes.items()):
        raise _invalid("Attributes Reason: Subscription already exists with different attributes")


def _attribute(account: Account, call: Call) -> None:
    _refuse_attribute(call.params["AttributeName"], call.params.get("AttributeValue"))


def _refuse_attribute(name: str, value: Any) -> None:
    if name == "FilterPolicy" and value not in (None, "", "{}"):
        _refuse_filter(str(value))
    elif name == "FilterPolicyScope" and value not in SCOPES:
        said = f"FilterPolicyScope: Invalid value [{value}]. Please use either MessageBody or MessageAttributes"
        raise _invalid(f"Attributes Reason: {said}")
    elif name == "RawMessageDelivery" and str(value).lower() not in ("true", "false"):
        said = f"RawMessageDelivery: Invalid value [{value}]. Must be true or false."
        raise _invalid(f"Attributes Reason: {said}")
    elif name == "RedrivePolicy" and value:
        _refuse_redrive(str(value))


def _refuse_filter(text: str) -> None:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        raise _invalid("FilterPolicy: failed to parse JSON.") from None
    try:
        parsed(text)
    except ValueError as error:
        raise _invalid(f"FilterPolicy: {error}") from None


def _refuse_redrive(text: str) -> None:
    try:
        policy = json.loads(text)
    except ValueError:
        raise _invalid("RedrivePolicy: failed to parse JSON.") from None
    target = policy.get("deadLetterTargetArn") if isinstance(policy, dict) else None
    if not str(target).startswith("arn:") or str(target).split(":")[2] != "sqs":
        raise _invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn")


def _invalid(message: str) -> Refused:
    return Refused("InvalidParameter", f"Invalid parameter: {message}", 400)
