"""An instance type that AWS counts among the previous generations."""

from __future__ import annotations

from patterns.checks._instances import machines
from patterns.checks._references import known_text
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved

AS_OF = "2026-11-01"
PREVIOUS = frozenset({"a1", "c1", "c3", "c4", "d2", "i2", "m1", "m2", "m3", "m4", "r3", "r4", "t1"})
"""Families whose types EC2's DescribeInstanceTypes reports with CurrentGeneration false."""


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        chosen = known_text(at(machine.data, "InstanceType")) or ""
        if chosen.partition(".")[0] in PREVIOUS:
            yield machine.at("InstanceType")


RULE = Rule(
    id="EC2-010",
    title="A newer instance type does more for less",
    why=(
        "AWS counts this family among the previous generations, and recommends the current ones for the best "
        "performance. They do more for the price; the old ones also lack what newer software expects, such as the "
        "Nitro system."
    ),
    source="https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html",
    pillar=Pillar.COST,
    best_practice="COST06-BP02",
    severity=Severity.LOW,
    places=_places,
)
