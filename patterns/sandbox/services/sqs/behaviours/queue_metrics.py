"""Queues report what is sent, received and deleted, and once a minute what waits in them.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
Not written: the age of the oldest message, sizes, and what only fair and FIFO queues report.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.cloudwatch.metrics import MINUTE, Metrics
from patterns.sandbox.services.sqs.patches import counts

NAMESPACE = "AWS/SQS"
ACTIVE_SECONDS = 6 * 3600
"""A queue reports for so long after the last call, and as long as there are messages in it."""

COUNTED = {"sent": "NumberOfMessagesSent", "deleted": "NumberOfMessagesDeleted"}
LEVELS = (
    "ApproximateNumberOfMessagesVisible",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


def install(account: Account) -> None:
    """Hear what happens to queues."""
    account.ending.callback(counts.listen(Reporter(account).heard))


class Reporter:
    """Counts calls at once, and messages at the full minutes after something happened."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._due: dict[str, float] = {}

    def heard(self, region: str, name: str, what: str, number: int) -> None:
        """Report what happened to a queue."""
        if region != self._account.region:
            return
        counted = {COUNTED[what]: float(number)} if what in COUNTED else {}
        if what == "received":
            counted = {"NumberOfMessagesReceived": float(number)} if number else {"NumberOfEmptyReceives": 1.0}
        self._account.part(Metrics).count(NAMESPACE, counted, [{"QueueName": name}])
        self._count_at(name, self._account.clock.time())

    def _count_at(self, name: str, moment: float) -> None:
        """Count what is in a queue at the first full minute from `moment` on, unless that is done sooner."""
        minute = math.ceil(moment / MINUTE - 1e-9) * MINUTE
        if self._due.get(name, math.inf) <= minute:
            return
        self._due[name] = minute
        at = datetime.fromtimestamp(minute, UTC)
        self._account.clock.at(at, lambda: self._count(name, minute), f"messages counted in {name}")

    def _count(self, name: str, minute: float) -> None:
        if self._due.get(name) != minute:
            return
        del self._due[name]
        account, now = self._account, self._account.clock.time()
        found = counts.waiting(account.account_id, account.region, name)
        keys = [account.part(Metrics).key(NAMESPACE, level, {"QueueName": name}) for level in LEVELS]
        if found is None:
            for key in keys:
                account.part(Metrics).hold(key, None)
            return
        # Only the first is reported where it is nought.
        until = math.inf if sum(found[:3]) else now + ACTIVE_SECONDS
        account.part(Metrics).hold(keys[0], float(found.visible), until)
        for key, value in zip(keys[1:], found[1:3], strict=True):
            account.part(Metrics).hold(key, float(value) if value else None)
        if found.changes_at is not None:
            self._count_at(name, max(found.changes_at, now + 1))
