"""What an HTTP API says to browsers of other origins, as its CORS configuration has it. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.delivery.http import HttpRequest, HttpResponse


def preflight(configuration: Mapping[str, Any], request: HttpRequest) -> HttpResponse | None:
    """The answer to a browser that asks whether it may ask; None for what is no such question."""
    if request.method != "OPTIONS" or "origin" not in request.headers:
        return None
    if "access-control-request-method" not in request.headers:
        return None
    found = headers(configuration, request)
    if found:
        found |= _named("access-control-allow-methods", configuration.get("allowMethods"))
        found |= _named("access-control-allow-headers", configuration.get("allowHeaders"))
        if configuration.get("maxAge") is not None:
            found["access-control-max-age"] = str(configuration["maxAge"])
    why = "the API's CORS configuration answers preflight requests" if found else "CORS does not allow the origin"
    return HttpResponse(204, found, b"", why)


def headers(configuration: Mapping[str, Any], request: HttpRequest) -> dict[str, str]:
    """The headers of any response: none for an origin that is not allowed."""
    origin, allowed = request.headers.get("origin"), configuration.get("allowOrigins") or []
    if origin is None or not any(_covers(each, origin) for each in allowed):
        return {}
    found = {"access-control-allow-origin": "*" if "*" in allowed else origin}
    if configuration.get("allowCredentials"):
        found["access-control-allow-credentials"] = "true"
    return found | _named("access-control-expose-headers", configuration.get("exposeHeaders"))


def _covers(allowed: str, origin: str) -> bool:
    """Whether an entry means an origin: `*`, `https://*`, or the origin itself."""
    return allowed in ("*", origin) or (allowed.endswith("://*") and origin.startswith(allowed[:-1]))


def _named(name: str, values: Any) -> dict[str, str]:
    return {name: ",".join(values)} if values else {}
