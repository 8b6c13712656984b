"""Policy documents as values: read once, checked as IAM checks them. Not here: what they decide.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from patterns.iam.conditions import Test, UnknownOperator, read

Effect = Literal["Allow", "Deny"]
VERSIONS = ("2008-10-17", "2012-10-17")
WITH_VARIABLES = "2012-10-17"
"""The version in which policy variables act; in the other, or without one, they are text."""

KINDS_OF_PRINCIPAL = ("AWS", "Service", "Federated", "CanonicalUser")
ELEMENTS = frozenset(
    {
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    }
)  # fmt: skip


class MalformedPolicy(ValueError):
    """A policy that IAM refuses; the message says where and why."""


@dataclass(frozen=True)
class Condition:
    """One line of a Condition block: an operator, a key, and the values that the policy gives."""

    test: Test
    key: str
    wanted: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.test} {self.key} {_written(self.wanted)}"


@dataclass(frozen=True)
class Statement:
    """One statement. Each of its elements is a pair: the values, and whether the element is the one with Not.

    `principal` is None where there is no such element, `{"AWS": ("*",)}` for everybody; `resource` is None in policies
    that are attached to what they are about, as a role's trust policy is.
    """

    sid: str
    number: int
    effect: Effect
    actions: tuple[str, ...]
    not_actions: bool
    resources: tuple[str, ...] | None
    not_resources: bool
    principals: Mapping[str, tuple[str, ...]] | None
    not_principals: bool
    conditions: tuple[Condition, ...]
    has_variables: bool

    @property
    def name(self) -> str:
        """Its Sid, else its number, counted from one."""
        return self.sid or f"statement {self.number + 1}"


@dataclass(frozen=True)
class Policy:
    """A policy document, read; `version` is that of the language it is written in."""

    statements: tuple[Statement, ...]
    version: str = VERSIONS[0]

    def repeated_sid(self) -> str:
        """Which Sid two statements have, in words; empty where none has. Who minds it, each service says."""
        sids = [statement.sid for statement in self.statements if statement.sid]
        twice = next((sid for sid in sids if sids.count(sid) > 1), None)
        return f"two statements have the Sid {twice}" if twice else ""


def policy(document: Any) -> Policy:
    """The policy that a document says: a mapping, or its JSON text. Raises `MalformedPolicy`."""
    if isinstance(document, str):
        return _of_text(document)
    if not isinstance(document, Mapping):
        raise MalformedPolicy(f"a policy must be an object with a Statement, got {type(document).__name__}")
    version = document.get("Version", VERSIONS[0])
    if version not in VERSIONS:
        raise MalformedPolicy(f"Version {version!r} is neither {' nor '.join(VERSIONS)}")
    if unknown := sorted(set(document) - {"Version", "Id", "Statement"}):
        raise MalformedPolicy(f"{unknown[0]} is not an element of a policy")
    if "Statement" not in document:
        raise MalformedPolicy("the policy has no Statement")
    statements = each(document["Statement"])
    read_ones = tuple(
        _statement(one, number, has_variables=version == WITH_VARIABLES) for number, one in enumerate(statements)
    )
    return Policy(read_ones, version)


def identity_policy(document: Any) -> Policy:
    """The same of a policy of IAM's own, of an identity, in which a Sid must not be there twice.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
    """
    found = policy(document)
    if twice := found.repeated_sid():
        raise MalformedPolicy(twice)
    return found


@lru_cache(maxsize=1024)
def _of_text(text: str) -> Policy:
    """The policy that a text says, read once: the same text says the same ever after."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise MalformedPolicy(f"the policy is not JSON: {error}") from None
    if isinstance(document, str):
        raise MalformedPolicy("a policy must be an object with a Statement, got str")
    return policy(document)


