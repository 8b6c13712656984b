"""What moto keeps of functions, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.services.aws_lambda.function_names import qualified
from patterns.sandbox.services.aws_lambda.patches import alias_policies
from patterns.sandbox.simulator.backends import backend


def configuration(account_id: str, region: str, name: str) -> Mapping[str, Any] | None:
    """The settings of a function by any of its names; None where there is none."""
    function = _function(account_id, region, name, None)
    found: Mapping[str, Any] | None = function and function.get_configuration()
    return found


def reserved(account_id: str, region: str) -> dict[str, int]:
    """The concurrency that functions reserve for themselves, by their names."""
    there = backend("awslambda", account_id, region).list_functions()
    return {one.function_name: int(one.reserved_concurrency) for one in there if one.reserved_concurrency}


def alias(account_id: str, region: str, function: str, name: str) -> Mapping[str, Any] | None:
    """An alias of a function; None where there is none."""
    from moto.awslambda.exceptions import LambdaClientError

    try:
        alias: Mapping[str, Any] = backend("awslambda", account_id, region).get_alias(name, function).to_json()
    except LambdaClientError:
        return None
    return alias


def mappings(account_id: str, region: str) -> list[Mapping[str, Any]]:
    """All event source mappings."""
    there = backend("awslambda", account_id, region).list_event_source_mappings("", "")
    return [one.get_configuration() for one in there]


def mapping(account_id: str, region: str, uuid: str) -> Mapping[str, Any] | None:
    """The event source mapping with this id; None where there is none."""
    return next((one for one in mappings(account_id, region) if one["UUID"] == uuid), None)


def policy(account_id: str, region: str, path: str) -> Mapping[str, Any] | None:
    """The policy of a function, or of its version or alias; None where it has none."""
    kind, _, name = path.partition(":")
    if kind != "function":
        return None
    name, _, qualifier = name.partition(":")
    function = _function(account_id, region, name, qualifier or None)
    if function is None:
        return None
    held = alias_policies.policy_of(function, backend("awslambda", account_id, region), name, qualifier)
    statements = [_with_principal(statement) for statement in held.statements]
    return {"Version": "2012-10-17", "Statement": statements} if statements else None


def _function(account_id: str, region: str, name: str, qualifier: str | None) -> Any:
    from moto.awslambda.exceptions import LambdaClientError

    try:
        return backend("awslambda", account_id, region).get_function(qualified(name), qualifier)
    except LambdaClientError:
        return None


def _with_principal(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """A statement of a function's policy, in which moto leaves the ARN or the number of an account as it was given."""
    named = statement.get("Principal")
    return {**statement, "Principal": {"AWS": named}} if isinstance(named, str) and named != "*" else statement


def url(account_id: str, region: str, address: str) -> Mapping[str, Any] | None:
    """The settings of a function's URL by its address; None where no function has it."""
    wanted = address.rstrip("/")
    entries = backend("awslambda", account_id, region)._lambdas._functions.values()
    functions = (one for entry in entries for one in (entry["latest"], *entry["versions"]) if one is not None)
    found = (function.url_config.to_dict() for function in functions if function.url_config)
    return next((one for one in found if one["FunctionUrl"].rstrip("/") == wanted), None)
