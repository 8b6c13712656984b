"""A metadata hop limit over 2."""

from __future__ import annotations

from patterns.checks._instances import machines
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved

ENOUGH = 2
"""Hops that a container on the instance needs: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html."""


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        limit = str(at(machine.data, "MetadataOptions", "HttpPutResponseHopLimit"))
        if limit.isdecimal() and int(limit) > ENOUGH:
            yield machine.at("MetadataOptions", "HttpPutResponseHopLimit")


RULE = Rule(
    id="EC2-002",
    title="The instance's credentials travel further than they need to",
    why=(
        "The hop limit says how many network steps the metadata service's answer survives: one reaches the instance, "
        "two a container on it. A higher limit lets it reach anything that sends its traffic through the instance."
    ),
    source="https://docs.aws.amazon.com/controltower/latest/controlreference/ec2-rules.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP02",
    severity=Severity.LOW,
    places=_places,
)
