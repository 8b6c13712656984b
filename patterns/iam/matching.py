"""Comparing as IAM compares: wildcards, ARNs part by part, policy variables. Not here: which element uses which.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from patterns.expressions import Wild, wildcard

ARN_PARTS = 6

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_WITH_DEFAULT = re.compile(r"^\s*([^,]+?)\s*,\s*'([^']*)'\s*$")
_LITERAL = {"*": "*", "?": "?", "$": "$"}
"""`${*}` stands for the character itself."""

Lookup = Callable[[str], "str | None"]
"""A request's single value of a key, None where it has none or several."""


class MissingVariable(Exception):
    """A policy variable whose key the request does not carry, and that has no default."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def matches(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether `text` fits `pattern`, in which `*` stands for any characters, `:` and `/` among them, `?` for one."""
    return _compiled(pattern, ignore_case).fullmatch(text) is not None


def matches_arn(pattern: str, arn: str) -> bool:
    """Whether an ARN fits a pattern, each of the six parts on its own.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    """
    wanted, given = pattern.split(":", ARN_PARTS - 1), arn.split(":", ARN_PARTS - 1)
    if len(wanted) != ARN_PARTS or len(given) != ARN_PARTS:
        return pattern == "*"
    return all(matches(part, found) for part, found in zip(wanted, given, strict=True))


def substituted(text: str, lookup: Lookup) -> str:
    """`text` with its policy variables replaced, their values kept from acting as wildcards.

    Raises `MissingVariable`.
    """

    def value(found: re.Match[str]) -> str:
        inside = found[1]
        if inside in _LITERAL:
            return _escaped(_LITERAL[inside])
        with_default = _WITH_DEFAULT.match(inside)
        key = (with_default[1] if with_default else inside).strip()
        given = lookup(key)
        if given is None and with_default:
            given = with_default[2]
        if given is None:
            raise MissingVariable(key)
        return _escaped(given)

    return _VARIABLE.sub(value, text) if "${" in text else text


def variables(text: str) -> list[str]:
    """The keys of the policy variables in a text."""
    inside = [found for found in _VARIABLE.findall(text) if found not in _LITERAL]
    return [(with_default[1] if (with_default := _WITH_DEFAULT.match(one)) else one).strip() for one in inside]


def readable(pattern: str) -> str:
    """A pattern as a person writes it, without the marks that keep a substituted value from acting."""
    return pattern.replace(_MARK, "")


_MARK = "\x00"
"""Before a `*` or `?` that is only a character; no ARN and no condition value holds it."""


def _escaped(value: str) -> str:
    return re.sub(r"([*?])", rf"{_MARK}\1", value)


@lru_cache(maxsize=8192)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    parts = re.findall(rf"{_MARK}[*?]|[*?]|[^*?{_MARK}]+", pattern)
    wild: list[str | Wild] = [Wild(part) if part in ("*", "?") else part.removeprefix(_MARK) for part in parts]
    return wildcard(wild, ignore_case=ignore_case)
