"""Bills by hand of what `rates/elbv2.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import HOURS, Billed, Costs, Gaps, one

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
GATEWAY = {"Gateway": {"Type": "AWS::EC2::InternetGateway"}}

BY_HAND: Costs = {
    "application load balancer": (
        one(BALANCER),
        {"load balancer": HOURS * 0.0225, "capacity units": HOURS * 0.008, "data to the internet": 10 * 0.09},
    ),
    "balancer in two zones of a network of the template": (
        one(BALANCER, Subnets=["subnet-1", "subnet-2"]) | GATEWAY,
        {
            "load balancer": HOURS * 0.0225,
            "capacity units": HOURS * 0.008,
            "its public IPv4 addresses": 2 * HOURS * 0.005,
        },
    ),
    "balancer with an address of its own, and one more": (
        one(BALANCER, Type="network", SubnetMappings=[{"SubnetId": "a", "AllocationId": "eip"}, {"SubnetId": "b"}])
        | GATEWAY,
        {"load balancer": HOURS * 0.0225, "capacity units": HOURS * 0.006, "its public IPv4 addresses": HOURS * 0.005},
    ),
    "internal balancer": (
        one(BALANCER, Scheme="internal", Subnets=["subnet-1", "subnet-2"]),
        {"load balancer": HOURS * 0.0225, "capacity units": HOURS * 0.008},
    ),
    "network load balancer": (
        one(BALANCER, Type="network"),
        {"load balancer": HOURS * 0.0225, "capacity units": HOURS * 0.006, "data to the internet": 10 * 0.09},
    ),
}

UNPRICED: Gaps = {
    "balancer of another kind": (
        one(BALANCER, Type="gateway"),
        ["load balancer: the price of gateway load balancers is not confirmed"],
    ),
    "balancer with capacity kept ready": (
        one(BALANCER, MinimumLoadBalancerCapacity={"CapacityUnits": 100}),
        ["capacity kept ready: its price is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {
        "hours": "load balancer",
        "capacity units": "capacity units",
        "reserved capacity": "capacity kept ready",
        "public IPv4": "public IPv4",
        "mutual TLS": "trust stores",
        "data transfer": "data to",
    },
}
