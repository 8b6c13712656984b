"""A VPC without flow logs."""

from __future__ import annotations

from typing import Any

from patterns.checks._network import subnets_of
from patterns.checks._references import mentions, undecided
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource


def _places(resolved: Resolved) -> Places:
    watched = [at(log.properties, "ResourceId") for log in of_type(resolved, "AWS::EC2::FlowLog")]
    for vpc in of_type(resolved, "AWS::EC2::VPC"):
        subnets = subnets_of(resolved, vpc)
        each_subnet = bool(subnets) and all(_is_watched(subnet, watched) for subnet in subnets)
        if not each_subnet and not _is_watched(vpc, watched):
            yield vpc.logical_id, ()


def _is_watched(resource: Resource, watched: list[Any]) -> bool:
    return any(mentions(value, resource) or undecided(value) for value in watched)


RULE = Rule(
    id="VPC-002",
    title="Nobody will know who talked to whom",
    why=(
        "Who reached what is the first question after an incident, and flow logs are the only record of it. They start "
        "when they are switched on: anything earlier is lost."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC04-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
