"""Prices an order that comes through API Gateway or a function URL, and answers in their proxy format.

Every request leaves one line in the log, with its id and how long it took, and with no secret in it. A mistake of the
caller is a 400 that says what is wrong; a mistake of ours is a 500 that says only under which id the log tells more.
Not here: who may call, which is for the API in front.
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import time
import traceback
from typing import Any

LOG = logging.getLogger("orders")

PRICES = {"coffee": 650, "tea": 450, "cocoa": 520}
"""Cents for one of each."""

MOST = 100
LONGEST_BODY = 10_000
LONGEST_LOGGED = 200
DEEPEST_LOGGED = 5

SECRET = re.compile(
    r"authorization|cookie|credential|passw|passphrase|secret|session|signature|token|api[-_]?key", re.IGNORECASE
)


class Invalid(Exception):
    """What is wrong with a request, in words its sender may read."""


def handler(event: Any, context: Any) -> dict[str, Any]:
    """Answer one request: 200 with the price, 400 with what to mend, 500 with nothing but the id of the request."""
    started, trouble = time.perf_counter(), {}
    try:
        status, answer = 200, priced(order(event))
    except Invalid as error:
        status, answer = 400, {"error": str(error)}
    except Exception as error:  # whatever it is, the caller learns nothing of it
        status, answer = 500, {"error": "Internal server error", "request_id": context.aws_request_id}
        trouble = described(error)
    about = {"status": status, "duration_ms": round((time.perf_counter() - started) * 1000, 1)}
    LOG.log(LEVELS[status], "request", extra={**asked(event), **about, **trouble})
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(answer)}


LEVELS = {200: logging.INFO, 400: logging.WARNING, 500: logging.ERROR}


def order(event: Any) -> tuple[str, int]:
    """The item and the quantity a request asks for. Raises `Invalid`."""
    wanted = body(event)
    if not isinstance(wanted, dict):
        raise Invalid('the body must be a JSON object such as {"item": "tea", "quantity": 2}')
    item, quantity = wanted.get("item"), wanted.get("quantity", 1)
    if not isinstance(item, str) or item not in PRICES:
        raise Invalid(f"item must be one of {', '.join(sorted(PRICES))}")
    if type(quantity) is not int or not 1 <= quantity <= MOST:
        raise Invalid(f"quantity must be a whole number from 1 to {MOST}")
    return item, quantity


def body(event: Any) -> Any:
    """What the body of a request says, None where it has none. Raises `Invalid` where it cannot be read."""
    text = event.get("body") if isinstance(event, dict) else None
    if not isinstance(text, str) or not text:
        return None
    if len(text) > LONGEST_BODY:
        raise Invalid(f"the body must not be longer than {LONGEST_BODY} characters")
    try:
        return json.loads(base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text)
    except (ValueError, RecursionError):
        raise Invalid("the body is not JSON") from None


def priced(wanted: tuple[str, int]) -> dict[str, Any]:
    """The answer to an order. DISCOUNT_PERCENT, in the environment, takes something off."""
    item, quantity = wanted
    percent = int(os.environ.get("DISCOUNT_PERCENT", "0"))
    cents = PRICES[item] * quantity * (100 - percent) // 100
    return {"item": item, "quantity": quantity, "price_usd": cents / 100}


def asked(event: Any) -> dict[str, Any]:
    """What the log says of a request, in both formats of API Gateway, without its secrets."""
    if not isinstance(event, dict):
        return {"method": None, "path": None}
    context = event.get("requestContext")
    context = context if isinstance(context, dict) else {}
    http = context.get("http")
    http = http if isinstance(http, dict) else {}
    return {
        "api_request_id": masked(context.get("requestId")),
        "method": masked(event.get("httpMethod") or http.get("method")),
        "path": masked(event.get("path") or event.get("rawPath")),
        "headers": masked(event.get("headers")),
        "query": masked(event.get("queryStringParameters")),
        "body": masked(_readable(event)),
    }


def masked(value: Any, depth: int = 0) -> Any:
    """The value with `***` in the place of what its name says is secret; what is long is cut, what is deep left out."""
    if depth > DEEPEST_LOGGED:
        return "..."
    if isinstance(value, dict):
        return {name: "***" if SECRET.search(str(name)) else masked(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [masked(one, depth + 1) for one in value]
    return f"{value[:LONGEST_LOGGED]}..." if isinstance(value, str) and len(value) > LONGEST_LOGGED else value


def described(error: Exception) -> dict[str, Any]:
    """What went wrong and where. Not its message: that may hold what the caller sent, secrets too."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error_type": type(error).__name__,
        "stack": [f"{frame.name}, line {frame.lineno}: {frame.line}" for frame in frames],
    }


def _readable(event: dict[str, Any]) -> Any:
    """The body for the log: only what can be read can be masked, so nothing of the rest."""
    try:
        return body(event)
    except Invalid:
        return "(not readable)"
