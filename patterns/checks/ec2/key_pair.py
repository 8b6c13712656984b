"""An instance or launch template with a key pair, whichever it is."""

from __future__ import annotations

from patterns.checks._instances import machines
from patterns.checks._references import is_given
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        if is_given(at(machine.data, "KeyName")):
            yield machine.at("KeyName")


RULE = Rule(
    id="EC2-004",
    title="A key pair opens this instance for ever",
    why=(
        "A private key gets copied, shared and kept by people who have left; nobody can tell who used it. Session "
        "Manager lets in those whom IAM allows, without a key or an open port, and can record the session."
    ),
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP03",
    severity=Severity.LOW,
    places=_places,
)
