"""Bills by hand of what `rates/stepfunctions.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "machine": (one("AWS::StepFunctions::StateMachine"), {"transitions": 100_000 * 8 * 0.025 / 1000}),
    "Express machine": (
        one("AWS::StepFunctions::StateMachine", StateMachineType="EXPRESS"),
        {"executions": 0.10, "running": 100_000 * 1 * 64 / 1024 * 0.00001667},
    ),
}

BILLED: Billed = {
    "AWS::StepFunctions::StateMachine": {
        "transitions": "transitions",
        "Express requests": "executions",
        "Express duration": "running",
        "Express memory": "memory",
        "traces": "traces",
    },
}
