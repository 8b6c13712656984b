"""Lambda: calls, the memory they hold while they run, the traces of X-Ray, and the log that no log group keeps.

A function without a log group in the template makes one, which keeps everything for ever.
Not modelled: the cheaper rates beyond 6 and 7.5 billion GB-seconds.
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Uncounted, Unpriceable, known
from patterns.analysis.quantity import Quantity
from patterns.analysis.rates import logs
from patterns.template.properties import at

EXTRAS = {
    "CapacityProviderConfig": "instances of one's own",
    "DurableConfig": "durable executions",
    "TenancyConfig": "isolation by tenant",
}
"""What a function can have besides, by the property that asks for it; AWS charges for each."""

MEMORY_MB = 128
STORAGE_MB = 512
"""What a function has by default, and the storage that costs nothing.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
"""


def architecture(billed: Billed) -> str:
    """The kind of processor."""
    architectures = str(billed.value("Architectures", 0, default="x86_64"))
    if architectures not in ("x86_64", "arm64"):
        raise Unpriceable(f"the price of a second on {architectures} is not confirmed")
    return architectures


def gb_seconds(billed: Billed) -> float:
    """Gigabytes of memory, held for so many seconds."""
    seconds = billed.used("invocations") * billed.used("duration_ms") / 1000
    return billed.number("MemorySize", default=MEMORY_MB) / 1024 * seconds


def traces(billed: Billed) -> float:
    """Traces recorded of its calls."""
    if billed.value("TracingConfig", "Mode") != "Active":
        return 0.0
    return billed.used("invocations") * billed.used("traced_percent") / 100


def own_log(billed: Billed) -> float:
    """GB that a function writes in a month to a log group that is not in the template."""
    return logs.of_function(billed) if logs.group_of(billed) is None else 0.0


def log_kept(billed: Billed) -> float:
    """GB of such a log that are kept: all since the first month, where the function makes the group itself."""
    makes_it = at(billed.resource.properties, "LoggingConfig", "LogGroup") is None
    return logs.kept(billed, own_log(billed)) if makes_it else 0.0


def egress(billed: Billed) -> float:
    """GB that a function sends to the internet without a network of its own."""
    return billed.used("function_out_gb") if billed.value("VpcConfig") is None else 0.0


def extras(billed: Billed) -> str | None:
    """Why what a function has besides calls has no price."""
    properties, found = billed.resource.properties, []
    is_java = str(known(properties, "Runtime", default="")).startswith("java")
    if known(properties, "SnapStart", "ApplyOn", default="None") != "None" and not is_java:
        found.append("SnapStart")
    found += [words for name, words in EXTRAS.items() if known(properties, name) is not None]
    return f"the price of {', '.join(found)} is not confirmed" if found else None


def provisioned(billed: Billed) -> str | None:
    """Why calls that are kept ready have no price."""
    found = billed.value("ProvisionedConcurrencyConfig") or billed.value("ProvisionedConcurrencyConfiguration")
    return "its price is not confirmed" if found else None


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
    "function_out_gb": Quantity(
        "Answers of functions", 0, "GB a month", "From each function straight to the internet.", place=140
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
        Charge("logs written", "logs.ingested", own_log),
        Charge("logs kept", "logs.stored", log_kept),
        Charge("data to the internet", "transfer.internet-out", egress),
        Gap("storage", storage),
        Gap("extras", extras),
        Uncounted("answers streamed beyond 6 MB, code beyond 75 GB, traces that are read, data to other regions"),
    ),
    "AWS::Lambda::Alias": (Gap("provisioned concurrency", provisioned),),
    "AWS::Lambda::Version": (Gap("provisioned concurrency", provisioned),),
}
