"""Whether one statement concerns one request; if not, which of its elements says so. Not what follows from it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from patterns.iam.documents import Condition, Statement
from patterns.iam.matching import MissingVariable, matches, readable, substituted
from patterns.iam.request import Principal, Request

Named = Literal["user", "role", "session", "service", "account", "everybody", "federated", ""]
"""How a Principal element names whoever asks; "" where it does not."""


@dataclass(frozen=True)
class Mismatch:
    """The element by which a statement does not concern a request, what it wants there, and what the request has."""

    element: str
    wanted: tuple[str, ...]
    given: str
    key: str = ""

    def __str__(self) -> str:
        if self.element == "Condition":
            has = f"is {self.given}" if self.given else "is not in the request"
            return f"its condition wants {self.key} {self.wanted[0]}, which {has}"
        wanted = ", ".join(map(readable, self.wanted))
        if self.element.startswith("Not"):
            return f"its {self.element} leaves out {wanted}, and {self.given} is among them"
        return f"its {self.element} is {wanted}, not {self.given}"


@dataclass(frozen=True)
class Match:
    """A statement that concerns the request, and how its Principal, where it has one, names whoever asks."""

    named: Named = ""


def applies(statement: Statement, request: Request, *, has_boundary: bool = False) -> Match | Mismatch:
    """How a statement concerns a request, or by which element it does not; the first one that differs is told.

    NotPrincipal spares nobody who has a permissions boundary, whomever it names:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html.
    """
    found = mismatches(statement, request)
    first = next((one for one in found if not (has_boundary and one.element == "NotPrincipal")), None)
    if first is not None:
        return first
    return Match(naming(statement.principals, request.who) if statement.principals is not None else "")


def mismatches(statement: Statement, request: Request) -> Iterator[Mismatch]:
    """Every element, and every condition, by which a statement does not concern a request."""
    if statement.principals is not None:
        named = bool(naming(statement.principals, request.who))
        if named == statement.not_principals and not _is_left_in(statement, request.who):
            yield _not_named(statement, request)
    yield from filter(None, (_action(statement, request), _resource(statement, request)))
    yield from _conditions(statement, request)


def _is_left_in(statement: Statement, who: Principal) -> bool:
    """Whether a NotPrincipal still concerns somebody it names: all that stands for them must be named, or it does.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    """
    if not statement.not_principals or not who.account:
        return False
    listed = {*(statement.principals or {}).get("AWS", ())}
    chain = [{who.root, who.account}, *({name} for name in (who.role, "" if who.is_root else who.arn) if name)]
    return not all(listed & names for names in chain)


def _not_named(statement: Statement, request: Request) -> Mismatch:
    element = "NotPrincipal" if statement.not_principals else "Principal"
    wanted = tuple(name for names in (statement.principals or {}).values() for name in names)
    return Mismatch(element, wanted, request.principal)


def naming(principals: Mapping[str, tuple[str, ...]], who: Principal) -> Named:
    """How a Principal element names somebody: the way that leaves them the most counts.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    names = principals.get("AWS", ())
    if itself := _itself(principals, who):
        return itself
    if "*" in names:
        return "everybody"
    if who.role and who.role in names:
        return "role"
    return "account" if who.account and {who.root, who.account} & set(names) else ""


def _itself(principals: Mapping[str, tuple[str, ...]], who: Principal) -> Named:
    if who.is_service:
        return "service" if who.arn in principals.get("Service", ()) else ""
    if who.arn in principals.get("AWS", ()):
        return _BY_KIND.get(who.kind, "")
    return "federated" if who.arn in principals.get("Federated", ()) else ""


_BY_KIND: Mapping[str, Named] = {"user": "user", "assumed-role": "session", "federated-user": "session"}


def _action(statement: Statement, request: Request) -> Mismatch | None:
    found = any(matches(pattern, request.action, ignore_case=True) for pattern in statement.actions)
    if found != statement.not_actions:
        return None
    return Mismatch("NotAction" if statement.not_actions else "Action", statement.actions, request.action)


def _resource(statement: Statement, request: Request) -> Mismatch | None:
    if statement.resources is None:
        return None
    found = any(_fits(pattern, statement, request) for pattern in statement.resources)
    if found != statement.not_resources:
        return None
    return Mismatch("NotResource" if statement.not_resources else "Resource", statement.resources, request.resource)


def _fits(pattern: str, statement: Statement, request: Request) -> bool:
    if statement.has_variables:
        try:
            pattern = substituted(pattern, request.value)
        except MissingVariable:
            return False
    return matches(pattern, request.resource)


def _conditions(statement: Statement, request: Request) -> Iterator[Mismatch]:
    for condition in statement.conditions:
        given = request.keys.get(condition.key.lower())
        if not _holds(condition, statement, request, given):
            said = f"{condition.test} {', '.join(condition.wanted)}"
            yield Mismatch("Condition", (said,), ", ".join(given or ()), condition.key)


def _holds(condition: Condition, statement: Statement, request: Request, given: tuple[str, ...] | None) -> bool:
    wanted = condition.wanted
    if statement.has_variables and condition.test.takes_variables:
        wanted = tuple(_settled(wanted, request))
    return condition.test.holds(wanted, given)


def _settled(wanted: tuple[str, ...], request: Request) -> Iterator[str]:
    """The values with their variables replaced, without those whose variable has no value.

    Such a value is like nothing, so that only negated operators hold against it:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value.
    """
    for one in wanted:
        with suppress(MissingVariable):
            yield substituted(one, request.value)
