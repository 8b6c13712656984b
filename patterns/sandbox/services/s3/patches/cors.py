"""How S3 answers requests from other origins: by the first rule that lets one in, or not at all. moto joins all rules.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html
https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from typing import Any

NO_ORIGIN = "Insufficient information. Origin request header needed."
BAD_METHOD = "Invalid Access-Control-Request-Method: {}"
NOT_ENABLED = "CORSResponse: CORS is not enabled for this bucket."
NOT_ALLOWED = (
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / "
    "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
)
METHODS = ("GET", "PUT", "HEAD", "POST", "DELETE")
VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"


def apply() -> None:
    """Answer preflights, and requests with an origin, as S3 does."""
    from moto.s3.responses import S3Response

    S3Response._set_cors_headers_options = _preflight
    S3Response._get_cors_headers_other = _answer


def _preflight(self: Any, headers: Mapping[str, str], bucket: Any) -> None:
    from moto.s3.exceptions import AccessForbidden, S3ClientError

    origin, method = headers.get("Origin"), headers.get("Access-Control-Request-Method")
    for missing in [NO_ORIGIN] if not origin else [BAD_METHOD.format(method)] if method not in METHODS else []:
        refused = S3ClientError("BadRequest", missing)
        refused.code = 400
        raise refused
    if not bucket.cors:
        raise AccessForbidden(NOT_ENABLED)
    asked = [name.strip().lower() for name in headers.get("Access-Control-Request-Headers", "").split(",")]
    asked = [name for name in asked if name]
    rule = _rule(bucket.cors, str(origin), str(method), asked)
    if rule is None:
        raise AccessForbidden(NOT_ALLOWED)
    self.response_headers.update(_headers(rule, str(origin)))
    if asked:
        self.response_headers["Access-Control-Allow-Headers"] = ", ".join(asked)


def _answer(self: Any) -> dict[str, Any]:
    """The headers of an answer to a request that is not a preflight; none where no rule lets its origin in."""
    from moto.s3.exceptions import S3ClientError

    origin = self.headers.get("Origin")
    if not origin:
        return {}
    try:
        rules = self.backend.get_bucket(self.bucket_name).cors
    except S3ClientError:
        return {}
    rule = _rule(rules, origin, self.method, [])
    return {} if rule is None else _headers(rule, origin)


def _rule(rules: Any, origin: str, method: str, headers: list[str]) -> Any:
    """The first rule that allows the origin, the method and every header that is asked for."""
    for rule in rules:
        allowed = [pattern.lower() for pattern in _listed(rule.allowed_headers)]
        if (
            any(_matches(pattern, origin) for pattern in _listed(rule.allowed_origins))
            and method in _listed(rule.allowed_methods)
            and all(any(_matches(pattern, name) for pattern in allowed) for name in headers)
        ):
            return rule
    return None


def _matches(pattern: str, text: str) -> bool:
    """`*` stands for any text; nothing else has a meaning of its own."""
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]").replace("?", "[?]"))


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _headers(rule: Any, origin: str) -> dict[str, str]:
    is_any = "*" in _listed(rule.allowed_origins)
    headers = {
        "Access-Control-Allow-Origin": "*" if is_any else origin,
        "Access-Control-Allow-Methods": ", ".join(_listed(rule.allowed_methods)),
        "Vary": VARY,
    }
    if not is_any:
        headers["Access-Control-Allow-Credentials"] = "true"
    if rule.exposed_headers is not None:
        headers["Access-Control-Expose-Headers"] = ", ".join(_listed(rule.exposed_headers))
    if rule.max_age_seconds is not None:
        headers["Access-Control-Max-Age"] = str(rule.max_age_seconds)
    return headers
