"""Whether an event matches an event pattern. Pure; who has patterns (rules, event source mappings) is not here.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from patterns.expressions import Wild, wildcard
from patterns.refusals.events.event_patterns import COMPARISONS


def matches(pattern: Mapping[str, Any], event: Any) -> bool:
    """Whether every field of the pattern finds what it wants in the event.

    >>> matches({"detail": {"state": ["stopped", {"prefix": "term"}]}}, {"detail": {"state": "terminated"}})
    True
    """
    return all(
        any(matches(choice, event) for choice in wanted) if name == "$or" else _field(wanted, _values(event, name))
        for name, wanted in pattern.items()
    )


def _field(wanted: Any, found: list[Any]) -> bool:
    if isinstance(wanted, Mapping):
        nested = [one for one in found if isinstance(one, Mapping)]
        # A pattern of absence matches where the way to the field is missing, too.
        return any(matches(wanted, one) for one in nested or [{}])
    leaves = [one for one in found if not isinstance(one, Mapping)]
    return any(_choice(choice, leaves) for choice in wanted)


def _values(event: Any, name: str) -> list[Any]:
    """What a field holds; the members of a list, and what those of a list of objects hold, each count."""
    if isinstance(event, list):
        return [value for member in event for value in _values(member, name)]
    if not isinstance(event, Mapping) or name not in event:
        return []
    value = event[name]
    return list(value) if isinstance(value, list) and value else [value]


def _choice(choice: Any, leaves: list[Any]) -> bool:
    if not isinstance(choice, Mapping):
        return any(_same(choice, leaf) for leaf in leaves)
    ((operator, operand),) = choice.items()
    if operator == "exists":
        return bool(leaves) == bool(operand)
    if operator == "anything-but":
        return bool(leaves) and all(not any(_excluded(operand, leaf)) for leaf in leaves)
    test = _OPERATORS.get(operator)
    return test is not None and any(test(operand, leaf) for leaf in leaves)


def _excluded(operand: Any, leaf: Any) -> Iterator[bool]:
    for each in operand if isinstance(operand, list) else [operand]:
        if isinstance(each, Mapping):
            ((operator, inner),) = each.items()
            test = _OPERATORS[operator]
            yield any(test(one, leaf) for one in (inner if isinstance(inner, list) else [inner]))
        else:
            yield _same(each, leaf)


def _same(wanted: Any, held: Any) -> bool:
    return bool(wanted == held) and isinstance(wanted, bool) == isinstance(held, bool)


def _text(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    """A test of texts, in which `{"equals-ignore-case": ...}` as operand makes case not count."""

    def tested(operand: Any, held: Any) -> bool:
        if not isinstance(held, str):
            return False
        if isinstance(operand, Mapping):
            return test(str(operand["equals-ignore-case"]).lower(), held.lower())
        return test(str(operand), held)

    return tested


def _numeric(operand: list[Any], held: Any) -> bool:
    if isinstance(held, bool) or not isinstance(held, int | float):
        return False
    limits = zip(operand[::2], operand[1::2], strict=False)
    return all(COMPARISONS[comparison](held, limit) for comparison, limit in limits)


def _cidr(operand: str, held: Any) -> bool:
    try:
        return ipaddress.ip_address(held) in ipaddress.ip_network(operand, strict=False)
    except ValueError:
        return False


def _wildcard(operand: str, held: str) -> bool:
    r"""`*` is any text; `\*` and `\\` are the characters themselves."""
    pieces = re.findall(r"\\[*\\]|\*|[^*\\]+|\\", operand)
    parts = [Wild.ANY if piece == "*" else piece[-1] if piece[0] == "\\" else piece for piece in pieces]
    return wildcard(parts).fullmatch(held) is not None


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "prefix": _text(lambda wanted, held: held.startswith(wanted)),
    "suffix": _text(lambda wanted, held: held.endswith(wanted)),
    "equals-ignore-case": _text(lambda wanted, held: held.lower() == wanted.lower()),
    "wildcard": _text(_wildcard),
    "numeric": _numeric,
    "cidr": _cidr,
}
