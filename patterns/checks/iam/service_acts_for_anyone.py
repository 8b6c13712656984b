"""A role that trusts a service without asking for whom it acts, where the service says so."""

from __future__ import annotations

from patterns.checks._policies import allows, limits_source, trust_statements
from patterns.checks._references import known_text
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each
from patterns.template.resolve import Resolved

AS_OF = "2026-11-01"
SAYS_FOR_WHOM = {
    "appstream.amazonaws.com": "appstream2/latest/developerguide/example-fleet-machine.html",
    "ecs-tasks.amazonaws.com": "AmazonECS/latest/developerguide/task-iam-roles.html",
    "iot.amazonaws.com": "iot/latest/developerguide/cross-service-confused-deputy-prevention.html",
    "personalize.amazonaws.com": "personalize/latest/dg/cross-service-confused-deputy-prevention.html",
    "scheduler.amazonaws.com": "scheduler/latest/UserGuide/setting-up.html",
    "vpc-flow-logs.amazonaws.com": "vpc/latest/userguide/flow-logs-iam-role.html",
}
"""Services documented to send the source's account or ARN when they take a role, with the page of AWS's that says so.
Others stay out: a condition on a key that is never sent would lock the service itself out."""

SOURCES = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in trust_statements(resolved):
        services = [s for s in each(at(statement, "Principal", "Service")) if known_text(s) in SAYS_FOR_WHOM]
        if allows(statement) and services and not limits_source(statement, SOURCES):
            yield logical_id, path


RULE = Rule(
    id="IAM-007",
    title="The service may use this role for somebody else's account",
    why=(
        "The service is trusted no matter who set it to work, so another account that learns the role's ARN may have "
        "it act here: the confused deputy. This service says for whom it acts: require your account in "
        "aws:SourceAccount or aws:SourceArn."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.LOW,
    places=_places,
)
