"""Bills by hand of what `rates/sns.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

TOPIC = {"Topic": {"Type": "AWS::SNS::Topic"}}


def subscription(protocol):
    return one("AWS::SNS::Subscription", Protocol=protocol, TopicArn={"Ref": "Topic"}) | TOPIC


BY_HAND: Costs = {
    "topic": (one("AWS::SNS::Topic"), {"messages published": 1_000 * 0.50 / 1_000_000}),
    "topic with subscriptions": (
        one("AWS::SNS::Topic", Subscription=[{"Protocol": "email"}, {"Protocol": "https"}, {"Protocol": "sqs"}]),
        {
            "messages published": 1_000 * 0.50 / 1_000_000,
            "deliveries by e-mail": 1_000 * 2 / 100_000,
            "deliveries by HTTP": 1_000 * 0.06 / 100_000,
        },
    ),
    "subscription by HTTP": (subscription("https"), {"deliveries by HTTP": 1_000 * 0.06 / 100_000}),
    "subscription by e-mail": (subscription("email"), {"deliveries by e-mail": 1_000 * 2 / 100_000}),
    "subscription of a queue": (subscription("sqs"), {}),
}

UNPRICED: Gaps = {
    "topic that keeps the order": (
        one("AWS::SNS::Topic", FifoTopic=True),
        ["topic: the price of FIFO topics is not confirmed"],
    ),
    "subscription by text message": (
        subscription("sms"),
        ["deliveries: the price of deliveries by sms is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::SNS::Topic": {
        "publishes": "messages published",
        "HTTP": "HTTP",
        "e-mail": "e-mail",
        "FIFO": "topic",
        "data transfer": "data to",
    },
    "AWS::SNS::Subscription": {
        "HTTP": "HTTP",
        "e-mail": "e-mail",
        "other protocols": "deliveries",
    },
}
