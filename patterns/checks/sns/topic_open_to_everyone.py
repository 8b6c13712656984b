"""A topic policy that lets everybody in."""

from __future__ import annotations

from patterns.checks._policies import is_open_to_everyone, resource_statements
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in resource_statements(resolved, "AWS::SNS::TopicPolicy"):
        if is_open_to_everyone(statement):
            yield logical_id, path


RULE = Rule(
    id="SNS-001",
    title="Everybody may use this topic",
    why=(
        "The principal * without a condition lets every AWS account publish what your subscribers act on, or "
        "subscribe and read along. Name the principal, or the source in aws:SourceArn."
    ),
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.CRITICAL,
    places=_places,
)
