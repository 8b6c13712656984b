"""What may go wrong with invocations on purpose, as the runtime sees it. Not what does (`faults`)."""

from __future__ import annotations

from typing import Protocol

from patterns.sandbox.services.aws_lambda.runtime.execution_environment import Answer, Talk
from patterns.sandbox.services.aws_lambda.runtime.function import Function


class Disturbance(Protocol):
    """What goes wrong on purpose with the invocations it concerns."""

    @property
    def throttles(self) -> bool:
        """Whether they are refused."""

    def concerns(self, function: Function, event: bytes) -> bool:
        """Whether this is one of them."""

    def answer(self, talk: Talk) -> Answer | None:
        """How one ends before the code runs, None where the code runs."""
