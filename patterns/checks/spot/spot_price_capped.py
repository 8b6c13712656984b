"""Spot capacity with a highest price of its own."""

from __future__ import annotations

from patterns.checks.spot._spot import CONFIG, MARKET, market
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for fleet in of_type(resolved, "AWS::EC2::SpotFleet"):
        if isinstance(at(fleet.properties, CONFIG, "SpotPrice"), str):
            yield fleet.logical_id, (CONFIG, "SpotPrice")
        for index, one in enumerate(entries(at(fleet.properties, CONFIG, "LaunchSpecifications"))):
            if isinstance(at(one, "SpotPrice"), str):
                yield fleet.logical_id, (CONFIG, "LaunchSpecifications", index, "SpotPrice")
    for launch in of_type(resolved, "AWS::EC2::LaunchTemplate"):
        if isinstance(at(market(launch), "MaxPrice"), str):
            yield launch.logical_id, (*MARKET, "SpotOptions", "MaxPrice")
    for group in of_type(resolved, "AWS::AutoScaling::AutoScalingGroup"):
        path = ("MixedInstancesPolicy", "InstancesDistribution", "SpotMaxPrice")
        if at(group.properties, *path) and isinstance(at(group.properties, *path), str):
            yield group.logical_id, path


RULE = Rule(
    id="SPOT-001",
    title="A price cap takes Spot instances away",
    why=(
        "A Spot instance costs what its pool costs, and never more than on demand. A lower cap saves "
        "nothing: instances are interrupted more often, or never start."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html",
    pillar=Pillar.RELIABILITY,
    best_practice="COST07-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
