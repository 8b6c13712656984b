"""A queue policy that lets everybody in."""

from __future__ import annotations

from patterns.checks._policies import is_open_to_everyone, resource_statements
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for logical_id, path, statement in resource_statements(resolved, "AWS::SQS::QueuePolicy"):
        if is_open_to_everyone(statement):
            yield logical_id, path


RULE = Rule(
    id="SQS-003",
    title="Everybody may use this queue",
    why=(
        "The principal * without a condition lets every AWS account send to the queue, or read and "
        "delete what is in it. Name the principal, or the source in aws:SourceArn."
    ),
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.CRITICAL,
    places=_places,
)
