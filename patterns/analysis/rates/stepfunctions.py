"""Step Functions: transitions of standard machines, executions of Express ones and how long they take.

Not modelled: 4,000 transitions a month that cost nothing, the cheaper rates beyond 1,000 GB-hours, and memory above
the least an execution is charged for.
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Rate, Uncounted
from patterns.analysis.quantity import Quantity

LEAST_GB = 64 / 1024
"""Memory is billed in steps of 64 MB: https://aws.amazon.com/step-functions/pricing/."""


def is_express(billed: Billed) -> bool:
    """Whether it is an Express machine."""
    return bool(billed.value("StateMachineType", default="STANDARD") == "EXPRESS")


def transitions(billed: Billed) -> float:
    """Steps of all executions together."""
    return 0.0 if is_express(billed) else billed.used("executions") * billed.used("transitions")


def requests(billed: Billed) -> float:
    """Executions of an Express machine."""
    return billed.used("executions") if is_express(billed) else 0.0


def gb_seconds(billed: Billed) -> float:
    """Memory held by the executions of an Express machine."""
    return requests(billed) * billed.used("execution_ms") / 1000 * LEAST_GB if is_express(billed) else 0.0


QUANTITIES: dict[str, Quantity] = {
    "executions": Quantity("Executions", 100_000, "executions a month", "Of each state machine.", place=180),
    "transitions": Quantity(
        "Steps", 8, "transitions an execution", "Of a standard machine; every retry is one too.", place=180
    ),
    "execution_ms": Quantity(
        "Execution", 1000, "ms an execution", "How long one of an Express machine takes.", place=180
    ),
}

RATES: dict[str, Rate] = {
    "AWS::StepFunctions::StateMachine": (
        Charge("transitions", "states.transitions", transitions),
        Charge("executions", "states.express.requests", requests),
        Charge("running", "states.express.duration", gb_seconds),
        Uncounted("traces", lambda billed: billed.is_on("TracingConfiguration", "Enabled")),
        Uncounted("memory of Express executions above 64 MB", is_express),
    ),
}
