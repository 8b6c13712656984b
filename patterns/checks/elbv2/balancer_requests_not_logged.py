"""A load balancer that keeps no record of its requests."""

from __future__ import annotations

from patterns.checks.elbv2._balancers import attribute, balancers
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for balancer in balancers(resolved):
        if is_off(attribute(balancer, "access_logs.s3.enabled")):
            yield balancer.logical_id, ()


RULE = Rule(
    id="ELB-001",
    title="Nobody can tell who sent which request",
    why=(
        "After an attack or a fault the access log says who sent which request, and how it was answered. It is kept in "
        "a bucket, for the price of storing it."
    ),
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC04-BP01",
    severity=Severity.LOW,
    places=_places,
)
