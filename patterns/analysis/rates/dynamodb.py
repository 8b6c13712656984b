"""DynamoDB: reads and writes, on demand or provisioned, and what is stored.

Not modelled: the first 25 GB, which cost nothing, streams, backups on request, and writes that an index adds.
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Gap, Rate
from patterns.analysis.quantity import Quantity

STANDARD = "STANDARD"


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


def recovery(billed: Billed) -> str | None:
    """Why keeping every second of the last weeks has no price."""
    is_kept = billed.is_on("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")
    return "the price of point-in-time recovery is not confirmed" if is_kept else None


def other_class(billed: Billed) -> str | None:
    """Why a table of another class has no price of storage."""
    found = billed.value("TableClass", default=STANDARD)
    return None if found == STANDARD else f"prices of the table class {found} are not confirmed"


QUANTITIES: dict[str, Quantity] = {
    "table_reads": Quantity(
        "Reads of tables", 1_000_000, "units a month", "Of each table: one is 4 KB, read consistently.", place=150
    ),
    "table_writes": Quantity("Writes to tables", 1_000_000, "units a month", "To each table: one is 1 KB.", place=150),
    "table_gb": Quantity("Data in tables", 1, "GB", "In each table, its indexes included.", place=150),
}

RATES: dict[str, Rate] = {
    "AWS::DynamoDB::Table": (
        on_demand("write"),
        on_demand("read"),
        provisioned("write"),
        provisioned("read"),
        Charge("storage", "dynamodb.storage", lambda billed: billed.used("table_gb")),
        Gap("point-in-time recovery", recovery),
        Gap("table class", other_class),
    ),
}
