"""AWS's policy for administrators, attached."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for holder in of_type(resolved, "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User"):
        for number, policy in enumerate(entries(at(holder.properties, "ManagedPolicyArns"))):
            if isinstance(policy, str) and policy.endswith(":policy/AdministratorAccess"):
                yield holder.logical_id, ("ManagedPolicyArns", number)


RULE = Rule(
    id="IAM-008",
    title="AdministratorAccess is attached",
    why=(
        "AdministratorAccess allows everything on everything to anyone who has it. Attach what the work needs; give it "
        "to people only for the hours they need it."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.HIGH,
    places=_places,
)
