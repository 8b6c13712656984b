"""What moto keeps of functions, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.simulator.backends import backend


def policy(account_id: str, region: str, path: str) -> Mapping[str, Any] | None:
    """The policy of a function, or of its version or alias; None where it has none."""
    from moto.awslambda.exceptions import UnknownAliasException, UnknownFunctionException

    kind, _, name = path.partition(":")
    if kind != "function":
        return None
    name, _, qualifier = name.partition(":")
    try:
        found = backend("awslambda", account_id, region).get_function(name, qualifier or None)
    except (UnknownAliasException, UnknownFunctionException):
        return None
    statements = [_with_principal(statement) for statement in found.policy.statements]
    return {"Version": "2012-10-17", "Statement": statements} if statements else None


def _with_principal(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """A statement of a function's policy, in which moto leaves the ARN or the number of an account as it was given."""
    named = statement.get("Principal")
    return {**statement, "Principal": {"AWS": named}} if isinstance(named, str) and named != "*" else statement
