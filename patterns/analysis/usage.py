"""What a deployed template is used for: named monthly quantities, each with a default. Not here: what they cost."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from patterns.analysis.prices import factor

DAYS_A_MONTH = 365 / 12
"""Days in the month an estimate is for; its 730 hours are AWS's own convention for monthly estimates."""


class UsageError(ValueError):
    """A usage names something that does not exist, or a quantity that cannot be."""


@dataclass(frozen=True)
class Quantity:
    """One thing that is used: its name in words, how much by default, in which unit, what it means, and a limit."""

    label: str
    default: float
    unit: str
    help: str
    most: float = math.inf


QUANTITIES: Mapping[str, Quantity] = {
    "hours": Quantity("Running", 730, "hours a month", "How long each instance, gateway and endpoint runs."),
    "spot_percent": Quantity(
        "Bought as Spot", 0, "% of the hours", "Of each instance; where the template asks for Spot, all hours are.", 100
    ),
    "spot_discount": Quantity(
        "Spot discount",
        0,
        "% off",
        "Your own figure, off the on-demand price; 0 uses the sampled Spot price.",
        factor("ec2.spot.most"),
    ),
    "savings_plan_percent": Quantity(
        "Under a Savings Plan", 0, "% of the hours", "Of what is not Spot: one year, nothing paid upfront.", 100
    ),
    "savings_plan_discount": Quantity(
        "Savings Plan discount",
        factor("ec2.savings-plan.discount"),
        "% off",
        "Off the on-demand price; an assumption, for a Compute plan: AWS lists the rate of each type.",
        factor("ec2.savings-plan.most"),
    ),
    "month": Quantity("Month", 12, "month of life", "Which month the bill is for: what does not expire accumulates."),
    "storage_gb": Quantity("Data in buckets", 100, "GB", "Current data in each bucket."),
    "overwritten_gb": Quantity(
        "Overwritten data", 10, "GB a month", "What is overwritten or deleted, and kept as old versions."
    ),
    "object_mb": Quantity(
        "Object size", 1, "MB", "Average size of an object; moves between classes are charged per object."
    ),
    "put_requests": Quantity("Writes", 50_000, "requests a month", "Writes and listings, for each bucket."),
    "get_requests": Quantity("Reads", 500_000, "requests a month", "Reads, for each bucket."),
    "retrieved_gb": Quantity(
        "Read from cheaper classes", 10, "GB a month", "Read from data that a bucket has moved to cheaper classes."
    ),
    "bucket_out_gb": Quantity("Downloads", 0, "GB a month", "Downloaded from each bucket straight to the internet."),
    "access_log_bytes": Quantity(
        "Access log line", 500, "bytes", "One line of a bucket's access log; every request writes one."
    ),
    "kms_requests": Quantity(
        "Calls with keys", 10_000, "requests a month", "Your own calls with each key, besides those of buckets."
    ),
    "nat_gb": Quantity("Through NAT", 100, "GB a month", "Through all NAT gateways together."),
    "endpoint_gb": Quantity("Through endpoints", 10, "GB a month", "Through each interface endpoint."),
    "balancer_units": Quantity(
        "Load of balancers", 1, "capacity units", "Of each load balancer, on average: 1 GB an hour, or 25 connections."
    ),
    "internet_out_gb": Quantity(
        "Out to the internet", 100, "GB a month", "From the network to the internet, through all internet gateways."
    ),
    "cross_zone_gb": Quantity("Between zones", 100, "GB a month", "Between zones of a network that has more than one."),
    "log_gb": Quantity("Application logs", 10, "GB a month", "Written to each log group by applications."),
    "flow_log_gb": Quantity("Flow logs", 10, "GB a month", "Records of each flow log."),
    "secret_requests": Quantity(
        "Calls for secrets", 100_000, "requests a month", "Reads of each secret: those that no cache answers."
    ),
    "queue_requests": Quantity(
        "Calls to queues", 1_000_000, "requests a month", "Calls to each queue, empty receives too."
    ),
    "custom_events": Quantity(
        "Your own events", 1_000_000, "events a month", "Put on each bus; what AWS puts there itself is free."
    ),
    "schedule_calls": Quantity(
        "Calls of schedules", 30, "calls a month", "Of each schedule: one a day unless you say otherwise."
    ),
    "invocations": Quantity("Calls of functions", 1_000_000, "calls a month", "Of each function, retries too."),
    "duration_ms": Quantity("Duration", 100, "ms a call", "How long each call of a function runs, start-up included."),
    "table_reads": Quantity(
        "Reads of tables", 1_000_000, "units a month", "Of each table: one is 4 KB, read consistently."
    ),
    "table_writes": Quantity("Writes to tables", 1_000_000, "units a month", "To each table: one is 1 KB."),
    "table_gb": Quantity("Data in tables", 1, "GB", "In each table, its indexes included."),
    "image_gb": Quantity(
        "Images", 10, "GB", "Compressed layers in each repository; images share those they have in common."
    ),
    "cluster_gb": Quantity("Data in clusters", 10, "GB", "In each Aurora cluster, which grows automatically."),
    "cluster_requests": Quantity(
        "I/O of clusters", 10_000_000, "requests a month", "Reads and writes of each Aurora cluster."
    ),
    "executions": Quantity("Executions", 100_000, "executions a month", "Of each state machine."),
    "transitions": Quantity("Steps", 8, "transitions an execution", "Of a standard machine; every retry is one too."),
    "execution_ms": Quantity("Execution", 1000, "ms an execution", "How long one of an Express machine takes."),
    "traced_percent": Quantity(
        "Traced", 5, "% of the calls", "What X-Ray samples by default, besides the first call of each second.", 100
    ),
}


