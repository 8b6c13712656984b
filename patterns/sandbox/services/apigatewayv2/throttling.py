"""How many requests an API takes in a second: buckets of tokens, filled on the account's clock.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account

ACCOUNT_RATE, ACCOUNT_BURST = 10_000.0, 5_000
"""Requests a second, and at once, of all APIs of an account in a Region together:
https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
"""


class Throttle:
    """The buckets of one account in one region."""

    def __init__(self, account: Account) -> None:
        self._clock = account.clock
        self._left: dict[tuple[str, ...], tuple[float, float]] = {}

    def __repr__(self) -> str:
        return f"Throttle({len(self._left)} buckets)"

    def admits(self, key: tuple[str, ...], rate: float | None, burst: int | None) -> bool:
        """Whether one more request of this key is let in; it takes a token if so."""
        most = float(ACCOUNT_BURST if burst is None else burst)
        speed = ACCOUNT_RATE if rate is None else float(rate)
        now = self._clock.time()
        left, since = self._left.get(key, (most, now))
        left = min(most, left + (now - since) * speed)
        is_let = left >= 1
        self._left[key] = (left - 1 if is_let else left, now)
        return is_let


def of_route(stage: Mapping[str, Any], route_key: str) -> tuple[float | None, int | None]:
    """What a stage sets for a route: its own rate and burst, else those of all routes, else the account's."""
    general, own = stage.get("defaultRouteSettings") or {}, (stage.get("routeSettings") or {}).get(route_key) or {}
    settings = {**general, **own}
    return settings.get("throttlingRateLimit"), settings.get("throttlingBurstLimit")
