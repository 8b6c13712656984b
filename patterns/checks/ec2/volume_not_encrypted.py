"""An EBS volume that is not declared encrypted, a root volume that nothing is declared about among them."""

from __future__ import annotations

from patterns.checks._instances import machines, volumes
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for place, volume in volumes(resolved):
        if is_off(at(volume, "Encrypted")):
            yield place
    for machine in machines(resolved):
        if not machine.setting("BlockDeviceMappings"):
            yield machine.place


RULE = Rule(
    id="EC2-005",
    title="The volume may be stored in the clear",
    why=(
        "Unless Encrypted is true, a volume is encrypted only where the account's default says so, or where the "
        "snapshot it comes from is; and so are its own snapshots. It costs nothing, and cannot be switched on later "
        "without a new volume."
    ),
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC08-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
