"""The Rules section: assertions over parameter values, checked before anything is made.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
What Fn::ValueOf and Fn::ValueOfAll ask of an account stays open without one (`rule_lookups`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import conditions
from .errors import ParameterError, Path, TemplateError, UnsupportedError
from .functions import Context
from .values import Unknown, has_unknown, spoken, unknown_call


def check_form(name: str, rule: Any) -> None:
    """Raise TemplateError for a rule that is not a condition, if any, and a list of assertions."""
    path: Path = ("Rules", name)
    form = rule if isinstance(rule, dict) else {}
    unknown = [key for key in form if key not in ("RuleCondition", "Assertions")]
    assertions = form.get("Assertions")
    well_formed = isinstance(assertions, list) and all(map(_is_assertion, assertions))
    if unknown or not assertions or not well_formed:
        message = f"Rule {name} must have Assertions, a list of Assert with an AssertDescription, and may have "
        raise TemplateError(f"Template format error: {message}a RuleCondition, nothing else", path=path)


def _is_assertion(assertion: Any) -> bool:
    if not isinstance(assertion, dict) or "Assert" not in assertion:
        return False
    # Other members are passed over, as a published template of AWS's with a misspelt one shows.
    return isinstance(assertion.get("AssertDescription", ""), str)


def check(context: Context, declared: Mapping[str, Any], *, strict: bool) -> None:
    """Raise ParameterError, with the AssertDescription, at the first assertion that the parameters do not hold.

    What depends on values that are still open is left, or with `strict` refused as unsupported.
    """
    for name, rule in declared.items():
        path: Path = ("Rules", name)
        applies = _truth(context, rule.get("RuleCondition", _ALWAYS), (*path, "RuleCondition"), strict=strict)
        if applies is not True:
            continue
        for index, assertion in enumerate(rule["Assertions"]):
            where = (*path, "Assertions", index, "Assert")
            if _truth(context, assertion["Assert"], where, strict=strict) is False:
                said = assertion.get("AssertDescription") or f"Assertion {index + 1} of rule {name} is not met"
                raise ParameterError(str(said), path=where)


_ALWAYS = {"Fn::Equals": ["", ""]}


def _truth(context: Context, expression: Any, path: Path, *, strict: bool) -> bool | Unknown:
    outcome = conditions.outcome(context, expression, path, more=_FUNCTIONS)
    if strict and isinstance(outcome, Unknown):
        message = (
            f"The rule {path[1]} depends on {outcome}, which is looked up in an account, and is not evaluated here"
        )
        raise UnsupportedError(message, path=path)
    return outcome


def _members(
    context: Context, name: str, argument: Any, path: Path, what: str
) -> tuple[list[str] | Unknown, list[str] | Unknown]:
    """The two operands of a function, each as a list of texts."""
    if not isinstance(argument, list) or len(argument) != 2:
        raise TemplateError(f"Template error: every {name} object requires {what}", path=path)
    found = [context.value(operand, (*path, index)) for index, operand in enumerate(argument)]
    left, right = (_texts(value) for value in found)
    return left, right


def _texts(value: Any) -> list[str] | Unknown:
    if isinstance(value, Unknown) or has_unknown(value):
        return value if isinstance(value, Unknown) else unknown_call("List", value)
    return [spoken(item) for item in value] if isinstance(value, list) else [spoken(value)]


def _compared(what: str, holds: Callable[[list[str], list[str]], bool]) -> conditions.Function:
    """A function of two operands, true as `holds` says of their members."""

    def function(context: Context, name: str, argument: Any, path: Path) -> bool | Unknown:
        left, right = _members(context, name, argument, path, what)
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return unknown_call(name, left, right)
        return holds(left, right)

    return function


_LIST_AND_TEXT = "a list of strings and a string."
_FUNCTIONS: dict[str, conditions.Function] = {
    "Fn::Contains": _compared(_LIST_AND_TEXT, lambda strings, wanted: wanted[0] in strings),
    "Fn::EachMemberEquals": _compared(_LIST_AND_TEXT, lambda strings, wanted: all(s == wanted[0] for s in strings)),
    "Fn::EachMemberIn": _compared("two lists of strings.", lambda strings, allowed: set(strings) <= set(allowed)),
}
