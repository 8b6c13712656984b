"""A change set: what it would do, and how far it is. Not here: how it is shown, or carried out.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from patterns.sandbox.stacks.requests import Prospect
from patterns.sandbox.stacks.state import State

NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."


@dataclass
class ChangeSet:
    """One change set of a stack; `prospect` is None where it failed, `base` how many events the stack had by then."""

    id: str
    name: str
    state: State
    made: datetime
    asked: Mapping[str, Any]
    prospect: Prospect | None = None
    reason: str = ""
    is_done: bool = False
    base: int = field(default=0)

    @property
    def status(self) -> str:
        """CREATE_COMPLETE, or FAILED."""
        return "CREATE_COMPLETE" if self.prospect else "FAILED"

    @property
    def execution_status(self) -> str:
        """Whether it can be carried out: not after the stack was changed by anything else."""
        if self.is_done:
            return "EXECUTE_COMPLETE"
        if self.prospect is None:
            return "UNAVAILABLE"
        return "AVAILABLE" if len(self.state.events) == self.base else "OBSOLETE"
