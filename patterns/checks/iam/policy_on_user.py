"""A policy that stands on, or is attached to, a user."""

from __future__ import annotations

from typing import Any

from patterns.checks._references import is_given
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for user in of_type(resolved, "AWS::IAM::User"):
        for name in ("Policies", "ManagedPolicyArns"):
            if _has_some(at(user.properties, name)):
                yield user.logical_id, (name,)
    for policy in of_type(resolved, "AWS::IAM::UserPolicy"):
        yield policy.logical_id, ()
    for policy in of_type(resolved, "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
        if _has_some(at(policy.properties, "Users")):
            yield policy.logical_id, ("Users",)


def _has_some(listed: Any) -> bool:
    return any(map(is_given, entries(listed)))


RULE = Rule(
    id="IAM-010",
    title="A policy is attached to a single user",
    why=(
        "Rights attached to a person are forgotten when the person moves on, and nobody can compare two people. Give "
        "them to a group or, better, to a role that people assume."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC02-BP06",
    severity=Severity.LOW,
    places=_places,
)
