"""Events that a stack under way brings about for code which the sandbox does not run: the stack goes on without.

A schedule may be due as soon as it is there, and call a function of Java: in AWS it runs, and the stack has nothing to
do with it. Here it does not run, and `Stack.left_out` says so. Who waits for the answer of code, as a custom resource
does, fails for it (`provider.custom_resources`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import ForeignCode, NotSimulated
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.stacks.leaving_out import LeftOut


@contextmanager
def passing_over(account: Account) -> Iterator[list[str]]:
    """Within it such events hinder nobody; the list tells of each, as "what it was: why it was not run"."""
    told: list[str] = []
    before = account.processes.excused

    def excused(name: str, error: BaseException) -> bool:
        if not isinstance(error, NotSimulated | ForeignCode):
            return False
        told.append(f"{name}: {error}")
        account.timeline.note("event", name, "was not run", str(error), Tone.BAD)
        return True

    account.processes.excused = excused
    try:
        yield told
    finally:
        account.processes.excused = before


def with_events(left_out: LeftOut, told: list[str]) -> LeftOut:
    """What was left out of a stack, with such events, each once."""
    return replace(left_out, events=tuple(dict.fromkeys(told))) if told else left_out
