"""Bills by hand of what `rates/events.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Costs, one

BY_HAND: Costs = {
    "event bus": (one("AWS::Events::EventBus"), {"events of one's own": 1}),
}
