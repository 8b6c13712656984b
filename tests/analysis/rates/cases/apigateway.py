"""Bills by hand of what `rates/apigateway.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "REST API": (one("AWS::ApiGateway::RestApi", Name="items"), {"requests": 3.50}),
    "stage with a cache": (one("AWS::ApiGateway::Stage", RestApiId="a", CacheClusterEnabled=True), {}),
}

BILLED: Billed = {
    "AWS::ApiGateway::RestApi": {"API calls received": "requests", "data transfer": "data to"},
    "AWS::ApiGateway::Stage": {"caching": "memory of the cache"},
}
