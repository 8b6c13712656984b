"""Bills by hand of what `rates/kinesis.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {"stream": (one("AWS::Kinesis::Stream", ShardCount=1), {})}

UNPRICED: Gaps = {"stream": (one("AWS::Kinesis::Stream", ShardCount=1), ["no price of Kinesis has been confirmed yet"])}

BILLED: Billed = {
    "AWS::Kinesis::Stream": {
        "shard hours": "shards",
        "PUT payload units": "records put",
        "extended retention": "kept for longer",
        "enhanced fan-out": "consumers",
        "on-demand stream hours": "on demand",
    },
}
