"""A symmetric key whose material is never renewed."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for key in of_type(resolved, "AWS::KMS::Key"):
        symmetric = at(key.properties, "KeySpec") in (None, "SYMMETRIC_DEFAULT")
        own_material = at(key.properties, "Origin") in (None, "AWS_KMS")
        if symmetric and own_material and is_off(at(key.properties, "EnableKeyRotation")):
            yield key.logical_id, ()


RULE = Rule(
    id="KMS-001",
    title="The key material is never renewed",
    why=(
        "The longer one key encrypts, the more is exposed if its material leaks. With rotation on, KMS renews it every "
        "year, keeps the old material for what was encrypted with it, and changes neither id nor policy."
    ),
    source="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC08-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
