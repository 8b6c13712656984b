"""Lambda: calls, the memory they hold while they run, and the traces of X-Ray.

Not modelled: the cheaper rates beyond 6 and 7.5 billion GB-seconds, streamed answers and data sent elsewhere.
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Unpriceable, known
from patterns.analysis.quantity import Quantity

MEMORY_MB = 128
STORAGE_MB = 512
"""What a function has by default, and the storage that costs nothing.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
"""


def architecture(billed: Billed) -> str:
    """The kind of processor."""
    found = str(billed.value("Architectures", 0, default="x86_64"))
    if found not in ("x86_64", "arm64"):
        raise Unpriceable(f"the price of a second on {found} is not confirmed")
    return found


def gb_seconds(billed: Billed) -> float:
    """Gigabytes of memory, held for so many seconds."""
    seconds = billed.used("invocations") * billed.used("duration_ms") / 1000
    return billed.number("MemorySize", default=MEMORY_MB) / 1024 * seconds


def traces(billed: Billed) -> float:
    """Traces recorded of its calls."""
    if billed.value("TracingConfig", "Mode") != "Active":
        return 0.0
    return billed.used("invocations") * billed.used("traced_percent") / 100


def storage(billed: Billed) -> str | None:
    """Why its storage has no price."""
    large = known(billed.resource.properties, "EphemeralStorage", "Size", default=STORAGE_MB) != STORAGE_MB
    return f"the price of storage over {STORAGE_MB} MB is not confirmed" if large else None


def pollers(billed: Billed) -> str | None:
    """Why what reads a queue or stream for a function has no price: only pollers of its own are charged for.

    https://aws.amazon.com/lambda/pricing/
    """
    return "the price of provisioned pollers is not confirmed" if billed.value("ProvisionedPollerConfig") else None


QUANTITIES: dict[str, Quantity] = {
    "invocations": Quantity(
        "Calls of functions", 1_000_000, "calls a month", "Of each function, retries too.", place=140
    ),
    "duration_ms": Quantity(
        "Duration", 100, "ms a call", "How long each call of a function runs, start-up included.", place=140
    ),
    "traced_percent": Quantity(
        "Traced",
        5,
        "% of the calls",
        "What X-Ray samples by default, besides the first call of each second.",
        100,
        place=190,
    ),
}

RATES: dict[str, Rate] = {
    "AWS::Lambda::EventSourceMapping": (Gap("pollers", pollers),),
    "AWS::Lambda::Function": (
        Charge("calls", "lambda.requests", lambda billed: billed.used("invocations")),
        Charge("running", "lambda.duration.{}", gb_seconds, kind=architecture),
        Charge("traces recorded", "xray.traces", traces),
        Gap("storage", storage),
    ),
}
