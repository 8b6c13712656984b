"""Spot capacity of one instance type only, in whatever zones."""

from __future__ import annotations

from patterns.checks.spot._spot import CONFIG, MIXED, fleet_types, fleets, group_types, groups, is_plain_spot
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for group in groups(resolved):
        if _is_one(found := group_types(group)) and len(found) == 1:
            yield group.logical_id, (MIXED, "LaunchTemplate", "Overrides")
        elif is_plain_spot(resolved, group):
            yield group.logical_id, ("LaunchTemplate",)
    for fleet in fleets(resolved):
        if _is_one(found := fleet_types(fleet)) and len(found) > 1:
            yield fleet.logical_id, (CONFIG,)


def _is_one(types: list[object]) -> bool:
    return all(isinstance(type_name, str) for type_name in types) and len(set(types)) == 1


RULE = Rule(
    id="SPOT-004",
    title="The fleet depends on one instance type",
    why=(
        "A Spot pool is one instance type in one zone, and EC2 takes instances back when it needs the capacity of "
        "their pool. Name several types of similar size, ten or more if the work allows it: EC2 then has somewhere to"
        " go when one of them runs out."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL10-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
