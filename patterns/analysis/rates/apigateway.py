"""API Gateway: requests to REST APIs. Not modelled: cheaper tiers, and the memory of caches."""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Rate, Uncounted
from patterns.analysis.quantity import Quantity

QUANTITIES: dict[str, Quantity] = {
    "rest_requests": Quantity(
        "Requests to REST APIs", 1_000_000, "requests a month", "To each REST API, refused ones too.", place=106
    ),
}


def _has_cache(billed: Billed) -> bool:
    return bool(billed.value("CacheClusterEnabled", default=False))


RATES: dict[str, Rate] = {
    "AWS::ApiGateway::RestApi": (
        Charge("requests", "apigateway.rest", lambda billed: billed.used("rest_requests")),
        Uncounted("data to the internet or another region"),
    ),
    "AWS::ApiGateway::Stage": (Uncounted("memory of the cache, by the hour", _has_cache),),
}
