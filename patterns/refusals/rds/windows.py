"""What RDS refuses of the windows for backups and maintenance.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal
from patterns.refusals.rds.settings import COMBINATION, VALUE

WINDOW = re.compile(r"(?P<from>\d\d):(?P<from_minute>\d\d)-(?P<to>\d\d):(?P<to_minute>\d\d)")
SHORTEST_WINDOW_MINUTES, DAY_MINUTES = 30, 1440
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(DAYS)
WEEK = re.compile(
    rf"(?P<from_day>{_DAY}):(?P<from>\d\d):(?P<from_minute>\d\d)-(?P<to_day>{_DAY}):(?P<to>\d\d):(?P<to_minute>\d\d)"
)


def wrong_backup_window(window: Any) -> Iterator[Refusal]:
    """A window for backups is half an hour at least."""
    found = WINDOW.fullmatch(str(window)) if window is not None else None
    if found is None:
        return
    first, last = (int(found[name]) * 60 + int(found[f"{name}_minute"]) for name in ("from", "to"))
    if (last - first) % DAY_MINUTES < SHORTEST_WINDOW_MINUTES:
        yield VALUE, f"The backup window {window} must be at least {SHORTEST_WINDOW_MINUTES} minutes."


def wrong_windows(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """The window for backups, every day, lies beside the one for maintenance, once a week."""
    daily = WINDOW.fullmatch(str(asked.get("PreferredBackupWindow") or ""))
    weekly = WEEK.fullmatch(str(asked.get("PreferredMaintenanceWindow") or "").lower())
    if daily is None or weekly is None:
        return
    begins, ends = (int(daily[name]) * 60 + int(daily[f"{name}_minute"]) for name in ("from", "to"))
    first, last = (
        DAYS.index(weekly[f"{name}_day"]) * DAY_MINUTES + int(weekly[name]) * 60 + int(weekly[f"{name}_minute"])
        for name in ("from", "to")
    )
    length, rest = (ends - begins) % DAY_MINUTES, (last - first) % (7 * DAY_MINUTES)
    for day in range(-1, 15):
        start = day * DAY_MINUTES + begins
        if start < first + rest and first < start + length:
            yield COMBINATION, "The backup window and maintenance window must not overlap."
            return
