"""API Gateway: requests to HTTP APIs. Not modelled: requests over 512 KB, which count as several, and cheaper tiers."""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Rate, Uncounted
from patterns.analysis.quantity import Quantity

WEB_SOCKET = "WEBSOCKET"

QUANTITIES: dict[str, Quantity] = {
    "http_requests": Quantity(
        "Requests to HTTP APIs", 1_000_000, "requests a month", "To each HTTP API, refused ones too.", place=105
    ),
}


def _is_web_socket(billed: Billed) -> bool:
    return bool(billed.value("ProtocolType", default="HTTP") == WEB_SOCKET)


RATES: dict[str, Rate] = {
    "AWS::ApiGatewayV2::Api": (
        Charge(
            "requests",
            "apigateway.http",
            lambda billed: 0.0 if _is_web_socket(billed) else billed.used("http_requests"),
        ),
        Uncounted("messages and minutes of connections", _is_web_socket),
        Uncounted("data to the internet or another region"),
    )
}
