"""A log group without a retention."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for group in of_type(resolved, "AWS::Logs::LogGroup"):
        if at(group.properties, "RetentionInDays") is None:
            yield group.logical_id, ()


RULE = Rule(
    id="LOGS-001",
    title="The logs are kept, and billed, for ever",
    why=(
        "A log group without a retention keeps every line until somebody deletes it. Decide how far back "
        "an investigation must reach, and say so in RetentionInDays."
    ),
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    pillar=Pillar.COST,
    best_practice="COST04-BP05",
    severity=Severity.LOW,
    places=_places,
)
