"""SQS: requests. Not modelled: messages over 64 KB, which count as several."""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Rate, Uncounted
from patterns.analysis.quantity import Quantity


def kind(billed: Billed) -> str:
    """Which of the two kinds of queue it is."""
    return "fifo" if billed.is_on("FifoQueue") else "standard"


QUANTITIES: dict[str, Quantity] = {
    "queue_requests": Quantity(
        "Calls to queues", 1_000_000, "requests a month", "Calls to each queue, empty receives too.", place=110
    ),
}

RATES: dict[str, Rate] = {
    "AWS::SQS::Queue": (
        Charge("requests", "sqs.requests.{}", lambda billed: billed.used("queue_requests"), kind=kind),
        Uncounted("calls to KMS for its messages", lambda billed: billed.says("KmsMasterKeyId")),
        Uncounted("data to the internet or another region"),
    )
}
