"""An instance or launch template without detailed monitoring."""

from __future__ import annotations

from patterns.checks._instances import machines
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        name = ("Monitoring",) if machine.resource.type == "AWS::EC2::Instance" else ("Monitoring", "Enabled")
        if is_off(machine.setting(*name)):
            yield machine.place


RULE = Rule(
    id="EC2-009",
    title="Trouble shows up to five minutes late",
    why=(
        "Basic monitoring measures an instance every five minutes, and an alarm needs several values. "
        "Detailed monitoring measures every minute, for a small charge per metric."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html",
    pillar=Pillar.OPERATIONS,
    best_practice="REL06-BP01",
    severity=Severity.INFO,
    places=_places,
)
