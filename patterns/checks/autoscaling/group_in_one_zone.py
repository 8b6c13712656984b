"""A group whose instances all stand in one zone."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for group in of_type(resolved, "AWS::AutoScaling::AutoScalingGroup"):
        for name in ("VPCZoneIdentifier", "AvailabilityZones"):
            given = at(group.properties, name)
            if isinstance(given, list) and len(given) == 1 and _is_one(given[0], resolved):
                yield group.logical_id, (name,)


def _is_one(entry: object, resolved: Resolved) -> bool:
    """Whether an entry stands for one place for certain: a parameter without a value may bring a list of them."""
    if isinstance(entry, Unknown):
        return any(attribute == "Ref" and named in resolved.resources for named, attribute in entry.references)
    return isinstance(entry, str) and "," not in entry


RULE = Rule(
    id="ASG-001",
    title="The group is lost with its zone",
    why=(
        "A group replaces a failed instance in the zones it was given, and in no other. With subnets of "
        "two zones or more it goes on when one of them fails."
    ),
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL10-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
