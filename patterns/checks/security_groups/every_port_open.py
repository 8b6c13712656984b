"""A security group that lets everything in from everywhere."""

from __future__ import annotations

from patterns.checks._rules import ALL_PORTS, openings
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for place, opened in openings(resolved):
        if opened == ALL_PORTS:
            yield place


RULE = Rule(
    id="SG-002",
    title="Every port is open to everybody",
    why=(
        "The group filters nothing: whatever listens on the instance, now or later, listens to the "
        "internet. Name the ports that callers need, and the range or group they come from."
    ),
    source="https://docs.aws.amazon.com/controltower/latest/controlreference/ec2-rules.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP02",
    severity=Severity.CRITICAL,
    places=_places,
)
