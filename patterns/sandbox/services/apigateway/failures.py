"""What a REST API says by itself where a request goes no further: its gateway responses, the user's own or AWS's.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.delivery.http import HttpResponse
from patterns.sandbox.services.apigatewayv2.values import Scope

KINDS: Mapping[str, tuple[int, str]] = {
    "ACCESS_DENIED": (403, "User is not authorized to access this resource"),
    "API_CONFIGURATION_ERROR": (500, "Internal server error"),
    "AUTHORIZER_CONFIGURATION_ERROR": (500, "Internal server error"),
    "AUTHORIZER_FAILURE": (500, "Internal server error"),
    "BAD_REQUEST_BODY": (400, "Invalid request body"),
    "BAD_REQUEST_PARAMETERS": (400, "Missing required request parameters"),
    "INTEGRATION_FAILURE": (504, "Network error communicating with endpoint"),
    "INTEGRATION_TIMEOUT": (504, "Endpoint request timed out"),
    "INVALID_API_KEY": (403, "Forbidden"),
    "MISSING_AUTHENTICATION_TOKEN": (403, "Missing Authentication Token"),
    "QUOTA_EXCEEDED": (429, "Limit Exceeded"),
    "THROTTLED": (429, "Too Many Requests"),
    "UNAUTHORIZED": (401, "Unauthorized"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "Unsupported Media Type"),
}
"""The kind of failure -> status and message, where the API sets none."""

DEFAULT_TEMPLATE = '{"message":$context.error.messageString}'
_HEADER = re.compile(r"gatewayresponse\.header\.(?P<name>.+)")
_LITERAL = re.compile(r"'(?P<text>.*)'")


class Failed(Exception):
    """A request that goes no further: of which kind, why, and what is said where it is not what the kind says."""

    def __init__(self, kind: str, why: str, message: str = "", status: int = 0) -> None:
        super().__init__(why)
        self.kind = kind
        self.why = why
        self.message = message
        self.status = status


def response(failed: Failed, responses: Mapping[str, Mapping[str, Any]], scope: Scope) -> HttpResponse:
    """What the client is told: as the API's gateway responses have it, by kind or by the class of its status."""
    status, message = KINDS[failed.kind]
    status, message = failed.status or status, failed.message or message
    own = responses.get(failed.kind) or responses.get("DEFAULT_4XX" if status < 500 else "DEFAULT_5XX") or {}
    scope.context["error"] = {"message": message, "messageString": json.dumps(message), "responseType": failed.kind}
    template = next(iter((own.get("responseTemplates") or {}).values()), DEFAULT_TEMPLATE)
    headers = {"content-type": "application/json", "x-amzn-errortype": _error_type(failed.kind)}
    for place, value in (own.get("responseParameters") or {}).items():
        match = _HEADER.fullmatch(place)
        if match is not None:
            headers[match["name"].lower()] = _value(str(value), scope)
    return HttpResponse(int(own.get("statusCode") or status), headers, scope.filled(template).encode(), failed.why)


def _error_type(kind: str) -> str:
    words = "".join(word.capitalize() for word in kind.split("_"))
    return f"{words}Exception"


def _value(text: str, scope: Scope) -> str:
    """A literal in quotes, or what stands in the request or its context."""
    literal = _LITERAL.fullmatch(text)
    if literal:
        return literal["text"]
    return scope.filled(f"${text.replace('method.request.', 'request.')}")
