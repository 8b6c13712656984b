"""Which resources of a template buy Spot capacity, and of which types. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.checks._references import target
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

CONFIG = "SpotFleetRequestConfigData"
MIXED = "MixedInstancesPolicy"
MARKET = ("LaunchTemplateData", "InstanceMarketOptions")


def fleets(resolved: Resolved) -> Iterator[Resource]:
    """The Spot Fleets."""
    yield from of_type(resolved, "AWS::EC2::SpotFleet")


def groups(resolved: Resolved) -> Iterator[Resource]:
    """The Auto Scaling groups that buy a part of their capacity as Spot: on demand is what nobody says otherwise."""
    for group in of_type(resolved, "AWS::AutoScaling::AutoScalingGroup"):
        percent = at(group.properties, MIXED, "InstancesDistribution", "OnDemandPercentageAboveBaseCapacity")
        is_mixed = percent is not None and not isinstance(percent, Unknown) and str(percent) != "100"
        if is_mixed or is_plain_spot(resolved, group):
            yield group


def is_plain_spot(resolved: Resolved, group: Resource) -> bool:
    """Whether the one launch template of a group asks for Spot Instances."""
    named = (at(group.properties, "LaunchTemplate", f"LaunchTemplate{key}") for key in ("Id", "Name"))
    return any(launch is not None and market(launch) is not None for launch in (target(resolved, one) for one in named))


def market(launch: Resource) -> Any:
    """The Spot options of a launch template; None where it asks for instances on demand."""
    options = at(launch.properties, *MARKET)
    return at(options, "SpotOptions") or {} if at(options, "MarketType") == "spot" else None


def fleet_types(fleet: Resource) -> list[Any]:
    """The instance type of each pool of a fleet, as far as the fleet itself says."""
    config = at(fleet.properties, CONFIG)
    templates = entries(at(config, "LaunchTemplateConfigs"))
    overrides = [entry for template in templates for entry in entries(at(template, "Overrides"))]
    return [at(one, "InstanceType") for one in [*entries(at(config, "LaunchSpecifications")), *overrides]]


def group_types(group: Resource) -> list[Any]:
    """The instance types of a mixed group."""
    overrides = entries(at(group.properties, MIXED, "LaunchTemplate", "Overrides"))
    return [at(override, "InstanceType") for override in overrides]
