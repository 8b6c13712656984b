"""A target of an event rule without a dead-letter queue."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for rule in of_type(resolved, "AWS::Events::Rule"):
        for number, target in enumerate(entries(at(rule.properties, "Targets"))):
            if isinstance(target, dict) and at(target, "DeadLetterConfig") is None:
                yield rule.logical_id, ("Targets", number)


RULE = Rule(
    id="EVT-001",
    title="An event that cannot be delivered is lost",
    why=(
        "EventBridge tries for a day, or not at all where it lacks the permission, and then drops the event "
        "unseen. Name a queue in the target's DeadLetterConfig, and let events.amazonaws.com send to it."
    ),
    source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP04",
    severity=Severity.LOW,
    places=_places,
)
