"""A function that keeps no event it could not process."""

from __future__ import annotations

from patterns.checks._functions import failed_events_go_somewhere, functions, is_waited_for
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for function in functions(resolved):
        if not failed_events_go_somewhere(resolved, function) and not is_waited_for(resolved, function):
            yield function.logical_id, ()


RULE = Rule(
    id="LAMBDA-004",
    title="An event that fails three times is lost",
    why=(
        "Lambda tries an asynchronous event up to three times and then drops it, unseen. Name a queue in "
        "DeadLetterConfig, or an on-failure destination, and let the role send to it."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP04",
    severity=Severity.MEDIUM,
    places=_places,
)
