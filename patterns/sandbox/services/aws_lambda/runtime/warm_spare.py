"""A Python process kept ready for the next function, with what most handlers import: that takes longer than all else.

One for the whole of this process, whatever sandboxes come and go; it belongs to no function until it is taken. A
function notices nothing of it: whoever has a module of the same name as one imported ahead, or a variable that acts
when a process starts, gets a process that imported nothing.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping

from patterns.sandbox.services.aws_lambda.runtime.interpreter import Interpreter
from patterns.sandbox.services.aws_lambda.runtime.package import Package

AHEAD = ("boto3",)

READY_SECONDS = 10.0
"""Longer than any machine takes to import what is imported ahead, in real time."""

AT_THE_START = ("LANG", "LC_", "LD_", "MALLOC_")
"""How the names of variables begin that act when a process starts."""


class _Spare:
    """At most one process in waiting."""

    def __init__(self) -> None:
        self._waiting: Interpreter | None = None
        self._kept = True

    def prepare(self) -> None:
        """Start a process ahead, unless one waits already or this is a copy of the account that soon ends."""
        if self._waiting is None and self._kept:
            self._waiting = Interpreter(AHEAD)

    def take(self, package: Package, variables: Mapping[str, str]) -> Interpreter:
        """A process for a function with this code and these variables, whether or not one was waiting."""
        if any(name.startswith(AT_THE_START) for name in variables):
            return Interpreter(variables=variables)
        waiting, self._waiting = self._waiting or Interpreter(AHEAD), None
        loaded = waiting.loaded(READY_SECONDS)
        if loaded is None:
            waiting.close()
        elif loaded & package.names:
            self._waiting = waiting
        else:
            self.prepare()
            return waiting
        return Interpreter(variables=variables)

    def leave(self) -> None:
        """In a copy of the account: the process in waiting is not the copy's."""
        self._left, self._waiting, self._kept = self._waiting, None, False

    def end(self) -> None:
        """End the process in waiting."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.close()

    @property
    def pid(self) -> int | None:
        """The number of the process in waiting."""
        return self._waiting.pid if self._waiting else None


spare = _Spare()
atexit.register(spare.end)
