"""EventBridge: events of one's own on a bus. Rules and AWS's own events cost nothing.

Not modelled: events over 64 KB, which count as several.
"""

from __future__ import annotations

from patterns.analysis.charges import Charge, Rate, Uncounted
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
    "AWS::Events::Archive": (Uncounted("events archived, kept and replayed, by the GB"),),
    "AWS::Events::EventBus": (
        Charge("events of one's own", "events.custom", lambda billed: billed.used("custom_events")),
        Uncounted("archives, replays, schema discovery, calls of other accounts' buses and of API destinations"),
    ),
}
