"""An instance or an endpoint in the default security group, because it names that one or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.checks._instances import machines
from patterns.checks._references import target
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved

DEFAULT = "DefaultSecurityGroup"
GROUPS = ("SecurityGroupIds", "SecurityGroups", "NetworkInterfaces")


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        if machine.resource.type == "AWS::EC2::Instance" and not any(machine.setting(name) for name in GROUPS):
            yield machine.place
    for endpoint in of_type(resolved, "AWS::EC2::VPCEndpoint"):
        interface = at(endpoint.properties, "VpcEndpointType") == "Interface"
        if interface and not at(endpoint.properties, "SecurityGroupIds"):
            yield endpoint.logical_id, ()
    for resource in resolved.resources.values():
        if any(_names_default(resolved, value) for value in _values(resource.properties)):
            yield resource.logical_id, ()


def _names_default(resolved: Resolved, value: Any) -> bool:
    found = target(resolved, value)
    return found is not None and found.type == "AWS::EC2::VPC" and str(value).endswith(f".{DEFAULT}}}")


def _values(value: Any) -> Iterator[Any]:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in members:
        yield member
        yield from _values(member)


RULE = Rule(
    id="SG-005",
    title="The default security group is in use",
    why=(
        "The default group lets its members talk to each other on every port, and everything that names no group lands "
        "in it. A group of its own says who may call a resource, and nobody else can."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
