"""Bills by hand of what `rates/events.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "archive": (one("AWS::Events::Archive", SourceArn="arn:aws:events:us-east-1:1:event-bus/default"), {}),
    "event bus": (one("AWS::Events::EventBus"), {"events of one's own": 1}),
}

BILLED: Billed = {
    "AWS::Events::Archive": {"archive processing": "archived", "archive storage": "kept", "replay": "replayed"},
    "AWS::Events::EventBus": {
        "custom events": "events of one's own",
        "archive": "archives",
        "replay": "replays",
        "discovery": "discovery",
        "cross-account": "other accounts",
        "API destinations": "API destinations",
    },
}
