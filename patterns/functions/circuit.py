"""A circuit's memory: whether a service may be called now, and what came of the call. Not the call itself.

One item of the table stands for one service. Closed, every call may pass, and failures in a row are counted; at the
threshold the circuit opens, and no call passes for a while; then it is half open, and so many probes may pass as are
wanted. Every change is a conditional write on the state and the turn that were read, so that of many callers at the
same moment one opens, one lets the first probe through, one closes; a report that comes late changes nothing.
https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/circuit-breaker.html
"""

from __future__ import annotations

import os
import time
from typing import Any

CLOSED, OPEN, HALF_OPEN = "closed", "open", "half-open"


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer `{"step": "ask"}` with a permit, and take a permit back as `succeeded` or `failed`."""
    import boto3

    circuit = Circuit(
        boto3.resource("dynamodb").Table(os.environ["TABLE"]),
        service=os.environ["SERVICE"],
        threshold=int(os.environ["FAILURE_THRESHOLD"]),
        open_seconds=int(os.environ["OPEN_SECONDS"]),
        probes=int(os.environ["PROBES"]),
    )
    if event["step"] == "ask":
        return circuit.ask()
    return {"state": circuit.report(event["circuit"], succeeded=event["step"] == "succeeded")}


class Circuit:
    """The circuit of one service."""

    def __init__(self, table: Any, *, service: str, threshold: int, open_seconds: int, probes: int) -> None:
        self._table = table
        self._key = {"service": service}
        self._threshold = threshold
        self._open_seconds = open_seconds
        self._probes = probes

    def ask(self) -> dict[str, Any]:
        """A permit to call, or none: `permit` is "call", "probe" or "none"; `failures` and `turn` go back with it."""
        item = self._item()
        state, turn = item.get("state", CLOSED), int(item.get("turn", 0))
        told = {"state": state, "turn": turn, "failures": int(item.get("failures", 0))}
        if state == CLOSED:
            return {"permit": "call", **told}
        over = int(item["open_until"]) <= _now()
        if over and self._half_open(state, turn):
            return {"permit": "probe", **told, "state": HALF_OPEN, "turn": turn + 1}
        if not over and state == HALF_OPEN and self._one_probe_more(turn):
            return {"permit": "probe", **told}
        return {"permit": "none", **told}

    def report(self, permit: dict[str, Any], *, succeeded: bool) -> str:
        """The circuit's state after what came of a call with this permit."""
        turn = int(permit["turn"])
        if permit["permit"] == "probe":
            self._probe_succeeded(turn) if succeeded else self._open(HALF_OPEN, turn)
        elif succeeded and permit["failures"]:
            self._change(CLOSED, turn, "failures = :none", {":none": 0})
        elif not succeeded:
            self._count_failure(turn)
        return str(self._item().get("state", CLOSED))

    def _item(self) -> dict[str, Any]:
        found = self._table.get_item(Key=self._key, ConsistentRead=True)
        return dict(found.get("Item", {}))

    def _half_open(self, state: str, turn: int) -> bool:
        """Whether this caller is the one that lets the first probe through. One whose report never comes lapses."""
        change = "#state = :half, turn = :next, probes_left = :left, successes = :none, open_until = :until"
        values = {
            ":half": HALF_OPEN, ":next": turn + 1, ":left": self._probes - 1, ":none": 0,
            ":until": _now() + self._open_seconds,
        }  # fmt: skip
        return self._change(state, turn, change, values)

    def _one_probe_more(self, turn: int) -> bool:
        change = "probes_left = probes_left - :one"
        return self._change(HALF_OPEN, turn, change, {":one": 1}, "probes_left >= :one")

    def _probe_succeeded(self, turn: int) -> None:
        self._change(HALF_OPEN, turn, "successes = successes + :one", {":one": 1})
        values = {":closed": CLOSED, ":none": 0, ":wanted": self._probes}
        self._change(HALF_OPEN, turn, "#state = :closed, failures = :none", values, "successes >= :wanted")

    def _count_failure(self, turn: int) -> None:
        start = "#state = :was, turn = :turn, failures = if_not_exists(failures, :none) + :one"
        if self._change(CLOSED, turn, start, {":none": 0, ":one": 1}):
            self._open(CLOSED, turn, {":most": self._threshold}, "failures >= :most")

    def _open(self, state: str, turn: int, values: dict[str, Any] | None = None, only_if: str = "") -> None:
        opened = {":open": OPEN, ":until": _now() + self._open_seconds, **(values or {})}
        self._change(state, turn, "#state = :open, open_until = :until", opened, only_if)

    def _change(self, state: str, turn: int, change: str, values: dict[str, Any], only_if: str = "") -> bool:
        """Whether the circuit was still as it was read, and has changed."""
        from botocore.exceptions import ClientError

        as_read = "#state = :was AND turn = :turn"
        if state == CLOSED:
            as_read = f"(attribute_not_exists(#state) OR ({as_read}))"
        try:
            self._table.update_item(
                Key=self._key,
                UpdateExpression=f"SET {change}",
                ConditionExpression=f"{as_read} AND {only_if}" if only_if else as_read,
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues={":was": state, ":turn": turn, **values},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True


def _now() -> int:
    return int(time.time())
