"""Bills by hand of what `rates/sqs.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "standard queue": (one("AWS::SQS::Queue"), {"requests": 0.40}),
    "fifo queue": (one("AWS::SQS::Queue", FifoQueue=True), {"requests": 0.50}),
}

BILLED: Billed = {
    "AWS::SQS::Queue": {
        "requests": "requests",
        "KMS": "KMS",
        "data transfer": "data to",
    },
}
