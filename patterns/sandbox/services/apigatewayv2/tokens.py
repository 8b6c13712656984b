"""Whether a JSON Web Token is one that a route takes. Pure. Its signature is not checked: no issuer's key is here.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from typing import Any

ALGORITHMS = ("RS256", "RS384", "RS512")
"""Only those based on RSA are supported."""


class NotAccepted(Exception):
    """A token that is not taken: `error` is OAuth's name for it, the message says what is wrong."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


def accepted(
    token: str, *, issuer: str, audience: Iterable[str] | None, scopes: Iterable[str], now: float
) -> Mapping[str, Any]:
    """The claims of a token; for anybody where there is no `audience`. Raises `NotAccepted`."""
    header, claims = _decoded(token)
    if header.get("alg") not in ALGORITHMS:
        raise NotAccepted("invalid_token", f"signing method {header.get('alg')} is invalid")
    if claims.get("iss") != issuer:
        raise NotAccepted("invalid_token", "the token does not have a valid issuer")
    if audience is not None and not _audiences(claims) & set(audience):
        raise NotAccepted("invalid_token", "the token does not have a valid audience")
    _require_now(claims, now)
    wanted = list(scopes)
    if wanted and not set(wanted) & set(granted(claims)):
        raise NotAccepted("insufficient_scope", "the token does not have a valid scope")
    return claims


def granted(claims: Mapping[str, Any]) -> list[str]:
    """The scopes of a token."""
    said = claims.get("scope") or claims.get("scp") or ""
    return [str(one) for one in said] if isinstance(said, list) else str(said).split()


def _audiences(claims: Mapping[str, Any]) -> set[str]:
    """Whom it was made for: `client_id` counts only where there is no `aud`."""
    said = claims.get("aud", claims.get("client_id"))
    return {str(one) for one in (said if isinstance(said, list) else [said])}


def _require_now(claims: Mapping[str, Any], now: float) -> None:
    if _moment(claims, "exp") is None or float(claims["exp"]) <= now:
        raise NotAccepted("invalid_token", "the token has expired")
    if (begins := _moment(claims, "nbf")) is not None and begins > now:
        raise NotAccepted("invalid_token", "the token is not valid yet")
    if (issued := _moment(claims, "iat")) is not None and issued > now:
        raise NotAccepted("invalid_token", "the token was issued in the future")


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _decoded(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    parts = token.split(".")
    if len(parts) != 3:
        raise NotAccepted("invalid_token", "the token is malformed")
    try:
        header, claims = (json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in parts[:2])
    except (ValueError, binascii.Error):
        raise NotAccepted("invalid_token", "the token is malformed") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise NotAccepted("invalid_token", "the token is malformed")
    return header, claims
