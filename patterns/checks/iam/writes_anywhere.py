"""A policy that allows actions that change things on every resource, where they could name theirs."""

from __future__ import annotations

from patterns.checks._policies import actions, allows, identity_statements, is_unconditional, on_everything
from patterns.checks.iam._actions import writes_somewhere
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved

OWN_RULES = ("iam:",)
"""What IAM's own actions do on every resource is IAM-004's and IAM-013's."""


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in identity_statements(resolved):
        named = [a for a in actions(statement) if not a.endswith(":*") and a != "*" and not a.startswith(OWN_RULES)]
        open_to_all = allows(statement) and on_everything(statement) and is_unconditional(statement)
        if open_to_all and any(map(writes_somewhere, named)):
            yield logical_id, path


RULE = Rule(
    id="IAM-003",
    title="The policy allows changing every resource of a kind",
    why=(
        "These actions can be limited to the resources they are meant for, and here they are not: the neighbour's "
        "bucket, table or log group is included. Put the resources' ARNs where the star is."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
