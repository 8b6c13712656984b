"""Bills by hand of what `rates/iot.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {"rule of a topic": (one("AWS::IoT::TopicRule"), {})}

UNPRICED: Gaps = {"rule without a price": (one("AWS::IoT::TopicRule"), ["the price of rules is not confirmed"])}

BILLED: Billed = {"AWS::IoT::TopicRule": {"rules triggered": "trigger", "actions executed": "actions"}}
