"""Whether a resource's policy lets a service of AWS act on it, as log delivery or a notification does.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
Not here: requests of users and roles, who have policies of their own. Not modelled: operators on numbers, dates and
addresses, under which no statement allows and every statement denies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ServiceRequest:
    """What a service asks for: `context` has the condition keys it sends, as `aws:SourceArn`."""

    service: str
    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)


def is_allowed(policy: Mapping[str, Any], request: ServiceRequest) -> bool:
    """Whether a statement allows the request and none denies it."""
    effects = {
        statement.get("Effect")
        for statement in _each(policy.get("Statement"))
        if isinstance(statement, Mapping) and _concerns(statement, request)
    }
    return "Allow" in effects and "Deny" not in effects


def _concerns(statement: Mapping[str, Any], request: ServiceRequest) -> bool:
    return (
        _is_named(statement, request.service)
        and _is_listed(statement, "Action", request.action, ignoring_case=True)
        and _is_listed(statement, "Resource", request.resource)
        and all(_is_met(statement, operator, tests, request) for operator, tests in _conditions(statement))
    )


def _is_named(statement: Mapping[str, Any], service: str) -> bool:
    if "NotPrincipal" in statement:
        return not _names(statement["NotPrincipal"], service)
    return _names(statement.get("Principal"), service)


def _names(principal: Any, service: str) -> bool:
    if isinstance(principal, Mapping):
        return service in _each(principal.get("Service")) or "*" in _each(principal.get("AWS"))
    return bool(principal == "*")


def _is_listed(statement: Mapping[str, Any], name: str, value: str, *, ignoring_case: bool = False) -> bool:
    """Whether `Action` or `Resource` has the value, or `NotAction` or `NotResource` has it not."""
    patterns = _each(statement.get(name, statement.get(f"Not{name}")))
    found = any(_matches(str(pattern), value, ignoring_case=ignoring_case) for pattern in patterns)
    return found if name in statement else f"Not{name}" in statement and not found


def _conditions(statement: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    block = statement.get("Condition") or {}
    return [(str(operator), tests) for operator, tests in block.items()]


def _is_met(statement: Mapping[str, Any], operator: str, tests: Mapping[str, Any], request: ServiceRequest) -> bool:
    test = _OPERATORS.get(operator.lower().removesuffix("ifexists").removeprefix("foranyvalue:"))
    if test is None:
        return statement.get("Effect") == "Deny"
    context = {name.lower(): value for name, value in request.context.items()}
    optional = operator.lower().endswith("ifexists")
    return all(
        (optional and key.lower() not in context) or test(context.get(key.lower()), [str(v) for v in _each(wanted)])
        for key, wanted in tests.items()
    )


Test = Callable[[str | None, list[str]], bool]


def _equals(value: str | None, wanted: list[str]) -> bool:
    return value in wanted


def _equals_ignoring_case(value: str | None, wanted: list[str]) -> bool:
    return value is not None and value.lower() in [one.lower() for one in wanted]


def _like(value: str | None, wanted: list[str]) -> bool:
    return value is not None and any(_matches(one, value) for one in wanted)


def _arn_like(value: str | None, wanted: list[str]) -> bool:
    """Compare part by part: a star of one part of an ARN does not reach into the next."""
    return value is not None and any(_same_arn(one, value) for one in wanted)


def _same_arn(pattern: str, arn: str) -> bool:
    parts, wanted = arn.split(":", 5), pattern.split(":", 5)
    return len(parts) == len(wanted) and all(map(_matches, wanted, parts))


def _null(value: str | None, wanted: list[str]) -> bool:
    return str(value is None).lower() in [one.lower() for one in wanted]


def _not(test: Test) -> Test:
    return lambda value, wanted: not test(value, wanted)


_OPERATORS: dict[str, Test] = {
    "stringequals": _equals,
    "stringnotequals": _not(_equals),
    "stringequalsignorecase": _equals_ignoring_case,
    "stringnotequalsignorecase": _not(_equals_ignoring_case),
    "stringlike": _like,
    "stringnotlike": _not(_like),
    "arnequals": _arn_like,
    "arnlike": _arn_like,
    "arnnotequals": _not(_arn_like),
    "arnnotlike": _not(_arn_like),
    "bool": _equals_ignoring_case,
    "null": _null,
}


def _matches(pattern: str, value: str, *, ignoring_case: bool = False) -> bool:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, value, re.IGNORECASE if ignoring_case else re.NOFLAG) is not None


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
