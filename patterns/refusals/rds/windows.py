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
SHORTEST_WINDOW_MINUTES, DAY_MINUTES, LAST_HOUR = 30, 1440, 23
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(DAYS)
WEEK = re.compile(
    rf"(?P<from_day>{_DAY}):(?P<from>\d\d):(?P<from_minute>\d\d)-(?P<to_day>{_DAY}):(?P<to>\d\d):(?P<to_minute>\d\d)"
)


def wrong_backup_window(window: Any) -> Iterator[Refusal]:
    """A window for backups is half an hour at least."""
    if window is None:
        return
    match = WINDOW.fullmatch(str(window))
    if match is None or int(match["from"]) > LAST_HOUR or int(match["to"]) > LAST_HOUR:
        told = "Should be specified as a range hh24:mi-hh24:mi (24H Clock UTC). Example: 04:00-09:30"
        yield VALUE, f"Invalid backup window format: {window}. {told}"
        return
    first, last = (int(match[name]) * 60 + int(match[f"{name}_minute"]) for name in ("from", "to"))
    if (last - first) % DAY_MINUTES < SHORTEST_WINDOW_MINUTES:
        yield VALUE, f"The backup window {window} must be at least {SHORTEST_WINDOW_MINUTES} minutes."


def wrong_week(window: Any) -> Iterator[Refusal]:
    """A window for maintenance in a form that RDS does not read."""
    if window is not None and not WEEK.fullmatch(str(window).lower()):
        told = "Should be specified as a range ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC). Example: Sun:23:45-Mon:00:15"
        yield VALUE, f"Invalid maintenance window format: {window}. {told}"


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
