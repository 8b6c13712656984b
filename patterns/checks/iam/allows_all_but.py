"""A statement that allows by exception."""

from __future__ import annotations

from patterns.checks._policies import (
    allows,
    identity_statements,
    is_unconditional,
    resource_statements,
    trust_statements,
)
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved

EXCEPTIONS = ("NotAction", "NotResource", "NotPrincipal")


def _places(resolved: Resolved) -> Places:
    found = (*identity_statements(resolved), *trust_statements(resolved), *resource_statements(resolved))
    for logical_id, path, statement in found:
        named = [name for name in EXCEPTIONS if name in statement]
        if allows(statement) and named and is_unconditional(statement):
            yield logical_id, (*path, named[0])


RULE = Rule(
    id="IAM-005",
    title="The policy allows everything but what it names",
    why=(
        "NotAction, NotResource and NotPrincipal with Allow grant all the rest, and the rest grows with "
        "every service that AWS adds. Name what is allowed; to take something away, deny it."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
