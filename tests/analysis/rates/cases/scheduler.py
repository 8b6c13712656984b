"""Bills by hand of what `rates/scheduler.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "schedule": (one("AWS::Scheduler::Schedule"), {"calls": 30 / 1_000_000}),
}

BILLED: Billed = {
    "AWS::Scheduler::Schedule": {
        "invocations": "calls",
    },
}
