"""EventBridge Scheduler: calls. Not modelled: what it calls, which its own service bills."""

from __future__ import annotations

from patterns.analysis.charges import Charge, Rate
from patterns.analysis.quantity import Quantity

QUANTITIES: dict[str, Quantity] = {
    "schedule_calls": Quantity(
        "Calls of schedules", 30, "calls a month", "Of each schedule: one a day unless you say otherwise.", place=130
    ),
}

RATES: dict[str, Rate] = {
    "AWS::Scheduler::Schedule": (Charge("calls", "scheduler.calls", lambda billed: billed.used("schedule_calls")),),
}
