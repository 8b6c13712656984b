"""What makes a text an event pattern: EventBridge refuses the others when they are given, not when an event comes.

The reasons are those of the matcher that EventBridge uses, which AWS publishes; it adds where in the text it stopped.
https://github.com/aws/event-ruler and
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda held, limit: held < limit,
    "<=": lambda held, limit: held <= limit,
    "=": lambda held, limit: held == limit,
    ">=": lambda held, limit: held >= limit,
    ">": lambda held, limit: held > limit,
}

LARGEST = 5_000_000_000
"""Numbers are compared between its negative and itself."""

DEEPEST = 100
"""Fields inside each other; a limit of this simulation's, far beyond any event of AWS's."""

ONE_KEY = "Only one key allowed in match expression"


def parsed(text: str) -> dict[str, Any]:
    """The pattern. Raises `ValueError` with EventBridge's reason for a text that is none."""
    try:
        pattern = json.loads(text)
        reason = next(_wrong(pattern, 0), None)
    except RecursionError:
        reason = "Filter is nested too deeply"
    except ValueError:
        reason = "Filter is not valid JSON"
    if reason:
        raise ValueError(reason)
    found: dict[str, Any] = pattern
    return found


def _wrong(pattern: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        yield "Filter is nested too deeply"
    elif not isinstance(pattern, dict):
        yield "Filter is not an object"
    elif not pattern:
        yield "Empty objects are not allowed"
    else:
        for name, wanted in pattern.items():
            yield from _wrong_field(name, wanted, depth + 1)


def _wrong_field(name: str, wanted: Any, depth: int) -> Iterator[str]:
    if name == "$or":
        yield from _wrong_choices(wanted, depth)
    elif isinstance(wanted, dict):
        yield from _wrong(wanted, depth)
    elif not isinstance(wanted, list):
        yield f'"{name}" must be an object or an array'
    elif not wanted:
        yield "Empty arrays are not allowed"
    else:
        for value in wanted:
            if isinstance(value, dict):
                yield from _wrong_expression(value)
            elif isinstance(value, list):
                yield "Match value must be String, number, true, false, or null"


def _wrong_choices(wanted: Any, depth: int) -> Iterator[str]:
    if not isinstance(wanted, list):
        yield "It must be an Array followed with $or."
    elif not all(isinstance(choice, dict) for choice in wanted):
        yield "Only JSON object is allowed in array of $or relationship."
    elif len(wanted) < 2:
        yield "There must have at least 2 Objects in $or relationship."
    else:
        for choice in wanted:
            yield from _wrong(choice, depth)


def _wrong_expression(expression: Mapping[str, Any]) -> Iterator[str]:
    if not expression:
        yield "Match expression name not found"
        return
    operator, operand = next(iter(expression.items()))
    wrong = _OPERATORS.get(operator)
    if wrong is None:
        yield f"Unrecognized match type {operator}"
    else:
        yield from wrong(operand)
    if len(expression) > 1:
        yield ONE_KEY


def _text(operator: str) -> Callable[[Any], Iterator[str]]:
    """Of `prefix` and `suffix`: a text, or one whose case does not count."""

    def wrong(operand: Any) -> Iterator[str]:
        if isinstance(operand, dict):
            if list(operand) != ["equals-ignore-case"]:
                yield f"Unsupported {operator} pattern: {next(iter(operand), '')}"
                return
            operand = operand["equals-ignore-case"]
        if not isinstance(operand, str):
            yield f"{operator} match pattern must be a string"

    return wrong


def _wrong_case(operand: Any) -> Iterator[str]:
    if not isinstance(operand, str):
        yield "equals-ignore-case match pattern must be a string"


def _wrong_wildcard(operand: Any) -> Iterator[str]:
    if not isinstance(operand, str):
        yield "wildcard match pattern must be a string"
        return
    for found in re.finditer(r"\\[*\\]|(?P<escape>\\)|(?P<two>\*\*)", operand, re.DOTALL):
        if found["escape"]:
            yield f"Invalid escape character at pos {found.start()}"
        elif found["two"]:
            yield f"Consecutive wildcard characters at pos {found.start()}"


def _wrong_address(operand: Any) -> Iterator[str]:
    if not isinstance(operand, str):
        yield "prefix match pattern must be a string"
    elif operand.count("/") != 1:
        yield "Malformed CIDR, one '/' required"
    else:
        try:
            ipaddress.ip_network(operand, strict=False)
        except ValueError:
            yield "Malformed CIDR, mask bits must not be negative or too large, and the address must be one"


def _wrong_existence(operand: Any) -> Iterator[str]:
    if not isinstance(operand, bool):
        yield "exists match pattern must be either true or false."


def _wrong_number(operand: Any) -> Iterator[str]:
    if not isinstance(operand, list):
        yield "Value of numeric must be an array."
        return
    operators, values = operand[::2], operand[1::2]
    if not operators or not isinstance(operators[0], str):
        yield f"Invalid member in numeric match: {operators[0] if operators else ']'}"
        return
    unknown = [operator for operator in operators if not isinstance(operator, str) or operator not in COMPARISONS]
    if unknown:
        yield f"Unrecognized numeric range operator: {unknown[0]}"
        return
    for operator, value in zip(operators, [*values, None], strict=False):
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"Value of {'equals' if operator == '=' else operator} must be numeric"
        elif not -LARGEST <= value <= LARGEST:
            yield f"Value must be between -{LARGEST:.1E} and {LARGEST:.1E}, inclusive"
    if len(operators) > 1:
        yield from _wrong_range(operators, values)


def _wrong_range(operators: list[str], values: list[Any]) -> Iterator[str]:
    if len(operators) > 2 or operators[0] not in (">", ">="):
        yield "Too many elements in numeric expression"
    elif operators[1] not in ("<", "<="):
        yield f"Bad numeric range operator: {operators[1]}"
    elif values[0] >= values[1]:
        yield "Bottom must be less than top"


def _wrong_exclusion(operand: Any) -> Iterator[str]:
    if isinstance(operand, dict):
        yield from _wrong_inner(operand)
        return
    values = operand if isinstance(operand, list) else [operand]
    if not isinstance(operand, list | str | int | float) or isinstance(operand, bool):
        yield "Value of anything-but must be an array or single string/number value."
    elif any(isinstance(value, bool) or not isinstance(value, str | int | float) for value in values):
        yield "Inside anything but list, start|null|boolean is not supported."
    elif len({isinstance(value, str) for value in values}) != 1:
        yield "Inside anything but list, either all values are number or string, mixed type is not supported"


_EXCLUDABLE = "prefix", "suffix", "equals-ignore-case", "wildcard"


def _wrong_inner(operand: Mapping[str, Any]) -> Iterator[str]:
    """What `anything-but` leaves out by another operator: one text, or a list of them."""
    operator = next(iter(operand), None)
    if operator is None:
        yield "Anything-But expression name not found"
    elif operator not in _EXCLUDABLE:
        yield f"Unsupported anything-but pattern: {operator}"
    elif len(operand) > 1:
        yield ONE_KEY
    else:
        held = operand[operator]
        values = held if isinstance(held, list) else [held]
        if not values or not all(isinstance(value, str) for value in values):
            yield "prefix/suffix match pattern must be a string"
        elif "" in values and operator in ("prefix", "suffix"):
            yield "Null prefix/suffix not allowed"
        elif operator == "wildcard":
            for value in values:
                yield from _wrong_wildcard(value)


_OPERATORS: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "prefix": _text("prefix"),
    "suffix": _text("suffix"),
    "equals-ignore-case": _wrong_case,
    "wildcard": _wrong_wildcard,
    "cidr": _wrong_address,
    "exists": _wrong_existence,
    "numeric": _wrong_number,
    "anything-but": _wrong_exclusion,
}
