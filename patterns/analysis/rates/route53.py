"""Route 53: zones by the month, and queries they answer. Not modelled: cheaper rates beyond 25 zones or a billion."""

from __future__ import annotations

from patterns.analysis.charges import Charge, Gap, Rate, Uncounted
from patterns.analysis.quantity import Quantity

QUANTITIES: dict[str, Quantity] = {
    "dns_queries": Quantity(
        "DNS queries", 1_000_000, "queries a month", "Answered by each hosted zone, but for aliases to AWS.", place=200
    ),
}

RATES: dict[str, Rate] = {
    "AWS::Route53::HostedZone": (
        Charge("hosted zone", "route53.zone", lambda billed: 1.0),
        Charge("queries", "route53.queries.standard", lambda billed: billed.used("dns_queries")),
        Uncounted("queries by latency, place or range of addresses, logs of queries"),
    ),
    "AWS::Route53::HealthCheck": (Gap("health check", lambda billed: "the price of health checks is not confirmed"),),
}
