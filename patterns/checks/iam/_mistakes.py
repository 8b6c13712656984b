"""Finds one kind of mistake in every policy of a template. Not a check, and not what a mistake is (`iam.mistakes`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from patterns.checks._policies import Found, identity_statements, resource_statements
from patterns.findings import Places
from patterns.iam.documents import MalformedPolicy
from patterns.iam.mistakes import Kind, mistakes
from patterns.template.functions import Unknown
from patterns.template.once import once
from patterns.template.resolve import Resolved


def places(resolved: Resolved, kind: Kind) -> Places:
    """Where the statements of a template have mistakes of a kind; what only a deployment settles is none."""
    for logical_id, path, elements in _every_mistake(resolved):
        if kind in elements:
            yield logical_id, (*path, elements[kind])


@once
def _every_mistake(resolved: Resolved) -> Iterator[tuple[str, tuple[str | int, ...], Mapping[Kind, str]]]:
    for logical_id, path, statement in _every_statement(resolved):
        settled = not _has_unknown(statement.get("Condition"))
        yield logical_id, path, _elements(json.dumps(_certain(statement), default=str), settled)


def _every_statement(resolved: Resolved) -> Iterator[Found]:
    """Those of trust policies are left out: the keys of an identity provider have names of its own."""
    yield from identity_statements(resolved)
    yield from resource_statements(resolved)


@lru_cache(maxsize=4096)
def _elements(statement: str, settled: bool) -> Mapping[Kind, str]:
    """The kinds of mistake of one statement, each with the element it is in; the same text has the same."""
    try:
        found = mistakes({"Version": "2012-10-17", "Statement": [json.loads(statement)]})
    except MalformedPolicy:
        return {}  # the linter's to tell
    return {one.kind: one.element for one in found if settled or one.kind is not Kind.NEVER_MATCHES}


def _certain(value: Any) -> Any:
    """The value with a wildcard in the place of what nobody can tell before a deployment."""
    if isinstance(value, Unknown):
        return "*"
    if isinstance(value, dict):
        return {key: _certain(one) for key, one in value.items()}
    return [_certain(one) for one in value] if isinstance(value, list) else value


def _has_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_unknown(one) for one in value.values())
    return any(_has_unknown(one) for one in value) if isinstance(value, list) else isinstance(value, Unknown)
