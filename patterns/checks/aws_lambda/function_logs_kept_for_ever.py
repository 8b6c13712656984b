"""A function whose log group nobody declares."""

from __future__ import annotations

from patterns.checks._functions import functions, log_group_is_declared
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for function in functions(resolved):
        if not log_group_is_declared(resolved, function):
            yield function.logical_id, ()


RULE = Rule(
    id="LAMBDA-002",
    title="The function's logs are kept, and billed, for ever",
    why=(
        "Lambda makes the log group at the first call, without a retention and outside the stack, where it outlives "
        "the function. Declare a log group with RetentionInDays, and name it in LoggingConfig."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html",
    pillar=Pillar.COST,
    best_practice="COST04-BP05",
    severity=Severity.LOW,
    places=_places,
)
