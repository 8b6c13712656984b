"""A group whose instances all stand in one zone."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity, at, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for group in of_type(resolved, "AWS::AutoScaling::AutoScalingGroup"):
        for name in ("VPCZoneIdentifier", "AvailabilityZones"):
            given = at(group.properties, name)
            if isinstance(given, list) and len(given) == 1 and not _many(given[0]):
                yield group.logical_id, (name,)


def _many(one: object) -> bool:
    """Whether one entry may stand for several: what only a deployment settles, or a reference to no subnet."""
    if not isinstance(one, Unknown):
        return not isinstance(one, str) or "," in one
    return not any(attribute == "Ref" for _, attribute in one.references)


RULE = Rule(
    id="ASG-001",
    title="The group ends with its zone",
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
