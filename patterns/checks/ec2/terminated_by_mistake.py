"""A single instance without termination protection."""

from __future__ import annotations

from patterns.checks._instances import machines
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        if machine.resource.type == "AWS::EC2::Instance" and is_off(machine.setting("DisableApiTermination")):
            yield machine.place


RULE = Rule(
    id="EC2-008",
    title="One wrong call ends this instance",
    why=(
        "Terminating an instance destroys its instance store and its root volume, and cannot be undone. With "
        "termination protection it takes two calls; an instance that a group replaces at will does not need it."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html",
    pillar=Pillar.RELIABILITY,
    best_practice="OPS06-BP01",
    severity=Severity.LOW,
    places=_places,
)
