"""A policy that allows changing the policies of every user, group or role."""

from __future__ import annotations

from patterns.checks._policies import actions, allows, identity_statements, is_unconditional, on_everything
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved

RAISING = frozenset(
    {
        "iam:addusertogroup",
        "iam:attachgrouppolicy",
        "iam:attachrolepolicy",
        "iam:attachuserpolicy",
        "iam:createaccesskey",
        "iam:createpolicyversion",
        "iam:putgrouppolicy",
        "iam:putrolepolicy",
        "iam:putuserpolicy",
        "iam:setdefaultpolicyversion",
        "iam:updateassumerolepolicy",
    }
)


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in identity_statements(resolved):
        raises = RAISING & set(actions(statement))
        if allows(statement) and raises and on_everything(statement) and is_unconditional(statement):
            yield logical_id, path


RULE = Rule(
    id="IAM-013",
    title="The policy lets its holder take any right",
    why=(
        "Anyone who may write policies, or change whom a role trusts, on every resource is an administrator by a "
        "detour. Limit the resources, or require a permissions boundary in the condition iam:PermissionsBoundary."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP05",
    severity=Severity.HIGH,
    places=_places,
)
