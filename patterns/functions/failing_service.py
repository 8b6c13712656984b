"""The service that somebody else runs, as its callers know it: mostly well, at times down for a while.

It stands where yours will stand. `DOWN_FROM` and `DOWN_UNTIL`, in seconds since 1970, say when it is down; it then
takes `SLOW_SECONDS` to find out, as services do.
"""

from __future__ import annotations

import os
import time
from typing import Any


class ServiceUnavailable(Exception):
    """The service is down; a later call may do better."""


class InvalidRequest(Exception):
    """The request is wrong, and would be the next time."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The price of `{"request": order}`. Raises `InvalidRequest`, and `ServiceUnavailable` while it is down."""
    quantity = event.get("request", {}).get("quantity", 1)
    if not isinstance(quantity, int) or quantity < 1:
        raise InvalidRequest("quantity must be a whole number from 1")
    if _setting("DOWN_FROM") <= time.time() < _setting("DOWN_UNTIL"):
        time.sleep(_setting("SLOW_SECONDS"))
        raise ServiceUnavailable("no answer from the price list")
    return {"price_usd": 12 * quantity}


def _setting(name: str) -> float:
    return float(os.environ.get(name, "0"))
