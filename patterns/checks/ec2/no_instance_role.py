"""An instance or launch template without an instance profile."""

from __future__ import annotations

from patterns.checks._instances import machines
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        if machine.setting("IamInstanceProfile") is None:
            yield machine.place


RULE = Rule(
    id="EC2-007",
    title="Systems Manager cannot reach this instance",
    why=(
        "Without an instance profile the instance has no credentials: Session Manager cannot open it, Patch Manager "
        "cannot patch it, and its code is tempted to bring keys along. A role gives it short-lived ones."
    ),
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP03",
    severity=Severity.LOW,
    places=_places,
)
