"""A Spot Fleet request, which is an interface without a future."""

from __future__ import annotations

from patterns.checks.spot._spot import fleets
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for fleet in fleets(resolved):
        yield fleet.logical_id, ()


RULE = Rule(
    id="SPOT-007",
    title="A Spot Fleet is a legacy interface",
    why=(
        "AWS discourages the Spot Fleet API, in which it plans no further investment. An Auto Scaling group with a "
        "mixed instances policy buys the same capacity, and drains, refreshes and scales it."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-spot-fleets.html",
    pillar=Pillar.OPERATIONS,
    best_practice="OPS05-BP01",
    severity=Severity.LOW,
    places=_places,
)
