"""Where load balancers stand: in each of their subnets.

https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.core.network_interfaces import Interfaces
from patterns.sandbox.simulator.backends import held as kept


def held(account_id: str, region: str) -> Iterator[Interfaces]:
    """The interfaces of all load balancers."""
    for balancer in kept("elbv2", account_id, region, "load_balancers"):
        yield Interfaces(
            f"load balancer {balancer.name}",
            frozenset(subnet.id for subnet in balancer.subnets),
            frozenset(balancer.security_groups or ()),
            is_public=balancer.scheme == "internet-facing",
        )
