"""SQS looks at the attributes of a queue before it makes or changes it.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
Not here: policies (`authorisation`), and the queue that dead letters go to, which moto looks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.refusals import sqs
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the calls that give a queue its attributes."""
    checks = {"CreateQueue": _creation, "SetQueueAttributes": _change, "SendMessage": _refuse_empty}
    account.gateway.judge(account, "sqs", checks)


def _refuse_empty(account: Account, call: Call) -> None:
    if not call.params.get("MessageBody"):
        raise Refused("MissingParameter", "The request must contain the parameter MessageBody.", 400)


def _creation(account: Account, call: Call) -> None:
    attributes: Mapping[str, Any] = call.params.get("Attributes") or {}
    if str(call.params["QueueName"]).endswith(sqs.FIFO) and attributes.get("FifoQueue") != "true":
        raise Refused("InvalidParameterValue", sqs.NAME, 400)
    _change(account, call)
    refuse(sqs.name({**attributes, "QueueName": call.params["QueueName"]}))
    refuse(sqs.of_fifo(attributes))


def _change(account: Account, call: Call) -> None:
    attributes: Mapping[str, Any] = call.params.get("Attributes") or {}
    refuse(sqs.attributes(attributes))
    refuse(sqs.encryption(attributes))
    refuse(sqs.redrive(attributes.get("RedrivePolicy")))
    refuse(sqs.allowed(attributes.get("RedriveAllowPolicy")))
    queue = str(call.params.get("QueueName") or call.params.get("QueueUrl"))
    refuse(sqs.same_kind(attributes.get("RedrivePolicy"), is_fifo=queue.endswith(sqs.FIFO)))
