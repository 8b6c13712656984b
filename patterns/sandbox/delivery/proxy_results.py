"""What a function's result becomes of a response, in the two formats of HTTP APIs. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.delivery.http import HttpResponse

JSON = "application/json"


class Malformed(Exception):
    """A result that is no response; the message says why."""


def response(payload: bytes, *, version: str, why: str) -> HttpResponse:
    """The response that a result stands for. Raises `Malformed`."""
    try:
        result = json.loads(payload)
    except ValueError:
        raise Malformed("the function's result is not JSON") from None
    if isinstance(result, Mapping) and "statusCode" in result:
        return _stated(result, why)
    if version == "1.0":
        raise Malformed("the function's result has no statusCode, which payload format 1.0 must have")
    body = result if isinstance(result, str) else json.dumps(result)
    return HttpResponse(200, {"content-type": JSON}, body.encode(), why)


def _stated(result: Mapping[str, Any], why: str) -> HttpResponse:
    status, body = result["statusCode"], result.get("body", "")
    try:
        status = int(status)
    except (TypeError, ValueError):
        raise Malformed(f"the statusCode of the function's result is {status!r}, which is not a number") from None
    if body is None:
        body = ""
    if not isinstance(body, str):
        raise Malformed("the body of the function's result is not text: json.dumps makes it one")
    headers = _headers(result)
    headers.setdefault("content-type", "text/plain; charset=utf-8")
    return HttpResponse(status, headers, _decoded(body, result.get("isBase64Encoded")), why)


def _headers(result: Mapping[str, Any]) -> dict[str, str]:
    """Names in small letters; cookies, and headers that come several times, joined by commas."""
    given = result.get("headers") or {}
    several = result.get("multiValueHeaders") or {}
    if not isinstance(given, Mapping) or not isinstance(several, Mapping):
        raise Malformed("the headers of the function's result are not a map")
    headers = {str(name).lower(): str(value) for name, value in given.items()}
    headers |= {str(name).lower(): ", ".join(map(str, values)) for name, values in several.items()}
    if cookies := result.get("cookies"):
        headers["set-cookie"] = ", ".join(map(str, cookies))
    return headers


def _decoded(body: str, is_encoded: Any) -> bytes:
    if not is_encoded:
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise Malformed("the body of the function's result says that it is base64, and is not") from None
