"""What set off what: the chain of function calls that led to what happens now, in this thread. Not who may call whom.

It goes along with what is scheduled meanwhile, and with processes begun meanwhile, as a trace header goes along with a
message. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

SAME_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Lineage:
    """A chain: how often each function has its place in it, as far as AWS traces it, and how long it is by itself.

    `rounds` counts the calls of any function since the account's time last stood at another moment; `depth` those that
    wait for one another.
    """

    traced: Mapping[str, int] = field(default_factory=dict)
    rounds: int = 0
    moment: datetime | None = None
    depth: int = 0

    def further(self, function: str, now: datetime) -> Lineage:
        """The chain with one more call of a function, given by what names it."""
        goes_on = self.moment is not None and now - self.moment < SAME_MOMENT
        traced = {**self.traced, function: self.traced.get(function, 0) + 1}
        return Lineage(traced, self.rounds + 1 if goes_on else 1, now, self.depth + 1)

    def untraced(self) -> Lineage:
        """The chain behind something that hands no trace on."""
        return replace(self, traced={})

    def at_rest(self) -> Lineage:
        """The chain as it goes along with what nobody waits for."""
        return replace(self, depth=0) if self.depth else self


NONE = Lineage()

_current: ContextVar[Lineage] = ContextVar("lineage", default=NONE)


def current() -> Lineage:
    """The chain that led to what this thread does."""
    return _current.get()


@contextmanager
def following(lineage: Lineage) -> Iterator[None]:
    """Have what happens in the block follow from this chain."""
    token = _current.set(lineage)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def untraced() -> Iterator[None]:
    """Have what happens in the block follow from what went before by a way that AWS does not trace."""
    with following(current().untraced()):
        yield
