"""Tells of executions that begin and end in moto's Step Functions. No metrics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Heard = Callable[[str, str, float], object]

_listeners: list[Heard] = []


def listen(heard: Heard) -> Callable[[], None]:
    """Call `heard` with a machine's ARN, "STARTED" or the status at the end, and the milliseconds since the start."""
    _listeners.append(heard)
    return lambda: _listeners.remove(heard)


def apply() -> None:
    """Tell after an execution has begun, and after it has ended."""
    from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution

    start, terminated = Execution.start, BaseExecutionWorkerCommunication.terminated

    def started(self: Any) -> None:
        _tell(self.state_machine.arn, "STARTED", 0.0)
        start(self)

    def ended(self: Any) -> None:
        terminated(self)
        execution = self.execution
        lasted = (execution.stop_date - execution.start_date).total_seconds() * 1000
        _tell(execution.state_machine.arn, execution.exec_status.value, lasted)

    Execution.start, BaseExecutionWorkerCommunication.terminated = started, ended


def _tell(arn: str, status: str, milliseconds: float) -> None:
    for heard in list(_listeners):
        heard(arn, status, milliseconds)
