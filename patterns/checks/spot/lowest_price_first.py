"""Spot capacity from the cheapest pools, whatever room they have."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved

CONFIG = "SpotFleetRequestConfigData"
DISTRIBUTION = ("MixedInstancesPolicy", "InstancesDistribution")


def _places(resolved: Resolved) -> Places:
    for fleet in of_type(resolved, "AWS::EC2::SpotFleet"):
        config = at(fleet.properties, CONFIG)
        said = at(config, "AllocationStrategy")
        if isinstance(config, dict) and (said is None or said in ("lowestPrice", "LowestPrice")):
            yield fleet.logical_id, (CONFIG, "AllocationStrategy") if said else (CONFIG,)
    for group in of_type(resolved, "AWS::AutoScaling::AutoScalingGroup"):
        distribution = at(group.properties, *DISTRIBUTION)
        said = at(distribution, "SpotAllocationStrategy")
        if said == "lowest-price":
            yield group.logical_id, (*DISTRIBUTION, "SpotAllocationStrategy")


RULE = Rule(
    id="SPOT-003",
    title="The cheapest pool is the first to run dry",
    why=(
        "The lowestPrice strategy looks at the price alone, and takes the pools that are interrupted most. Use "
        "priceCapacityOptimized, which also weighs the room a pool has; a Spot Fleet that names no strategy uses "
        "lowestPrice."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-allocation-strategy.html",
    pillar=Pillar.RELIABILITY,
    best_practice="COST07-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
