"""A subscription that takes its messages over plain HTTP."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for subscription in of_type(resolved, "AWS::SNS::Subscription"):
        if at(subscription.properties, "Protocol") == "http":
            yield subscription.logical_id, ("Protocol",)
    for topic in of_type(resolved, "AWS::SNS::Topic"):
        for number, inline in enumerate(entries(at(topic.properties, "Subscription"))):
            if at(inline, "Protocol") == "http":
                yield topic.logical_id, ("Subscription", number, "Protocol")


RULE = Rule(
    id="SNS-002",
    title="The topic's messages travel in the clear",
    why=(
        "SNS posts every message to a plain HTTP address, where anyone on the way can read and change it. Give the "
        "endpoint a certificate, and subscribe it with the protocol https."
    ),
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC09-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
