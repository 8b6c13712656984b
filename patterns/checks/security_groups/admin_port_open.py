"""A security group that lets the whole internet at port 22 or 3389."""

from __future__ import annotations

from patterns.checks._rules import ADMIN, ALL_PORTS, openings
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for place, opened in openings(resolved):
        if opened != ALL_PORTS and any(port in opened for port in ADMIN):
            yield place


RULE = Rule(
    id="SG-001",
    title="The security group lets everybody try to log in",
    why=(
        "Anybody on the internet may try passwords, and the next hole in the server, at an SSH or Remote Desktop "
        "port. Session Manager needs no open port at all, and records who did what."
    ),
    source="https://docs.aws.amazon.com/controltower/latest/controlreference/ec2-rules.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP02",
    severity=Severity.CRITICAL,
    places=_places,
)
