"""A group whose instances are too busy for the others to carry the load of a zone that is lost."""

from __future__ import annotations

from patterns.checks._network import zone
from patterns.checks._references import mentions, target
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource


def _places(resolved: Resolved) -> Places:
    for policy in of_type(resolved, "AWS::AutoScaling::ScalingPolicy"):
        tracking = at(policy.properties, "TargetTrackingConfiguration")
        kind = at(tracking, "PredefinedMetricSpecification", "PredefinedMetricType")
        wanted = at(tracking, "TargetValue")
        count = _zone_count(resolved, policy)
        if kind != "ASGAverageCPUUtilization" or count < 2 or not _is_number(wanted):
            continue
        if float(wanted) * count > 100 * (count - 1):
            yield policy.logical_id, ("TargetTrackingConfiguration", "TargetValue")


def _zone_count(resolved: Resolved, policy: Resource) -> int:
    """In how many zones the policy's group stands; 0 where the template does not say."""
    named = at(policy.properties, "AutoScalingGroupName")
    groups = of_type(resolved, "AWS::AutoScaling::AutoScalingGroup")
    group = next((one for one in groups if mentions(named, one)), None)
    given = at(group.properties, "VPCZoneIdentifier") if group else None
    if not isinstance(given, list):
        return 0
    zones = [zone(subnet) if (subnet := target(resolved, one)) else None for one in given]
    return 0 if None in zones else len(set(zones))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) or (isinstance(value, str) and value.replace(".", "", 1).isdigit())


RULE = Rule(
    id="ASG-004",
    title="The other zones cannot carry the load of a lost one",
    why=(
        "When a zone is lost, its load falls on the instances of the others at once, and new ones may not be "
        "available. Keep instances at 50 percent or less in two zones, at 66 in three: then what is left carries "
        "everything."
    ),
    source=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/"
        "rel_withstand_component_failures_static_stability.html"
    ),
    pillar=Pillar.RELIABILITY,
    best_practice="REL11-BP05",
    severity=Severity.MEDIUM,
    places=_places,
)
