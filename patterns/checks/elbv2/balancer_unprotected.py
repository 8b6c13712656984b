"""A load balancer without deletion protection."""

from __future__ import annotations

from patterns.checks.elbv2._balancers import attribute, balancers
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for balancer in balancers(resolved):
        if is_off(attribute(balancer, "deletion_protection.enabled")):
            yield balancer.logical_id, ()


RULE = Rule(
    id="ELB-002",
    title="One wrong call deletes this load balancer",
    why=(
        "Its DNS name stops answering at once, and a new load balancer gets a different one. With deletion protection "
        "it takes two calls, at no cost."
    ),
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
    pillar=Pillar.RELIABILITY,
    best_practice="OPS06-BP01",
    severity=Severity.LOW,
    places=_places,
)
