"""Queues bring their messages to functions: in batches, again after the visibility time-out, in part where asked.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html,
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
Not here: filters of a mapping, scaling of pollers, streams.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from patterns.sandbox.functions.report import Outcome
from patterns.sandbox.functions.service import Throttled
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.moto_patches import awslambda_running, sqs_arrivals

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

MOST_IN_ONE_RECEIVE = 10


def install(account: Sandbox) -> None:
    """Look for messages when one arrives, and when a mapping is made or changed."""
    pollers: dict[str, Poller] = {}

    def look(queue_arn: str) -> None:
        if account.gateway.ended:
            return
        for mapping in _mappings(account, queue_arn):
            pollers.setdefault(mapping["UUID"], Poller(account, mapping["UUID"], queue_arn)).wake()

    def changed(call: Call) -> None:
        for mapping in _mappings(account, None):
            if mapping.get("EventSourceArn", "").split(":")[2:3] == ["sqs"]:
                look(mapping["EventSourceArn"])

    account.ending.callback(sqs_arrivals.listen(look))
    for operation in ("CreateEventSourceMapping", "UpdateEventSourceMapping"):
        account.gateway.subscribe(Stage.CONSEQUENCES, changed, service="lambda", operation=operation)


def _mappings(account: Sandbox, queue_arn: str | None) -> list[dict[str, Any]]:
    named = {"EventSourceArn": queue_arn} if queue_arn else {}
    found: list[dict[str, Any]] = account.observer("lambda").list_event_source_mappings(**named)["EventSourceMappings"]
    return [one for one in found if one.get("State", "Enabled") == "Enabled"]


class Poller:
    """Takes the messages of one mapping to its function, one batch after the other."""

    def __init__(self, account: Sandbox, uuid: str, queue_arn: str) -> None:
        self._account = account
        self._uuid = uuid
        self._queue_arn = queue_arn
        self._polling = False

    def wake(self) -> None:
        """Begin to poll, unless it does."""
        if not self._polling:
            self._polling = True
            self._account.processes.start(self._poll, f"poller of {self._queue_arn.rsplit(':', 1)[1]}")

    def _poll(self) -> None:
        try:
            while (mapping := self._mapping()) and self._deliver(mapping):
                pass
        finally:
            self._polling = False

    def _mapping(self) -> dict[str, Any] | None:
        return next((one for one in _mappings(self._account, self._queue_arn) if one["UUID"] == self._uuid), None)

    def _deliver(self, mapping: dict[str, Any]) -> bool:
        """Take one batch to the function; return whether there was one."""
        if window := mapping.get("MaximumBatchingWindowInSeconds"):
            self._account.processes.wait(window)
        sqs, url = self._account.observer("sqs"), self._url()
        messages = self._received(sqs, url, mapping.get("BatchSize", MOST_IN_ONE_RECEIVE))
        if not messages:
            self._look_again_for_delayed(sqs, url)
            return False
        failed = self._failed(mapping, messages)
        for message in messages:
            if message["MessageId"] not in failed:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if failed:
            self._again_after(self._seconds(sqs, url, "VisibilityTimeout"))
        return True

    def _failed(self, mapping: dict[str, Any], messages: list[dict[str, Any]]) -> set[str]:
        """The ids of what stays in the queue."""
        everything = {message["MessageId"] for message in messages}
        name, _, qualifier = mapping["FunctionArn"].partition(":function:")[2].partition(":")
        function = awslambda_running.find(self._account.account_id, self._account.region, name, qualifier or None)
        if function is None:
            return everything
        event = {"Records": [self._record(message) for message in messages]}
        try:
            told = self._account.functions.invoke(function, json.dumps(event).encode())
        except Throttled:
            return everything
        if told.error:
            return everything
        return (
            _reported(told, everything)
            if "ReportBatchItemFailures" in mapping.get("FunctionResponseTypes", [])
            else set()
        )

    def _received(self, sqs: Any, url: str, size: int) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []
        while len(messages) < size:
            most = min(size - len(messages), MOST_IN_ONE_RECEIVE)
            told = sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=most, AttributeNames=["All"], MessageAttributeNames=["All"],
                WaitTimeSeconds=0,
            )  # fmt: skip
            found = told.get("Messages", [])
            if not found:
                break
            messages += found
        return messages

    def _record(self, message: dict[str, Any]) -> dict[str, Any]:
        attributes = {
            name: {
                "stringValue": value.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": value["DataType"],
            }
            for name, value in message.get("MessageAttributes", {}).items()
        }
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": attributes,
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._queue_arn,
            "awsRegion": self._account.region,
        }

    def _url(self) -> str:
        name = self._queue_arn.rsplit(":", 1)[1]
        return str(self._account.observer("sqs").get_queue_url(QueueName=name)["QueueUrl"])

    def _look_again_for_delayed(self, sqs: Any, url: str) -> None:
        if self._seconds(sqs, url, "ApproximateNumberOfMessagesDelayed"):
            self._again_after(max(self._seconds(sqs, url, "DelaySeconds"), 1))

    def _seconds(self, sqs: Any, url: str, name: str) -> int:
        return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])

    def _again_after(self, seconds: int) -> None:
        # A message is there again when its time-out has passed, not at its last moment.
        self._account.clock.after(seconds + 0.001, self.wake, f"messages that come back to {self._queue_arn}")


def _reported(told: Outcome, everything: set[str]) -> set[str]:
    """What a function says has failed of its batch; an answer in another form means all of it, an empty one nothing."""
    answer = json.loads(told.payload or b"null")
    if not answer:
        return set()
    try:
        failed = {one["itemIdentifier"] for one in answer.get("batchItemFailures") or []}
    except (AttributeError, KeyError, TypeError):
        return everything
    return failed if failed <= everything else everything
