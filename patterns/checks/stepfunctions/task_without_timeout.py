"""A task of a state machine that may wait for ever."""

from __future__ import annotations

from patterns.checks.stepfunctions._machines import may_wait_for_ever, tasks
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved

LIMITS = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")


def _places(resolved: Resolved) -> Places:
    waiting = (task for task in tasks(resolved) if not task.limited and may_wait_for_ever(resolved, task))
    places = [task.place for task in waiting if not any(limit in task.state for limit in LIMITS)]
    yield from dict.fromkeys(places)


RULE = Rule(
    id="SFN-001",
    title="A task may wait for an answer that never comes",
    why=(
        "Without a limit a task waits for as long as the execution may last, which is a year, and its caller waits "
        "with it. Give the task a TimeoutSeconds, and one that waits for a callback a HeartbeatSeconds."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP05",
    severity=Severity.MEDIUM,
    places=_places,
)
