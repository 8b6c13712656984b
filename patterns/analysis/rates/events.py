"""EventBridge: events of one's own on a bus, and the calls of the Scheduler. Rules and AWS's own events cost nothing.

Not modelled: archives, replays, schema discovery, pipes, calls of another account's bus, events over 64 KB.
"""

from __future__ import annotations

from patterns.analysis.charges import Charge, Rate

RATES: dict[str, Rate] = {
    "AWS::Events::EventBus": (
        Charge("events of one's own", "events.custom", lambda billed: billed.used("custom_events")),
    ),
    "AWS::Scheduler::Schedule": (Charge("calls", "scheduler.calls", lambda billed: billed.used("schedule_calls")),),
}
