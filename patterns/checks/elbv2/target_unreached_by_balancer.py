"""A target group whose health check no packet of its balancer gets through to."""

from __future__ import annotations

from patterns.checks._reach import network
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.network.health_checks import TARGET_GROUP, health_checks
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    if not any(of_type(resolved, TARGET_GROUP)):
        return
    found, reach = network(resolved)
    cut_off = {
        check.target_group
        for check in health_checks(found)
        if reach.knows(check.balancer, check.target)
        and reach.between(check.balancer, check.target, "tcp", check.port).reachable is False
    }
    for group in of_type(resolved, TARGET_GROUP):
        if group.logical_id in cut_off:
            said = next((name for name in ("HealthCheckPort", "Port") if name in group.properties), None)
            yield group.logical_id, () if said is None else (said,)


RULE = Rule(
    id="ELB-004",
    title="The load balancer cannot reach its targets",
    why=(
        "The health check times out and every target stays unhealthy. The balancer's security group must let it out to "
        "the port of the check, the targets' group must let it in from the balancer, and the network ACLs of both "
        "subnets must let the request and its answer through."
    ),
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL11-BP01",
    severity=Severity.HIGH,
    places=_places,
)
