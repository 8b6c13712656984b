"""One of AWS's policies for full access, attached."""

from __future__ import annotations

from typing import Any

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for holder in of_type(resolved, "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User"):
        for number, policy in enumerate(entries(at(holder.properties, "ManagedPolicyArns"))):
            if _is_broad(policy):
                yield holder.logical_id, ("ManagedPolicyArns", number)


def _is_broad(policy: Any) -> bool:
    name = policy.rpartition("/")[2] if isinstance(policy, str) and ":iam::aws:policy/" in policy else ""
    return name.endswith("FullAccess") or name == "PowerUserAccess"


RULE = Rule(
    id="IAM-009",
    title="A full-access policy is attached",
    why=(
        "AWS's FullAccess policies are made for people trying a service out: they allow every action, on everybody's "
        "resources. Write a policy with the actions and resources that the work needs."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
