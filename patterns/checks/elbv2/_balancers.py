"""What several checks need to know about load balancers. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


def balancers(resolved: Resolved) -> Iterator[Resource]:
    """The load balancers, those in front of appliances excepted."""
    return (resource for resource in of_type(resolved, BALANCER) if at(resource.properties, "Type") != "gateway")


def attribute(balancer: Resource, key: str) -> Any:
    """What a load balancer says of one of its attributes; an `Unknown` where only a deployment settles it."""
    said = at(balancer.properties, "LoadBalancerAttributes")
    if isinstance(said, Unknown):
        return said
    found = {str(at(entry, "Key")): at(entry, "Value") for entry in entries(said)}
    undecided = [
        entry for entry in entries(said) if isinstance(entry, Unknown) or isinstance(at(entry, "Key"), Unknown)
    ]
    return found.get(key, undecided[0] if undecided else None)
