"""Which load balancer checks which target, at which port, as a template declares it. Not here: whether it gets through.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from patterns.network.declared import Declared, Part
from patterns.template.properties import at, each, entries

TARGET_GROUP, LISTENER, LISTENER_RULE = (
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
)
CHECKED_BY_PACKETS = ("instance", "ip")
"""Types of targets: a function is called instead, and a balancer behind a balancer checks for itself."""


@dataclass(frozen=True)
class HealthCheck:
    """One balancer asks one target, both by name, at a tcp port."""

    target_group: str
    balancer: str
    target: str
    port: int


def health_checks(declared: Declared) -> Iterator[HealthCheck]:
    """Every health check whose port is known; those of a group that no listener sends to are not made."""
    balancers = _balancers(declared)
    for group in declared.of(TARGET_GROUP):
        if str(group["TargetType"] or "instance") in CHECKED_BY_PACKETS:
            for target, traffic_port in _targets(declared, group):
                port = _port(group, traffic_port)
                for balancer in balancers.get(group.logical_id, ()):
                    if port is not None:
                        yield HealthCheck(group.logical_id, balancer, target, port)


def _port(group: Part, traffic_port: Any) -> int | None:
    own = group["HealthCheckPort"]
    if own is None or own == "traffic-port":
        own = group["Port"] if traffic_port is None else traffic_port
    return int(own) if str(own).isdecimal() else None


def _targets(declared: Declared, group: Part) -> Iterator[tuple[str, Any]]:
    """What is registered with a target group, and the port it takes traffic at if that is its own."""
    for target in entries(group["Targets"]):
        yield declared.name(at(target, "Id")), at(target, "Port")
    for fleet in declared.of("AWS::AutoScaling::AutoScalingGroup"):
        if group.logical_id in declared.names(fleet["TargetGroupARNs"]):
            yield fleet.logical_id, None
    for service in declared.of("AWS::ECS::Service"):
        for balanced in entries(service["LoadBalancers"]):
            if declared.name(at(balanced, "TargetGroupArn")) == group.logical_id:
                yield service.logical_id, at(balanced, "ContainerPort")


def _balancers(declared: Declared) -> dict[str, list[str]]:
    """Target group -> the balancers with a listener, or a rule of one, that sends to it."""
    listeners = {part.logical_id: declared.name(part["LoadBalancerArn"]) for part in declared.of(LISTENER)}
    made: dict[str, list[str]] = {}
    for part in declared.of(LISTENER, LISTENER_RULE):
        by_listener = part.logical_id if part.type == LISTENER else declared.name(part["ListenerArn"])
        balancer = listeners.get(by_listener)
        for action in each(part["DefaultActions"] if part.type == LISTENER else part["Actions"]):
            for group in _forwarded(declared, action):
                if balancer and balancer not in made.setdefault(group, []):
                    made[group].append(balancer)
    return made


def _forwarded(declared: Declared, action: Any) -> Iterator[str]:
    yield declared.name(at(action, "TargetGroupArn"))
    for group in entries(at(action, "ForwardConfig", "TargetGroups")):
        yield declared.name(at(group, "TargetGroupArn"))
