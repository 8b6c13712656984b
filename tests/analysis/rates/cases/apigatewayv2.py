"""Bills by hand of what `rates/apigatewayv2.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "HTTP API": (one("AWS::ApiGatewayV2::Api", ProtocolType="HTTP", Name="items"), {"requests": 1.00}),
    "API from a definition": (one("AWS::ApiGatewayV2::Api", Body={}), {"requests": 1.00}),
}

BILLED: Billed = {
    "AWS::ApiGatewayV2::Api": {
        "API calls received": "requests",
        "messages": "messages",
        "connection minutes": "minutes of connections",
        "data transfer": "data to",
    },
}