@dataclass(frozen=True)
class Usage:
    """The quantities somebody gave: for every resource, and for single ones by logical id."""

    everywhere: Mapping[str, float] = field(default_factory=dict)
    by_resource: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def given(self, name: str, logical_id: str) -> float | None:
        """The quantity somebody gave for this one resource, None if nobody did."""
        return self.by_resource.get(logical_id, {}).get(name)

    def quantity(self, name: str, logical_id: str) -> float:
        """The quantity for a resource: its own, else the one given for all, else the default."""
        own = self.given(name, logical_id)
        return own if own is not None else self.everywhere.get(name, QUANTITIES[name].default)


def usage(given: Usage | Mapping[str, Any] | None, *, resources: Iterable[str]) -> Usage:
    """The usage a mapping says, checked: quantities by name, and by logical id a mapping of quantities.

        usage({"storage_gb": 50, "LogBucket": {"storage_gb": 5}}, resources=["Bucket", "LogBucket"])

    Raises `UsageError` for a name that is neither a quantity nor one of `resources`, and for what is not a finite
    number of zero or more.
    """
    if isinstance(given, Usage):
        given = {**given.everywhere, **given.by_resource}
    known = tuple(resources)
    everywhere: dict[str, float] = {}
    by_resource: dict[str, Mapping[str, float]] = {}
    for name, value in (given or {}).items():
        if isinstance(value, Mapping):
            _check_name(name, known, "resource of the template")
            by_resource[name] = {inner: _amount(inner, amount, of=f" of {name}") for inner, amount in value.items()}
        else:
            everywhere[name] = _amount(name, value)
    return Usage(everywhere, by_resource)


def _amount(name: str, value: Any, *, of: str = "") -> float:
    _check_name(name, tuple(QUANTITIES), "usage quantity")
    unit = QUANTITIES[name].unit
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UsageError(f"usage {name}{of} is {value!r}: give a number ({unit})")
    if value < 0:
        raise UsageError(f"usage {name}{of} is {value!r}: give zero or more ({unit})")
    if value > QUANTITIES[name].most:
        raise UsageError(f"usage {name}{of} is {value!r}: give at most {QUANTITIES[name].most:g} ({unit})")
    if name == "month" and value < 1:
        raise UsageError(f"usage month{of} is {value!r}: the first month is 1")
    return float(value)


def _check_name(name: str, known: tuple[str, ...], kind: str) -> None:
    if name not in known:
        near = difflib.get_close_matches(str(name), known, n=1)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise UsageError(f"no {kind} is called {name!r}: {advice}")
