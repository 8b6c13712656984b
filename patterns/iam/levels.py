"""What a policy grants, by service and access level: how far it reaches, before anybody asks for anything.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
Conditions and resources are not weighed: what a policy grants to somebody somewhere counts as granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from patterns.iam.documents import Statement, policy
from patterns.iam.matching import matches
from patterns.iam.reference import Action, Level, actions


@dataclass(frozen=True)
class Grant:
    """The actions of one service and one level that policies grant, of how many the service has."""

    service: str
    level: Level
    actions: tuple[str, ...]
    of: int

    @property
    def is_full(self) -> bool:
        """Whether it is every action of that level."""
        return len(self.actions) == self.of

    def __str__(self) -> str:
        return f"{self.service} {self.level}: {'all' if self.is_full else len(self.actions)} of {self.of}"


def granted(documents: Iterable[Any]) -> tuple[Grant, ...]:
    """What policies grant together, by service and level in the reference's order.

    What they deny without a condition, on everything, is taken off. Raises `MalformedPolicy`.
    """
    statements = [statement for document in documents for statement in policy(document).statements]
    allowed = {
        action.name: action for statement in statements if statement.effect == "Allow" for action in _named(statement)
    }
    for statement in statements:
        if (
            statement.effect == "Deny"
            and not statement.conditions
            and statement.resources == ("*",)
            and not statement.not_resources
        ):
            for action in _named(statement):
                allowed.pop(action.name, None)
    return tuple(_by_level(allowed))


def _named(statement: Statement) -> Iterable[Action]:
    if not statement.not_actions:
        return [action for pattern in statement.actions for action in actions(pattern)]
    return [
        action
        for action in actions("*")
        if not any(matches(pattern, action.name, ignore_case=True) for pattern in statement.actions)
    ]


def _by_level(allowed: Mapping[str, Action]) -> Iterable[Grant]:
    services = sorted({action.service for action in allowed.values()})
    for service in services:
        every = actions(f"{service}:*")
        for level in Level:
            names = tuple(action.name for action in every if action.level is level and action.name in allowed)
            if names:
                yield Grant(service, level, names, sum(action.level is level for action in every))
