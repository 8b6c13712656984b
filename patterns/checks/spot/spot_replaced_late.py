"""Spot Instances that are replaced only after they are gone."""

from __future__ import annotations

from patterns.checks.spot._spot import CONFIG, fleets, groups
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_on
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for group in groups(resolved):
        said = at(group.properties, "CapacityRebalance")
        if not isinstance(said, Unknown) and not is_on(said):
            yield group.logical_id, ("CapacityRebalance",) if said is not None else ()
    for fleet in fleets(resolved):
        config = at(fleet.properties, CONFIG)
        maintains = isinstance(config, dict) and at(config, "Type") in (None, "maintain")
        if maintains and at(config, "SpotMaintenanceStrategies", "CapacityRebalance") is None:
            yield fleet.logical_id, (CONFIG,)


RULE = Rule(
    id="SPOT-005",
    title="A Spot Instance is replaced only after it is gone",
    why=(
        "Without capacity rebalancing, nothing acts on the recommendation that precedes an interruption: capacity is "
        "missing until the loss is noticed and a replacement is up. Turn CapacityRebalance on."
    ),
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-capacity-rebalancing.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL11-BP05",
    severity=Severity.MEDIUM,
    places=_places,
)
