"""A schedule without a dead-letter queue."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for schedule in of_type(resolved, "AWS::Scheduler::Schedule"):
        target = at(schedule.properties, "Target")
        if isinstance(target, dict) and at(target, "DeadLetterConfig") is None:
            yield schedule.logical_id, ("Target",)


RULE = Rule(
    id="EVT-002",
    title="Nobody notices a call that the schedule could not make",
    why=(
        "A call that fails, because a right or the target is missing, is dropped after its retries. Name a standard "
        "queue in Target.DeadLetterConfig, and let the schedule's role send to it."
    ),
    source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP04",
    severity=Severity.LOW,
    places=_places,
)
