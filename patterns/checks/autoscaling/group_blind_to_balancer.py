"""A group behind a load balancer that only looks at its instances' power."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for group in of_type(resolved, "AWS::AutoScaling::AutoScalingGroup"):
        behind = at(group.properties, "TargetGroupARNs") or at(group.properties, "LoadBalancerNames")
        kind = at(group.properties, "HealthCheckType")
        if isinstance(behind, list) and (kind is None or (isinstance(kind, str) and "ELB" not in kind)):
            yield group.logical_id, ("HealthCheckType",) if kind else ()


RULE = Rule(
    id="ASG-002",
    title="A broken instance stays in the group",
    why=(
        "Without ELB health checks a group replaces an instance that has stopped, but not one whose application has. "
        "With HealthCheckType ELB, what the load balancer finds unhealthy is replaced."
    ),
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-add-elb-healthcheck.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL11-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
