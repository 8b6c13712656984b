"""Hands every call of a function, whoever in moto makes it, to the account's own runtime. Not the runtime."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from patterns.sandbox.core.attending import Attending
from patterns.sandbox.services.aws_lambda.patches import recursion
from patterns.sandbox.services.aws_lambda.runtime.function import DEFAULT_STORAGE_MB, Function
from patterns.sandbox.services.aws_lambda.runtime.not_called import NotCalled
from patterns.sandbox.services.aws_lambda.runtime.service import Functions

_functions: Attending[Functions] = Attending()

STATUS = {"RequestResponse": 200, "Event": 202, "DryRun": 204}

MOST_RESPONSE_BYTES = 6_291_556
MOST_REQUEST_BYTES = {"RequestResponse": 6_291_456, "Event": 1_048_576}
"""https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"""
TOO_LARGE = f"Response payload size exceeded maximum allowed payload size ({MOST_RESPONSE_BYTES} bytes)."

# What needs a new process when it changes.
_REVISION = (
    "code_sha_256",
    "ephemeral_storage",
    "handler",
    "kept_settings",
    "layers",
    "memory_size",
    "role",
    "run_time",
    "timeout",
)


@contextmanager
def runtime(functions: Functions) -> Iterator[None]:
    """Let `functions` run what is invoked in its region within the block."""
    end = _functions.begin(functions.region, functions)
    try:
        yield
    finally:
        functions.close()
        end()


def apply() -> None:
    """Replace moto's way of running a function, and its answer to a call, which knows no qualifier."""
    from moto.awslambda.models import LambdaFunction
    from moto.awslambda.responses import LambdaResponse

    LambdaFunction.invoke = _invoke
    LambdaResponse.invoke = _answer


def find(account_id: str, region: str, name_or_arn: str, qualifier: str | None = None) -> Function | None:
    """The function as it is now, or None."""
    from moto.awslambda.exceptions import LambdaClientError
    from moto.awslambda.models import lambda_backends

    try:
        return _specification(lambda_backends[account_id][region].get_function(name_or_arn, qualifier))
    except LambdaClientError:
        return None


def _answer(self: Any) -> tuple[int, dict[str, str], bytes]:
    """Answer the API's Invoke: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html."""
    named, qualifier = unquote(self.path.rsplit("/", 2)[-2]), self._get_param("Qualifier")
    function = _routed(self.backend, self.backend.get_function(named, qualifier), named, qualifier)
    how = self.headers.get("X-Amz-Invocation-Type", "RequestResponse")
    _refuse_payload(_bytes(self.body), how)
    headers: dict[str, str] = {"content-type": "application/json"}
    try:
        payload = function.invoke(self.body, self.headers, headers)
    except NotCalled as refused:
        said = json.dumps({"Type": "User", "message": refused.message}).encode()
        return refused.status, {"x-amzn-errortype": refused.code, "status": str(refused.status)}, said
    if len(payload) > MOST_RESPONSE_BYTES:
        headers["x-amz-function-error"] = "Unhandled"
        payload = json.dumps({"errorType": "Function.ResponseSizeTooLarge", "errorMessage": TOO_LARGE}).encode()
    if self.headers.get("X-Amz-Log-Type") != "Tail":
        headers.pop("x-amz-log-result", None)
    return STATUS[how], {**headers, "status": str(STATUS[how])}, payload


def _refuse_payload(payload: bytes, how: str) -> None:
    """Refuse an event that is too large for the way it comes, or is not JSON."""
    from moto.awslambda.exceptions import LambdaClientError

    most = MOST_REQUEST_BYTES.get(how)
    if most is not None and len(payload) > most:
        refused = LambdaClientError(
            "RequestTooLargeException",
            f"{len(payload)} byte payload is too large for the {how} invocation type (limit {most} bytes)",
        )
        refused.code = 413
        raise refused
    try:
        json.loads(payload)
    except (ValueError, RecursionError) as error:
        message = f"Could not parse request body into json: {error}"
        raise LambdaClientError("InvalidRequestContentException", message) from None


def _routed(backend: Any, function: Any, named: str, qualifier: str | None) -> Any:
    """The version that a call of an alias goes to, drawn by the weights that the alias gives.

    https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
    """
    from moto.moto_api._internal import mock_random

    name, _, own = named.partition(":")
    arn = ":".join(function.function_arn.split(":")[:7])
    alias = backend._lambdas._aliases.get(arn, {}).get(own or qualifier)
    weights = ((alias.routing_config if alias else None) or {}).get("AdditionalVersionWeights") or {}
    if not weights:
        return function
    drawn = mock_random.random()
    for version, share in weights.items():
        if drawn < share:
            return backend._lambdas._get_version(name, version) or function
        drawn -= share
    return function


def _invoke(self: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:
    """Answer one invocation as `LambdaFunction.invoke` does: the payload, and headers for what else there is."""
    functions = _functions.find(self.region)
    function, event = _specification(self), _bytes(body)
    how = request_headers.get("X-Amz-Invocation-Type", "RequestResponse")
    if how == "DryRun":
        return b""
    if how == "Event":
        functions.later(lambda: _specification(self), event)
        return b""
    outcome = functions.invoke(function, event)
    response_headers["x-amz-executed-version"] = function.version
    response_headers["x-amz-log-result"] = base64.b64encode(outcome.log_tail).decode()
    if outcome.error:
        response_headers["x-amz-function-error"] = outcome.error
    return outcome.payload


def _bytes(body: Any) -> bytes:
    data = body.encode() if isinstance(body, str) else bytes(body or b"")
    return data or b"{}"


def _specification(function: Any) -> Function:
    said = function.get_configuration()
    logging = said.get("LoggingConfig", {})
    layers = function.layers or []
    return Function(
        name=function.function_name,
        arn=function.function_arn,
        version=str(function.version),
        runtime=function.run_time or "",
        handler=function.handler or "",
        # A container image keeps its code to itself.
        code=getattr(function, "code_bytes", b""),
        role=function.role,
        revision=repr([dict(function.environment_vars or {}), *(getattr(function, name) for name in _REVISION)]),
        variables=dict(function.environment_vars or {}),
        layers=tuple(_layer(function, layer["Arn"]) for layer in layers if _layer(function, layer["Arn"])),
        layer_arns=tuple(layer["Arn"] for layer in layers),
        memory_mb=int(function.memory_size),
        storage_mb=int(function.ephemeral_storage or DEFAULT_STORAGE_MB),
        timeout_seconds=int(function.timeout),
        reserved_concurrency=_reserved(function),
        recursive_loop=recursion.setting(function),
        log_group=function.logs_group_name,
        log_format=logging.get("LogFormat", "Text"),
        log_level=logging.get("ApplicationLogLevel", ""),
    )


def _layer(function: Any, arn: str) -> bytes:
    from moto.awslambda.models import lambda_backends

    found = lambda_backends[function.account_id][function.region].layers_versions_by_arn(arn)
    return bytes(found.code_bytes) if found else b""


def _reserved(function: Any) -> int | None:
    """The limit stands with the function, and holds for all its versions."""
    from moto.awslambda.models import lambda_backends

    latest = lambda_backends[function.account_id][function.region].get_function(function.function_name, None)
    value = latest.reserved_concurrency
    return None if value is None else int(value)
