"""A key policy that lets nobody administer the key."""

from __future__ import annotations

from typing import Any

from patterns.checks._policies import actions, allows, statements
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import has_unknown

ADMINISTERS = ("*", "kms:*", "kms:put*", "kms:putkeypolicy")


def _places(resolved: Resolved) -> Places:
    for key in of_type(resolved, "AWS::KMS::Key"):
        said = at(key.properties, "KeyPolicy", "Statement")
        certain = isinstance(said, list | dict) and not _is_undecided(said)
        found = [statement for _, statement in statements(at(key.properties, "KeyPolicy"), ())]
        if certain and not any(_lets_administer(statement) for statement in found):
            yield key.logical_id, ("KeyPolicy",)


def _lets_administer(statement: dict[str, Any]) -> bool:
    return allows(statement) and ("NotAction" in statement or any(a in ADMINISTERS for a in actions(statement)))


def _is_undecided(said: Any) -> bool:
    """Whether a deployment may still add an action or an effect to what is said."""
    return any(
        not isinstance(statement, dict) or any(has_unknown(at(statement, name)) for name in ("Effect", "Action"))
        for statement in (said if isinstance(said, list) else [said])
    )


RULE = Rule(
    id="KMS-005",
    title="Nobody may change this key's policy",
    why=(
        "No statement allows kms:PutKeyPolicy, so nobody could ever change who uses the key, not even its creator. KMS "
        "refuses such a key, unless BypassPolicyLockoutSafetyCheck asks for it, and then only AWS Support can help."
    ),
    source="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="SEC08-BP01",
    severity=Severity.HIGH,
    places=_places,
)
