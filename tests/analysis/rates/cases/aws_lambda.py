"""Bills by hand of what `rates/aws_lambda.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Costs, Gaps, one

BY_HAND: Costs = {
    "event source mapping": (one("AWS::Lambda::EventSourceMapping", FunctionName="f", BatchSize=10), {}),
    "function": (
        one("AWS::Lambda::Function"),
        {"calls": 0.20, "running": 1_000_000 * 0.1 * 0.125 * 0.0000166667},
    ),
    "function on Arm, traced": (
        one("AWS::Lambda::Function", Architectures=["arm64"], MemorySize=512, TracingConfig={"Mode": "Active"}),
        {"calls": 0.20, "running": 1_000_000 * 0.1 * 0.5 * 0.0000133334, "traces recorded": 0.05 * 5},
    ),
}

UNPRICED: Gaps = {
    "event source mapping with pollers": (
        one("AWS::Lambda::EventSourceMapping", ProvisionedPollerConfig={"MinimumPollers": 2}),
        ["the price of provisioned pollers is not confirmed"],
    ),
    "function with storage": (
        one("AWS::Lambda::Function", EphemeralStorage={"Size": 1024}),
        ["storage: the price of storage over 512 MB is not confirmed"],
    ),
}
