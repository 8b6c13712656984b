"""SNS looks at topics, subscriptions and messages before it takes them.

https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
Not here: policies of topics (`authorisation`), and whether an endpoint exists.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.refusals import sns
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.sns.patches import kept


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
    given: Mapping[str, Any] = call.params.get("Attributes") or {}
    is_fifo, by_content = (
        str(given.get(name)).lower() == "true" for name in ("FifoTopic", "ContentBasedDeduplication")
    )
    refuse(sns.topic_attributes(given))
    refuse(sns.deduplication(is_fifo, is_by_content=by_content))
    arn = f"arn:aws:sns:{call.region}:{account.account_id}:{call.params['Name']}"
    there = kept.attributes(account.account_id, call.region, arn)
    if there is None:
        return
    attributes, tags = there
    if any(not _is_same(value, attributes.get(name)) for name, value in given.items()):
        raise _invalid("Attributes Reason: Topic already exists with different attributes")
    labels = call.params.get("Tags")
    if labels is not None and {tag["Key"]: tag["Value"] for tag in labels} != tags:
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
    refuse(sns.endpoint(call.params["Protocol"], call.params.get("Endpoint")))
    attributes: Mapping[str, Any] = call.params.get("Attributes") or {}
    for name, value in attributes.items():
        refuse(sns.attribute(name, value))
    refuse(sns.delivery(attributes, call.params["Protocol"], call.params["TopicArn"]))
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
    refuse(sns.attribute(call.params["AttributeName"], call.params.get("AttributeValue")))


def _invalid(message: str) -> Refused:
    return Refused("InvalidParameter", f"Invalid parameter: {message}", 400)
