"""What code asks of IAM while it is watched, and the smallest policy that lets it run again.

Not recorded: what stacks make and change, what services do in their own name, and what KMS does for a key of AWS's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patterns.sandbox.authorisation.authoriser import Authoriser
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.permissions import Ask

if TYPE_CHECKING:
    from patterns.sandbox.gateway import Call


@dataclass(frozen=True)
class Recorded:
    """One call: by whom, of what, and everything it needs."""

    principal: str
    service: str
    operation: str
    asks: tuple[Ask, ...]


class Recording:
    """The calls that were made while it ran, allowed or not, oldest first."""

    def __init__(self) -> None:
        self._calls: list[Recorded] = []

    def __repr__(self) -> str:
        return f"Recording({len(self._calls)} calls by {len(self.principals)} principals)"

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[Recorded]:
        return iter(tuple(self._calls))

    @property
    def principals(self) -> list[str]:
        """Who called, in the order of their first calls: a function's calls are those of its role's session."""
        return list(dict.fromkeys(call.principal for call in self._calls))

    def policy(self, principal: str | None = None) -> dict[str, Any]:
        """The smallest identity policy that lets the calls of a principal run, the first one's unless another is named.

        Actions are grouped by the resources they share; conditions say through which service, or to which, where the
        calls said so. Raises `SandboxError` where that principal made no call that needs a right.
        """
        who = principal or next(iter(self.principals), None)
        asks = [ask for call in self._calls if call.principal == who for ask in call.asks]
        if not asks:
            seen = ", ".join(self.principals) or "nobody"
            raise SandboxError(f"{who or 'nobody'} made no call that needs a right during this recording; {seen} did")
        return {"Version": "2012-10-17", "Statement": list(_statements(asks))}

    def add(self, call: Call, principal: str, asks: list[Ask]) -> None:
        """Take down one call."""
        self._calls.append(Recorded(principal, call.service, str(call.operation), tuple(asks)))


@contextmanager
def recording(account: Account) -> Iterator[Recording]:
    """Take down every call that users, roles and the account's own clients make in the block."""
    made, authoriser = Recording(), account.part(Authoriser)
    watch = made.add
    authoriser.watching = (*authoriser.watching, watch)
    try:
        yield made
    finally:
        authoriser.watching = tuple(one for one in authoriser.watching if one is not watch)


def _statements(asks: Iterable[Ask]) -> Iterator[dict[str, Any]]:
    """One statement for each set of resources and conditions that actions share."""
    resources: dict[tuple[str, tuple[Any, ...]], dict[str, None]] = {}
    for (action, resource), conditions in _conditions(asks).items():
        resources.setdefault((action, conditions), {})[resource] = None
    grouped: dict[tuple[tuple[str, ...], tuple[Any, ...]], list[str]] = {}
    for (action, conditions), about in resources.items():
        grouped.setdefault((tuple(sorted(about)), conditions), []).append(action)
    for (shared, conditions), actions in grouped.items():
        block = {"StringEquals": {key: list(values) for key, values in conditions}} if conditions else {}
        statement = {"Effect": "Allow", "Action": sorted(actions), "Resource": list(shared)}
        yield statement | ({"Condition": block} if block else {})


def _conditions(asks: Iterable[Ask]) -> Mapping[tuple[str, str], tuple[Any, ...]]:
    """The conditions of every action on every resource: the values of what each of its calls said."""
    by_action: dict[tuple[str, str], list[Ask]] = {}
    for ask in asks:
        by_action.setdefault((ask.action, ask.resource), []).append(ask)
    return {
        one: tuple(
            (key, tuple(sorted({str(ask.context[key]) for ask in together})))
            for key in sorted({key for ask in together for key in ask.pinned})
            if all(key in ask.pinned and key in ask.context for ask in together)
        )
        for one, together in by_action.items()
    }
