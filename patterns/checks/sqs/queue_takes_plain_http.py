"""A queue whose policy does not deny requests over plain HTTP."""

from __future__ import annotations

from patterns.checks._policies import denies_plain_http
from patterns.checks.sqs._sqs import policy_statements
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    policies = list(of_type(resolved, "AWS::SQS::QueuePolicy"))
    if any(_is_undecided(policy) for policy in policies):
        return
    for queue in of_type(resolved, "AWS::SQS::Queue"):
        if not any(denies_plain_http(statement, "sqs") for statement in policy_statements(resolved, queue)):
            yield queue.logical_id, ()


def _is_undecided(policy: Resource) -> bool:
    queues, said = at(policy.properties, "Queues"), at(policy.properties, "PolicyDocument", "Statement")
    return any(isinstance(one, Unknown) for one in (queues, said, *entries(said)))


RULE = Rule(
    id="SQS-004",
    title="Messages may travel in the clear",
    why=(
        "SQS also answers requests over plain HTTP, and then anyone on the way can read the message. A policy that "
        "denies requests without TLS, by aws:SecureTransport, stops that."
    ),
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC09-BP02",
    severity=Severity.LOW,
    places=_places,
)
