"""SNS: what is published, and what is delivered by protocols that cost something; to queues and functions nothing does.

Not modelled: messages over 64 KB, which count as several, and a million publications that cost nothing.
"""

from __future__ import annotations

from functools import partial

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Uncounted
from patterns.analysis.quantity import Quantity
from patterns.template.properties import at, entries

PRICED = {"http": "http", "https": "http", "email": "email", "email-json": "email"}
FREE = ("sqs", "lambda")
"""Protocols whose deliveries have a price here, and those that cost nothing: https://aws.amazon.com/sns/pricing/"""

TOPIC = "AWS::SNS::Topic"


def published(billed: Billed) -> float:
    """Messages published to a standard topic."""
    return 0.0 if billed.is_on("FifoTopic") else billed.used("topic_messages")


def delivered(kind: str, billed: Billed) -> float:
    """Deliveries by one kind of protocol: every message of the topic, to each subscription that asks for it."""
    if billed.resource.type == TOPIC:
        inline = entries(billed.value("Subscription"))
        count = sum(PRICED.get(str(at(each, "Protocol"))) == kind for each in inline)
        return billed.used("topic_messages") * count if count else 0.0
    if PRICED.get(str(billed.value("Protocol"))) != kind:
        return 0.0
    topic = billed.named("TopicArn")
    return (topic or billed).used("topic_messages")


def fifo(billed: Billed) -> str | None:
    """Why a topic that keeps the order has no price."""
    return "the price of FIFO topics is not confirmed" if billed.is_on("FifoTopic") else None


def other_protocol(billed: Billed) -> str | None:
    """Why the deliveries of a subscription have no price."""
    protocol = str(billed.value("Protocol"))
    return None if protocol in PRICED or protocol in FREE else f"the price of deliveries by {protocol} is not confirmed"


DELIVERIES: Rate = (
    Charge("deliveries by HTTP", "sns.delivery.http", partial(delivered, "http")),
    Charge("deliveries by e-mail", "sns.delivery.email", partial(delivered, "email")),
)

QUANTITIES: dict[str, Quantity] = {
    "topic_messages": Quantity(
        "Messages of topics", 1_000, "messages a month", "Published to each topic, alarms among them.", place=115
    ),
}

RATES: dict[str, Rate] = {
    TOPIC: (
        Charge("messages published", "sns.messages", published),
        *DELIVERIES,
        Gap("topic", fifo),
        Uncounted("data to the internet or another region, messages kept or searched for personal data"),
    ),
    "AWS::SNS::Subscription": (*DELIVERIES, Gap("deliveries", other_protocol)),
}
