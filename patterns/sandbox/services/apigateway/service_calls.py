"""Another service behind an integration of the type AWS: the call that a template writes, in the integration's role.

https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html (the form of the address)
Not modelled: S3 and other services that are asked by path, and lists and maps in the form of the query protocol.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.http import HttpResponse
from patterns.sandbox.delivery.roles import NotTrusted, Roles
from patterns.sandbox.services.apigateway.failures import Failed
from patterns.sandbox.services.apigatewayv2.authorizers import SERVICE

CLIENTS = {"dynamodb": "dynamodb", "events": "events", "kinesis": "kinesis", "sns": "sns", "sqs": "sqs",
           "states": "stepfunctions"}  # fmt: skip
"""The services that are called, by their name in the address, as boto3 names them."""
FORMS = frozenset({"sns", "sqs"})
"""Those that take a form, and answer in an envelope."""
JSON = "application/json"
_URI = re.compile(r"arn:aws[\w-]*:apigateway:(?P<region>[\w-]+):(?P<service>[\w.-]+):(?P<how>path|action)/(?P<rest>.*)")


def is_function(uri: str) -> bool:
    """Whether an address is a function's."""
    match = _URI.match(uri)
    return match is None or match["service"] == "lambda"


def answer(
    account: Account, uri: str, role: str, text: str, parameters: Mapping[str, str], target: str, source_arn: str
) -> HttpResponse:
    """What the service answers; `parameters` stand in the query, and `target` in the header that names the call.

    Raises `Failed` where the service is not called.
    """
    match = _URI.match(uri)
    assert match is not None
    service, name = match["service"], CLIENTS.get(match["service"])
    if name is None:
        raise Failed(
            "API_CONFIGURATION_ERROR", f"the sandbox calls no {service} for an API: {', '.join(sorted(CLIENTS))}"
        )
    if not role:
        raise Failed("API_CONFIGURATION_ERROR", f"the integration has no role in which to call {service}")
    try:
        client = account.in_region(match["region"]).part(Roles).client(name, role, SERVICE, source_arn)
    except NotTrusted as error:
        raise Failed("API_CONFIGURATION_ERROR", str(error)) from None
    given = {**parameters, **_written(text, service)}
    operation = match["rest"] if match["how"] == "action" else str(given.pop("Action", target.rpartition(".")[2]))
    given.pop("Action", None), given.pop("Version", None)
    if service == "sqs" and match["how"] == "path" and "QueueUrl" not in given:
        given["QueueUrl"] = f"https://sqs.{match['region']}.amazonaws.com/{match['rest']}"
    return _called(client, service, operation, given)


def _written(text: str, service: str) -> dict[str, Any]:
    """What a template wrote: JSON, or a form."""
    try:
        document = json.loads(text or "{}")
    except ValueError:
        document = dict(parse_qsl(text, keep_blank_values=True)) if service in FORMS else None
    if not isinstance(document, dict):
        raise Failed("API_CONFIGURATION_ERROR", f"what the template wrote is no call of {service}: {text[:80]!r}")
    if nested := [name for name in document if "." in name and service in FORMS]:
        raise Failed("API_CONFIGURATION_ERROR", f"{nested[0]} is part of a list, which forms are not read for here")
    return document


def _called(client: Any, service: str, operation: str, given: dict[str, Any]) -> HttpResponse:
    model = client.meta.service_model
    if operation not in model.operation_names:
        raise Failed("API_CONFIGURATION_ERROR", f"{service} has no call {operation!r}")
    try:
        made = getattr(client, xform_name(operation))(**_decoded(model.operation_model(operation).input_shape, given))
    except ClientError as error:
        said, status = error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"]
        body = json.dumps({"__type": said.get("Code"), "message": said.get("Message")})
        return HttpResponse(status, {"content-type": JSON}, body.encode(), f"{service} refused {operation}: {error}")
    except (BotoCoreError, ValueError, TypeError, AttributeError) as error:
        body = json.dumps({"__type": "SerializationException", "message": str(error)})
        return HttpResponse(400, {"content-type": JSON}, body.encode(), f"{operation} cannot be called so: {error}")
    result = {name: value for name, value in made.items() if name != "ResponseMetadata"}
    if service in FORMS:
        told = {"RequestId": made["ResponseMetadata"]["RequestId"]}
        result = {f"{operation}Response": {f"{operation}Result": result, "ResponseMetadata": told}}
    return HttpResponse(
        200, {"content-type": JSON}, json.dumps(result, default=_plain).encode(), f"{service} did {operation}"
    )


def _decoded(shape: Any, value: Any) -> Any:
    """Bytes as boto3 takes them, where JSON has base64; numbers where a form has texts. Raises `ValueError`."""
    kind = getattr(shape, "type_name", None)
    if kind == "structure" and isinstance(value, Mapping):
        return {name: _decoded(shape.members.get(name), one) for name, one in value.items()}
    if kind == "list" and isinstance(value, list):
        return [_decoded(shape.member, one) for one in value]
    if kind == "map" and isinstance(value, Mapping):
        return {name: _decoded(shape.value, one) for name, one in value.items()}
    if kind == "blob" and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error:
            raise ValueError(f"{value[:40]!r} is not base64") from None
    return int(value) if kind in ("integer", "long") and isinstance(value, str) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
