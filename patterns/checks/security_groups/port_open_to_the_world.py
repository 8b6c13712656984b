"""A security group that lets the whole internet at a port other than 80 and 443."""

from __future__ import annotations

from patterns.checks._rules import ADMIN, ALL_PORTS, openings
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved

WEB = (80, 443)


def _places(resolved: Resolved) -> Places:
    for place, opened in openings(resolved):
        is_worse = opened == ALL_PORTS or any(port in opened for port in ADMIN)
        if not is_worse and any(port not in WEB for port in opened):
            yield place


RULE = Rule(
    id="SG-003",
    title="A port that is not for the web is open to everybody",
    why=(
        "Only web traffic is meant for the whole internet, on ports 80 and 443. Everything else, databases above all, "
        "is for known callers: name their range or their security group."
    ),
    source="https://docs.aws.amazon.com/controltower/latest/controlreference/ec2-rules.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
