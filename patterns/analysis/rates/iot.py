"""AWS IoT Core: rules cost by what they are triggered by and what they do."""

from __future__ import annotations

from patterns.analysis.charges import Gap, Rate

RATES: dict[str, Rate] = {
    "AWS::IoT::TopicRule": (
        Gap("messages that trigger it, and actions", lambda billed: "the price of rules is not confirmed"),
    ),
}
