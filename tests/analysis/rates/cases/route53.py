"""Bills by hand of what `rates/route53.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {
    "zone of a million queries": (
        one("AWS::Route53::HostedZone", Name="a.example"),
        {"hosted zone": 0.5, "queries": 0.4},
    ),
    "health check": (one("AWS::Route53::HealthCheck", HealthCheckConfig={"Type": "HTTP"}), {}),
}

UNPRICED: Gaps = {
    "health check without a price": (
        one("AWS::Route53::HealthCheck", HealthCheckConfig={"Type": "HTTP"}),
        ["the price of health checks is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::Route53::HostedZone": {
        "hosted zones": "hosted zone",
        "standard queries": "queries",
        "latency, geo and IP-based queries": "queries by latency",
    },
    "AWS::Route53::HealthCheck": {"health checks": "health check"},
}
