"""EventBridge: events of one's own on a bus. Rules and AWS's own events cost nothing.

Not modelled: archives, replays, schema discovery, pipes, calls of another account's bus, events over 64 KB.
"""

from __future__ import annotations

from patterns.analysis.charges import Charge, Rate
from patterns.analysis.quantity import Quantity

QUANTITIES: dict[str, Quantity] = {
    "custom_events": Quantity(
        "Your own events",
        1_000_000,
        "events a month",
        "Put on each bus; what AWS puts there itself is free.",
        place=120,
    ),
}

RATES: dict[str, Rate] = {
    "AWS::Events::EventBus": (
        Charge("events of one's own", "events.custom", lambda billed: billed.used("custom_events")),
    ),
}
