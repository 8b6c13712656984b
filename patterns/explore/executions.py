"""The way an execution of a state machine took, read from its history. Not how it is drawn (`analysis.machine`)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

from patterns.analysis.drawing import Diagram
from patterns.analysis.machine import Taken, Visit, machine


def way(client: Any, execution_arn: str) -> Diagram:
    """The machine of an execution, drawn with the way it took: what was tried how often, and how long it took.

    `client` is boto3's of Step Functions. Raises its `ClientError` for an execution that does not exist.
    """
    execution = client.describe_execution(executionArn=execution_arn)
    definition = client.describe_state_machine(stateMachineArn=execution["stateMachineArn"])["definition"]
    return machine(json.loads(definition), taken(client, execution_arn))


def last_execution(client: Any, machine_arn: str) -> str | None:
    """The ARN of the execution of a machine that was started last; None for a machine that never ran."""
    executions = client.list_executions(stateMachineArn=machine_arn)["executions"]
    # Newest first, as the service lists them; those of one moment follow one another in either order.
    return executions[0]["executionArn"] if executions else None


def taken(client: Any, execution_arn: str) -> Taken:
    """What the history says of an execution. Raises boto3's `ClientError` for one that does not exist."""
    execution = client.describe_execution(executionArn=execution_arn)
    pages = client.get_paginator("get_execution_history").paginate(executionArn=execution_arn)
    reading = _Reading()
    for page in pages:
        for event in page["events"]:
            reading.add(event)
    return Taken(execution["status"], reading.visits(), frozenset(reading.steps))


class _Reading:
    """A history so far. An event belongs to the state of the event before it, of which a Parallel has several."""

    def __init__(self) -> None:
        self.steps: set[tuple[str, str]] = set()
        self._states: dict[int, str] = {0: ""}
        self._entered: dict[str, datetime] = {}
        self._attempts: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}
        self._errors: dict[str, str] = {}
        self._last = datetime.min

    def add(self, event: Any) -> None:
        kind, self._last = event["type"], event["timestamp"]
        about: dict[str, Any] = next((value for key, value in event.items() if key.endswith("EventDetails")), {})
        before = self._states.get(event["previousEventId"], "")
        name = about["name"] if kind.endswith(("StateEntered", "StateExited")) else before
        self._states[event["id"]] = name
        if kind.endswith("StateEntered"):
            self.steps.add((before, name))
            self._entered[name] = self._last
        elif kind.endswith("StateExited"):
            self._leave(name)
        elif kind.endswith("Scheduled"):
            self._attempts[name] += 1
        elif kind.endswith("Succeeded"):
            self._errors.pop(name, None)
        elif name and about.get("error"):
            self._errors[name] = about["error"]

    def _leave(self, name: str) -> None:
        self._seconds[name] = self._seconds.get(name, 0.0) + (self._last - self._entered[name]).total_seconds()

    def visits(self) -> dict[str, Visit]:
        """What happened in each state, in the order in which they were first entered; one not left lasts until now."""
        for name in self._entered.keys() - self._seconds.keys():
            self._leave(name)
        return {
            name: Visit(max(self._attempts[name], 1), self._seconds[name], self._errors.get(name, ""))
            for name in self._entered
        }
