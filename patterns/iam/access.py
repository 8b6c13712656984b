"""What policies reach, and what a change of them newly allows or takes away: before anybody asks for anything.

Each Allow is taken apart into action, resource and conditions; what a Deny without conditions covers is taken off.
Whether somebody else's policy stands in the way is for `evaluate`. Not modelled: conditions that say the same in
other words, and resources that only together cover another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from patterns.iam.documents import Statement, policy
from patterns.iam.matching import matches
from patterns.iam.reference import Level, actions


@dataclass(frozen=True, order=True)
class Access:
    """One action on one resource, as a policy writes it, under the conditions it names; all must hold."""

    action: str
    resource: str
    conditions: tuple[str, ...] = ()

    @property
    def level(self) -> Level | None:
        """The access level of the action; None for "every action but ..."."""
        found = actions(self.action)
        return found[0].level if len(found) == 1 else None

    def covers(self, other: Access) -> bool:
        """Whether whoever has this has the other: the same action, on no less, under no more conditions."""
        same = matches(self.action, other.action, ignore_case=True)
        return same and matches(self.resource, other.resource) and {*self.conditions} <= {*other.conditions}

    def __str__(self) -> str:
        limits = f" if {' and '.join(self.conditions)}" if self.conditions else ""
        return f"{self.action} on {self.resource}{limits}"


@dataclass(frozen=True)
class Difference:
    """What a change of policies newly allows, and what it takes away."""

    gained: tuple[Access, ...]
    lost: tuple[Access, ...]

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost)


def accesses(documents: Iterable[Any]) -> tuple[Access, ...]:
    """What policies allow together, sorted. Raises `MalformedPolicy`."""
    statements = [statement for document in documents for statement in policy(document).statements]
    denied = [
        each
        for statement in statements
        if statement.effect == "Deny" and not statement.conditions
        for each in _of(statement)
    ]
    allowed = {each for statement in statements if statement.effect == "Allow" for each in _of(statement)}
    return tuple(sorted(each for each in allowed if not any(one.covers(each) for one in denied)))


def difference(old: Iterable[Any], new: Iterable[Any]) -> Difference:
    """What becomes possible and what no longer is, when the policies `old` give way to `new`."""
    before, after = accesses(old), accesses(new)
    gained = tuple(each for each in after if not any(one.covers(each) for one in before))
    lost = tuple(each for each in before if not any(one.covers(each) for one in after))
    return Difference(gained, lost)


def _of(statement: Statement) -> Iterator[Access]:
    conditions = tuple(sorted(str(condition) for condition in statement.conditions))
    for action in _actions(statement):
        for resource in _resources(statement):
            yield Access(action, resource, conditions)


def _actions(statement: Statement) -> Iterator[str]:
    if statement.not_actions:
        yield f"every action but {', '.join(statement.actions)}"
        return
    for pattern in statement.actions:
        found = actions(pattern) if pattern != "*" else ()
        yield from (one.name for one in found) if found else (pattern,)


def _resources(statement: Statement) -> tuple[str, ...]:
    written = statement.resources or ("*",)
    return (f"everything but {', '.join(written)}",) if statement.not_resources else written
