"""Which resources of a template buy Spot capacity, and of which types. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.findings import at, entries, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

CONFIG = "SpotFleetRequestConfigData"
MIXED = "MixedInstancesPolicy"


def fleets(resolved: Resolved) -> Iterator[Resource]:
    """The Spot Fleets."""
    yield from of_type(resolved, "AWS::EC2::SpotFleet")


def groups(resolved: Resolved) -> Iterator[Resource]:
    """The Auto Scaling groups that buy a part of their capacity as Spot: on demand is what nobody says otherwise."""
    for group in of_type(resolved, "AWS::AutoScaling::AutoScalingGroup"):
        percent = at(group.properties, MIXED, "InstancesDistribution", "OnDemandPercentageAboveBaseCapacity")
        if percent is not None and not isinstance(percent, Unknown) and str(percent) != "100":
            yield group


def fleet_types(fleet: Resource) -> list[Any]:
    """The instance type of each pool of a fleet, as far as the fleet itself says."""
    config = at(fleet.properties, CONFIG)
    templates = entries(at(config, "LaunchTemplateConfigs"))
    overrides = [one for template in templates for one in entries(at(template, "Overrides"))]
    return [at(one, "InstanceType") for one in [*entries(at(config, "LaunchSpecifications")), *overrides]]


def group_types(group: Resource) -> list[Any]:
    """The instance types of a mixed group."""
    overrides = entries(at(group.properties, MIXED, "LaunchTemplate", "Overrides"))
    return [at(one, "InstanceType") for one in overrides]
