"""Bills by hand of what `rates/elbv2.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import HOURS, Costs, one

BY_HAND: Costs = {
    "application load balancer": (
        one("AWS::ElasticLoadBalancingV2::LoadBalancer"),
        {"load balancer": HOURS * 0.0225, "capacity units": HOURS * 0.008},
    ),
    "network load balancer": (
        one("AWS::ElasticLoadBalancingV2::LoadBalancer", Type="network"),
        {"load balancer": HOURS * 0.0225, "capacity units": HOURS * 0.006},
    ),
}