def _statement(found: Any, number: int, *, has_variables: bool) -> Statement:
    if not isinstance(found, Mapping):
        raise MalformedPolicy(f"statement {number + 1} is not an object")
    where = str(found.get("Sid") or f"statement {number + 1}")
    if unknown := sorted(set(found) - ELEMENTS):
        raise MalformedPolicy(f"{where}: {unknown[0]} is not an element of a statement")
    if not isinstance(found.get("Sid", ""), str):
        raise MalformedPolicy(f"{where}: Sid must be text, got {found['Sid']!r}")
    if found.get("Effect") not in ("Allow", "Deny"):
        raise MalformedPolicy(f"{where}: Effect must be Allow or Deny, got {found.get('Effect')!r}")
    actions, not_actions = _pair(found, "Action", where)
    if actions is None:
        raise MalformedPolicy(f"{where}: it names neither an Action nor a NotAction")
    for action in actions:
        if action != "*" and action.count(":") != 1:
            raise MalformedPolicy(f"{where}: action {action!r} is not a service, a colon and a name")
    resources, not_resources = _pair(found, "Resource", where)
    principals, not_principals = _principals(found, where)
    return Statement(
        sid=str(found.get("Sid", "")), number=number, effect=found["Effect"], actions=actions, not_actions=not_actions,
        resources=resources, not_resources=not_resources, principals=principals, not_principals=not_principals,
        conditions=tuple(_conditions(found.get("Condition"), where)), has_variables=has_variables,
    )  # fmt: skip


def _pair(found: Mapping[str, Any], name: str, where: str) -> tuple[tuple[str, ...] | None, bool]:
    """The values of an element or of its form with Not, and which of the two it was."""
    if name in found and f"Not{name}" in found:
        raise MalformedPolicy(f"{where}: it has both {name} and Not{name}")
    negated = f"Not{name}" in found
    value = found.get(f"Not{name}" if negated else name)
    if value is None:
        return None, False
    values = each(value)
    if not values or not all(isinstance(one, str) and one for one in values):
        raise MalformedPolicy(f"{where}: {name} must be a string or a list of strings, got {value!r}")
    return tuple(values), negated


def _principals(found: Mapping[str, Any], where: str) -> tuple[Mapping[str, tuple[str, ...]] | None, bool]:
    if "Principal" in found and "NotPrincipal" in found:
        raise MalformedPolicy(f"{where}: it has both Principal and NotPrincipal")
    negated = "NotPrincipal" in found
    value = found.get("NotPrincipal" if negated else "Principal")
    if value is None:
        return None, False
    if value == "*":
        return {"AWS": ("*",)}, negated
    if not isinstance(value, Mapping) or not value:
        raise MalformedPolicy(f'{where}: Principal must be "*" or an object such as {{"AWS": ...}}, got {value!r}')
    if unknown := sorted(set(value) - set(KINDS_OF_PRINCIPAL)):
        raise MalformedPolicy(f"{where}: {unknown[0]} is not a kind of principal: use {', '.join(KINDS_OF_PRINCIPAL)}")
    for kind, names in value.items():
        if not each(names) or not all(isinstance(name, str) and name for name in each(names)):
            raise MalformedPolicy(f"{where}: {kind} must be one principal or a list of them, got {names!r}")
    return {kind: tuple(each(names)) for kind, names in value.items()}, negated


def _conditions(block: Any, where: str) -> Iterator[Condition]:
    if block is None:
        return
    if not isinstance(block, Mapping):
        raise MalformedPolicy(f"{where}: Condition must be an object, got {block!r}")
    for written, lines in block.items():
        try:
            test = read(str(written))
        except UnknownOperator:
            raise MalformedPolicy(f"{where}: {written} is not a condition operator") from None
        if not isinstance(lines, Mapping):
            raise MalformedPolicy(f"{where}: {written} must be an object of condition keys, got {lines!r}")
        for key, wanted in lines.items():
            if not all(isinstance(one, str | int | float) for one in each(wanted)):
                raise MalformedPolicy(f"{where}: {key} is compared with texts, numbers, true or false, got {wanted!r}")
            yield Condition(test, str(key), tuple(_text(one) for one in each(wanted)))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def each(value: Any) -> list[Any]:
    """The members of what may be one thing or a list of it."""
    return list(value) if isinstance(value, list | tuple) else [value]


def each_there(value: Any) -> list[Any]:
    """As `each`, in a document that nobody has checked: an element that is not there has no members."""
    return [] if value is None else each(value)


def _written(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"one of {', '.join(values)}"
