"""DynamoDB: reads and writes, on demand or provisioned, of a table and of its indexes, and what is stored.

A global index has a capacity of its own where the table has one. On demand a write to the table is a write to each
index that the item is in, here to each there is.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Uncounted, number
from patterns.analysis.quantity import Quantity
from patterns.template.properties import entries

STANDARD = "STANDARD"
EXTRAS = {
    ("KinesisStreamSpecification",): "change data capture for Kinesis",
    ("ContributorInsightsSpecification", "Enabled"): "contributor insights",
    ("ImportSourceSpecification",): "import from S3",
    ("WarmThroughput",): "warm throughput",
}
"""What a table can do besides, by the property that asks for it; AWS charges for each."""


def is_on_demand(billed: Billed) -> bool:
    """Whether requests are paid for one by one, and not by the hour."""
    return bool(billed.value("BillingMode", default="PROVISIONED") == "PAY_PER_REQUEST")


def on_demand(quantity: str) -> Charge:
    """Reads or writes, paid one by one."""
    return Charge(
        f"{quantity}s on demand",
        f"dynamodb.on-demand.{quantity}",
        lambda billed: billed.used(f"table_{quantity}s") if is_on_demand(billed) else 0.0,
    )


def provisioned(quantity: str) -> Charge:
    """Reads or writes a second, paid by the hour whether they are made or not."""
    units = f"{quantity.capitalize()}CapacityUnits"

    def hours(billed: Billed) -> float:
        if is_on_demand(billed):
            return 0.0
        return billed.number("ProvisionedThroughput", units, default=0) * billed.used("hours")

    return Charge(f"{quantity}s provisioned", f"dynamodb.provisioned.{quantity}", hours)


def indexes(billed: Billed) -> float:
    """The writes that the indexes of a table add, paid one by one."""
    count = sum(len(entries(billed.value(kind))) for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"))
    return billed.used("table_writes") * count if count and is_on_demand(billed) else 0.0


def of_indexes(quantity: str) -> Charge:
    """Reads or writes a second of the global indexes, paid by the hour whether they are made or not."""
    units = f"{quantity.capitalize()}CapacityUnits"

    def hours(billed: Billed) -> float:
        if is_on_demand(billed):
            return 0.0
        found = entries(billed.value("GlobalSecondaryIndexes"))
        capacity = sum(number(index, "ProvisionedThroughput", units, default=0) for index in found)
        return capacity * billed.used("hours") if capacity else 0.0

    return Charge(f"{quantity}s provisioned, indexes", f"dynamodb.provisioned.{quantity}", hours)


def extras(billed: Billed) -> str | None:
    """Why what a table does besides storing has no price."""
    shown = [words for path, words in EXTRAS.items() if billed.value(*path) not in (None, False, "false")]
    return f"the price of {', '.join(shown)} is not confirmed" if shown else None


def recovery(billed: Billed) -> str | None:
    """Why keeping every second of the last weeks has no price."""
    is_kept = billed.is_on("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")
    return "the price of point-in-time recovery is not confirmed" if is_kept else None


def other_class(billed: Billed) -> str | None:
    """Why a table of another class has no price of storage."""
    table_class = billed.value("TableClass", default=STANDARD)
    return None if table_class == STANDARD else f"prices of the table class {table_class} are not confirmed"


QUANTITIES: dict[str, Quantity] = {
    "table_reads": Quantity(
        "Reads of tables", 1_000_000, "units a month", "Of each table: one is 4 KB, read consistently.", place=150
    ),
    "table_writes": Quantity(
        "Writes to tables", 1_000_000, "units a month", "To each table: one is 1 KB; each index adds one.", place=150
    ),
    "table_gb": Quantity("Data in tables", 1, "GB", "In each table, its indexes included.", place=150),
}

RATES: dict[str, Rate] = {
    "AWS::DynamoDB::Table": (
        on_demand("write"),
        on_demand("read"),
        Charge("writes on demand, indexes", "dynamodb.on-demand.write", indexes),
        provisioned("write"),
        provisioned("read"),
        of_indexes("write"),
        of_indexes("read"),
        Charge("storage", "dynamodb.storage", lambda billed: billed.used("table_gb")),
        Gap("point-in-time recovery", recovery),
        Gap("table class", other_class),
        Gap("extras", extras),
        Uncounted("reads of its stream but by functions", lambda billed: billed.says("StreamSpecification")),
        Uncounted("backups on request, exports, capacity that scales, transactions, which count twice"),
    ),
}
