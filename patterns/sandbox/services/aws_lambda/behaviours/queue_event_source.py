"""Queues bring their messages to functions: in batches, again after the visibility time-out, in part where asked.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html,
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
Not here: what mappings of streams have in common with these (`functions.mappings`), scaling of pollers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core import lineage
from patterns.sandbox.core.account import Account
from patterns.sandbox.services.aws_lambda.event_source_mappings import Mappings, Poller, called, failed, wants
from patterns.sandbox.services.aws_lambda.runtime.report import Outcome
from patterns.sandbox.services.sqs.patches import arrivals
from patterns.sandbox.services.sqs.target import queue_url

MOST_IN_ONE_RECEIVE = 10


def install(account: Account) -> None:
    """Look for messages when one arrives, and when a mapping is made or changed."""
    takers: dict[str, Taker] = {}

    def look(queue_arn: str) -> None:
        if account.gateway.ended:
            return
        for mapping in mappings.of(queue_arn):
            takers.setdefault(mapping["UUID"], Taker(account, mappings, mapping)).poller.wake()

    def changed() -> None:
        for mapping in mappings.all():
            look(mapping["EventSourceArn"])

    mappings = Mappings(account, "sqs", changed)
    account.ending.callback(arrivals.listen(look))


class Taker:
    """Takes the messages of one mapping to its function, one batch after the other."""

    def __init__(self, account: Account, mappings: Mappings, mapping: Mapping[str, Any]) -> None:
        self._account = account
        self._mappings = mappings
        self._uuid = mapping["UUID"]
        self._queue_arn = mapping["EventSourceArn"]
        self.poller = Poller(account, f"poller of {self._queue_arn.rsplit(':', 1)[1]}", self._deliver)

    def _deliver(self) -> bool:
        """Take one batch to the function; return whether there was one."""
        mapping = self._mappings.get(self._uuid)
        if mapping is None:
            return False
        if window := mapping.get("MaximumBatchingWindowInSeconds"):
            self._account.processes.wait(window)
        sqs, url = self._account.observer("sqs"), queue_url(self._queue_arn)
        messages = self._received(sqs, url, mapping.get("BatchSize", MOST_IN_ONE_RECEIVE))
        if not messages:
            self._look_again_for_delayed(sqs, url)
            return False
        records = {message["MessageId"]: self._record(message) for message in messages}
        wanted = {name: record for name, record in records.items() if wants(mapping, _opened(record), "body")}
        again = failed(mapping, self._called(mapping, wanted), {*wanted}) if wanted else set()
        for message in messages:
            if message["MessageId"] not in again:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if again:
            self._again_after(self._seconds(sqs, url, "VisibilityTimeout"))
        return True

    def _called(self, mapping: Mapping[str, Any], wanted: Mapping[str, dict[str, Any]]) -> Outcome | None:
        """How the function dealt with these records, by their message's id: a call that follows from who sent them."""
        account = self._account
        with lineage.following(arrivals.followed(account.account_id, account.region, self._queue_arn, wanted)):
            return called(account, mapping, [*wanted.values()])

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

    def _look_again_for_delayed(self, sqs: Any, url: str) -> None:
        if self._seconds(sqs, url, "ApproximateNumberOfMessagesDelayed"):
            self._again_after(max(self._seconds(sqs, url, "DelaySeconds"), 1))

    def _seconds(self, sqs: Any, url: str, name: str) -> int:
        return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])

    def _again_after(self, seconds: int) -> None:
        # A message is there again when its time-out has passed, not at its last moment.
        self._account.clock.after(seconds + 0.001, self.poller.wake, f"messages that come back to {self._queue_arn}")


def _opened(record: dict[str, Any]) -> dict[str, Any]:
    """A record as filters see it: with its body as JSON where it is that."""
    try:
        return {**record, "body": json.loads(record["body"])}
    except ValueError:
        return record
