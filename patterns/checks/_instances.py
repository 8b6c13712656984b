"""What several checks need to know about instances and launch templates, which say the same things. Not a check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

INHERITED = Unknown("${the launch template}")
"""A setting that an instance leaves to its launch template, which is judged on its own."""

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Machine:
    """An instance, or the data of a launch template; `path` leads to it inside the resource's properties."""

    resource: Resource
    path: Path
    data: dict[str, Any]

    @property
    def place(self) -> tuple[str, Path]:
        """Where a finding about something absent stands."""
        return self.resource.logical_id, self.path

    def setting(self, *path: str | int) -> Any:
        """The value at a path, `INHERITED` where it is absent and a launch template may say it."""
        found = at(self.data, *path)
        return INHERITED if found is None and "LaunchTemplate" in self.data else found

    def at(self, *path: str | int) -> tuple[str, Path]:
        """Where a finding about a value stands."""
        return self.resource.logical_id, (*self.path, *path)


def machines(resolved: Resolved) -> Iterator[Machine]:
    """Every instance and launch template of a template."""
    for instance in of_type(resolved, "AWS::EC2::Instance"):
        yield Machine(instance, (), instance.properties)
    for launch in of_type(resolved, "AWS::EC2::LaunchTemplate"):
        data = at(launch.properties, "LaunchTemplateData")
        if isinstance(data, dict):
            yield Machine(launch, ("LaunchTemplateData",), data)


def volumes(resolved: Resolved) -> Iterator[tuple[tuple[str, Path], dict[str, Any]]]:
    """Every EBS volume that a template declares, on a machine or alone, with its place."""
    for machine in machines(resolved):
        for number, mapping in enumerate(entries(at(machine.data, "BlockDeviceMappings"))):
            ebs = at(mapping, "Ebs")
            if isinstance(ebs, dict):
                yield machine.at("BlockDeviceMappings", number, "Ebs"), ebs
    for volume in of_type(resolved, "AWS::EC2::Volume"):
        yield (volume.logical_id, ()), volume.properties
