"""The functions that yield true, false or not known yet. Which conditions a template names is `resolve`'s.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .errors import Path, TemplateError
from .functions import Context
from .values import Unknown, has_unknown, spoken, unknown_call

Function = Callable[[Context, str, Any, Path], bool | Unknown]
"""One function's truth, from its context, name, argument and the argument's path."""

_NO_MORE: Mapping[str, Function] = {}


def outcome(
    context: Context, expression: Any, path: Path, *, more: Mapping[str, Function] = _NO_MORE
) -> bool | Unknown:
    """Return the truth of a condition expression, three-valued: false and unknown is false, true or unknown is true.

    `more` are the functions that only rules have; these cannot name conditions. Raises TemplateError for anything but
    those, Fn::And, Fn::Equals, Fn::Not, Fn::Or and Condition.
    """
    name, argument = (
        next(iter(expression.items())) if isinstance(expression, dict) and len(expression) == 1 else ("", None)
    )
    path = (*path, name)
    if name in more:
        return more[name](context, name, argument, path)
    if name == "Condition" and isinstance(argument, str) and not more:
        return context.condition(argument, path)
    if name == "Fn::Equals":
        return _equals(context, argument, path)
    if name == "Fn::Not":
        (found,) = _operands(context, name, argument, path, (1, 1), more)
        return unknown_call(name, found) if isinstance(found, Unknown) else not found
    if name in ("Fn::And", "Fn::Or"):
        return _combined(name, _operands(context, name, argument, path, (2, 10), more))
    message = (
        f"Template format error: Rules can only be boolean operations on parameters; {name or 'this'} is not one"
        if more
        else "Template format error: Conditions can only be boolean operations on parameters and other conditions"
    )
    raise TemplateError(message, path=path[:-1])


def _combined(name: str, found: list[bool | Unknown]) -> bool | Unknown:
    decisive = name == "Fn::Or"
    if any(operand is decisive for operand in found):
        return decisive
    open_ones = list(dict.fromkeys(operand for operand in found if isinstance(operand, Unknown)))
    if len(open_ones) < 2:
        return open_ones[0] if open_ones else not decisive
    return unknown_call(name, *open_ones)


def _operands(
    context: Context, name: str, argument: Any, path: Path, counts: tuple[int, int], more: Mapping[str, Function]
) -> list[bool | Unknown]:
    low, high = counts
    if not isinstance(argument, list) or not low <= len(argument) <= high:
        what = "one boolean parameter" if high == 1 else "a list of at least 2 and at most 10 boolean parameters"
        raise TemplateError(f"Template error: every {name} object requires {what}.", path=path)
    return [outcome(context, operand, (*path, index), more=more) for index, operand in enumerate(argument)]


def _equals(context: Context, argument: Any, path: Path) -> bool | Unknown:
    if not isinstance(argument, list) or len(argument) != 2:
        raise TemplateError(
            "Template error: every Fn::Equals object requires a list of 2 string parameters.", path=path
        )
    left, right = (context.value(operand, (*path, index)) for index, operand in enumerate(argument))
    if has_unknown([left, right]) and left != right:
        return unknown_call("Fn::Equals", left, right)
    return bool(_compared(left) == _compared(right))


def _compared(value: Any) -> Any:
    return value if isinstance(value, list | dict | Unknown) else spoken(value)
