"""What is certainly wrong with a policy: parts that no request can ever meet. Not whether it grants too much.

Each mistake is found without asking for anything, from the service authorization reference and the policy itself.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
Not modelled: keys that depend on which of its resources an action is asked for, and numbers that exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from patterns.iam.arns import may_meet
from patterns.iam.conditions import NULL
from patterns.iam.documents import Condition, Statement, policy
from patterns.iam.matching import matches
from patterns.iam.reference import Action, actions, resource_patterns, service_exists, similar


class Kind(StrEnum):
    """What a mistake is."""

    UNKNOWN_ACTION = "unknown action"
    KEY_NEVER_SENT = "key never sent"
    RESOURCE_NOT_TAKEN = "resource not taken"
    NEVER_MATCHES = "never matches"


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with one statement: `element` is where, `value` what stands there, `words` the whole of it."""

    kind: Kind
    statement: Statement
    element: str
    value: str
    words: str

    def __str__(self) -> str:
        return f"{self.statement.name}: {self.words}"


def mistakes(document: Any) -> tuple[Mistake, ...]:
    """The mistakes of a policy document, statement by statement. Raises `MalformedPolicy`."""
    return tuple(mistake for statement in policy(document).statements for mistake in of_statement(statement))


def of_statement(statement: Statement) -> Iterator[Mistake]:
    """The mistakes of one statement."""
    yield from _unknown_actions(statement)
    yield from _keys_never_sent(statement)
    yield from _resources_not_taken(statement)
    yield from _contradictions(statement)


def _unknown_actions(statement: Statement) -> Iterator[Mistake]:
    for pattern in statement.actions:
        service = pattern.partition(":")[0]
        if pattern == "*" or "*" in service or "?" in service or actions(pattern):
            continue
        if not service_exists(service):
            words = f"there is no service {service!r}, so {pattern} is not an action"
        else:
            like = similar(pattern)
            words = f"there is no action {pattern}" + (f"; is {like[0]} meant?" if like else "")
        yield Mistake(Kind.UNKNOWN_ACTION, statement, _element(statement), pattern, words)


def _element(statement: Statement) -> str:
    return "NotAction" if statement.not_actions else "Action"


def _keys_never_sent(statement: Statement) -> Iterator[Mistake]:
    """Conditions that a missing key decides, for actions whose requests never have it."""
    if statement.not_actions:
        return
    for condition in statement.conditions:
        if not _needs_key(condition):
            continue
        for pattern in statement.actions:
            asked = actions(pattern) if pattern != "*" else ()
            if asked and not any(action.carries(condition.key) for action in asked):
                yield Mistake(
                    Kind.KEY_NEVER_SENT, statement, "Condition", condition.key, _unsent(statement, condition, pattern)
                )


def _needs_key(condition: Condition) -> bool:
    """Whether a condition means something only where the key is in the request."""
    return not condition.test.if_exists and condition.test.name != NULL and condition.test.qualifier != "ForAllValues"


def _unsent(statement: Statement, condition: Condition, pattern: str) -> str:
    said = f"no request for {pattern} has the key {condition.key}, so {condition.test} is "
    holds = condition.test.holds(condition.wanted, None)
    outcome = {
        (True, "Allow"): "always true, and limits nothing",
        (False, "Allow"): "never true, and the statement never allows it",
        (True, "Deny"): "always true, and the statement always denies it",
        (False, "Deny"): "never true, and the statement never denies it",
    }
    return said + outcome[holds, statement.effect]


def _resources_not_taken(statement: Statement) -> Iterator[Mistake]:
    """Actions none of whose kinds of resource any of the statement's resources can name."""
    if statement.not_actions or statement.not_resources or not statement.resources or "*" in statement.resources:
        return
    for pattern in statement.actions:
        asked = actions(pattern) if pattern != "*" else ()
        if asked and not any(takes(action, statement.resources) for action in asked):
            wanted = resource_patterns(asked[0])
            about = f"is about {min(wanted, key=len)}" if wanted else "takes no resource: write *"
            words = f"{pattern} {about}; {', '.join(statement.resources)} is not that"
            yield Mistake(Kind.RESOURCE_NOT_TAKEN, statement, "Resource", pattern, words)


def takes(action: Action, resources: Iterable[str]) -> bool:
    """Whether any of these resources, as a policy writes them, can name what the action is about."""
    return any(
        may_meet(pattern, resource, inside=_has_inside(action.service, pattern))
        for pattern in resource_patterns(action)
        for resource in resources
    )


@cache
def _has_inside(service: str, pattern: str) -> bool:
    """Whether the service has something below what a pattern names, as objects below a bucket."""
    others = {resource_pattern for action in actions(f"{service}:*") for resource_pattern in resource_patterns(action)}
    return any(other.startswith(f"{pattern}/") for other in others)


_EQUAL = ("StringEquals", "ArnEquals", "NumericEquals", "Bool", "BinaryEquals", "DateEquals")


def _contradictions(statement: Statement) -> Iterator[Mistake]:
    """Conditions on one key that exclude each other, so that the statement concerns no request."""
    by_key: dict[str, list[Condition]] = {}
    for condition in statement.conditions:
        by_key.setdefault(condition.key.lower(), []).append(condition)
    for conditions in by_key.values():
        if words := _excluded(conditions):
            yield Mistake(Kind.NEVER_MATCHES, statement, "Condition", conditions[0].key, words)


def _excluded(conditions: list[Condition]) -> str:
    key = conditions[0].key
    absent = any(condition.test.name == NULL and condition.wanted == ("true",) for condition in conditions)
    if absent and any(
        _needs_key(condition) and not condition.test.holds(condition.wanted, None) for condition in conditions
    ):
        return f"{key} must be missing and have a value at once, so the statement applies to no request"
    allowed: set[str] | None = None
    for condition in conditions:
        if condition.test.name in _EQUAL and not condition.test.qualifier and not condition.test.if_exists:
            allowed = {*condition.wanted} if allowed is None else allowed & {*condition.wanted}
    if allowed is not None and not allowed:
        return f"{key} must have several different values at once, so the statement applies to no request"
    liked = [
        condition for condition in conditions if condition.test.name == "StringLike" and not condition.test.qualifier
    ]
    if allowed and any(not any(matches(w, v) for w in one.wanted for v in allowed) for one in liked):
        return f"{key} must equal one thing and be like another, so the statement applies to no request"
    return ""
