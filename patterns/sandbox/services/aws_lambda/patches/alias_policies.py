"""Gives each alias of moto's a policy of its own, and has `RevisionId` guard what it guards in Lambda.

A statement added with a qualifier is about the version or alias, and only calls by that ARN are let in by it.
https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

LATEST = "$LATEST"
STALE = (
    "The RevisionId provided does not match the latest RevisionId for the Lambda function or alias. Call the "
    "GetFunction or the GetAlias API to retrieve the latest RevisionId for your resource."
)
"""https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html#API_AddPermission_Errors"""


def apply() -> None:
    """Put the policies where they belong, and keep revisions."""
    from moto.awslambda.models import LambdaBackend, LambdaFunction
    from moto.awslambda.responses import LambdaResponse

    LambdaBackend.add_permission = _add_permission
    LambdaBackend.remove_permission = _remove_permission
    LambdaBackend.get_policy = _get_policy
    LambdaResponse.remove_permission = _answer_removal
    LambdaFunction.get_configuration = _with_revision(LambdaFunction.get_configuration)
    LambdaResponse.update_alias = _guarding_alias(LambdaResponse.update_alias)
    for name in ("update_function_code", "update_function_configuration"):
        setattr(LambdaResponse, name, _guarding(getattr(LambdaResponse, name), renews=True))
    LambdaResponse.publish_version = _guarding(LambdaResponse.publish_version, renews=False)


def policy_of(function: Any, backend: Any, name: str, qualifier: str | None) -> Any:
    """The policy that holds for calls by this qualifier, of moto's class: the alias's own, or the function's."""
    alias = _alias(backend, name, qualifier)
    return function.policy if alias is None else _own_policy(alias)


def _alias(backend: Any, name: str, qualifier: str | None) -> Any:
    own, _, named = name.partition(":")
    qualifier = named or qualifier
    if not qualifier or qualifier == LATEST or qualifier.isdecimal():
        return None
    return backend.get_alias(qualifier, own)


def _own_policy(alias: Any) -> Any:
    from moto.awslambda.policy import Policy

    if not hasattr(alias, "policy"):
        alias.policy = Policy(SimpleNamespace(function_arn=alias.arn))
    return alias.policy


def _held(backend: Any, name: str, qualifier: str | None) -> Any:
    return policy_of(backend.get_function(name, qualifier), backend, name, qualifier)


def _add_permission(self: Any, function_name: str, qualifier: str | None, raw: str) -> Any:
    from moto.awslambda.exceptions import InvalidParameterValueException, LambdaClientError

    if (qualifier or function_name.partition(":")[2]) == LATEST:
        raise InvalidParameterValueException("We currently do not support adding policies for $LATEST.")
    policy, sid = _held(self, function_name, qualifier), json.loads(raw).get("StatementId")
    if any(statement["Sid"] == sid for statement in policy.statements):
        refused = LambdaClientError(
            "ResourceConflictException",
            f"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the "
            "existing statement.",
        )
        refused.code = 409
        raise refused
    statement, _ = policy.add_statement(raw)
    return statement


def _remove_permission(
    self: Any, function_name: str, sid: str, revision: str = "", qualifier: str | None = None
) -> None:
    _held(self, function_name, qualifier).del_statement(sid, revision)


def _get_policy(self: Any, function_name: str, qualifier: str | None = None) -> Any:
    return _held(self, function_name, qualifier).wire_format()


def _answer_removal(self: Any) -> Any:
    from urllib.parse import unquote

    parts = self.path.split("/")
    asked = self.querystring
    self.backend.remove_permission(
        unquote(parts[-3]), parts[-1], asked.get("RevisionId", [""])[0], asked.get("Qualifier", [None])[0]
    )
    return 204, {"status": 204}, "{}"


def _with_revision(told: Any) -> Any:
    def get_configuration(self: Any, on_create: bool = False) -> dict[str, Any]:
        return {**told(self, on_create), "RevisionId": _revision(self, str(self.version))}

    return get_configuration


def _revision(holder: Any, of: str) -> str:
    """The revision of a function's version or of an alias; a version that was copied from the latest gets its own."""
    if getattr(holder, "revision_of", None) != of:
        _renew(holder, of)
    return str(holder.revision_id)


def _renew(holder: Any, of: str) -> None:
    from moto.moto_api._internal import mock_random

    holder.revision_id, holder.revision_of = str(mock_random.uuid4()), of


def _guarding(operation: Any, *, renews: bool) -> Any:
    """Refuse a call whose `RevisionId` is not the function's latest; what changes the function renews that."""

    def guarding(self: Any) -> Any:
        function = self.backend.get_function(self.path.split("/")[-2], None)
        version = str(function.version)
        before = _revision(function, version)
        _compare(json.loads(self.body or "{}").get("RevisionId"), before)
        if renews:
            _renew(function, version)
        try:
            return operation(self)
        except BaseException:
            function.revision_id = before
            raise

    return guarding


def _guarding_alias(operation: Any) -> Any:
    def update_alias(self: Any) -> Any:
        parts = self.path.split("/")
        alias = self.backend.get_alias(parts[-1], parts[-3].partition(":")[0])
        _compare(json.loads(self.body or "{}").get("RevisionId"), alias.revision_id)
        status, headers, text = operation(self)
        _renew(alias, alias.name)
        return status, headers, json.dumps({**json.loads(text), "RevisionId": alias.revision_id})

    return update_alias


def _compare(asked: str | None, there: str) -> None:
    from moto.awslambda.exceptions import PreconditionFailedException

    if asked and asked != there:
        raise PreconditionFailedException(STALE)
