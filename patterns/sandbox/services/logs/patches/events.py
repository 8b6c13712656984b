"""The ids of log events, which moto counts through all accounts of a process, as a number.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilteredLogEvent.html
"""

from __future__ import annotations

from typing import Any

BELOW_THE_MILLISECONDS = 144
"""Bits of an id: published ones, divided by their time in milliseconds, come to 2 to this power."""


def apply() -> None:
    """Give each event the id of its own account: later ones have higher ids."""
    from moto.logs.models import LogEvent

    make = LogEvent.__init__

    def made(self: Any, ingestion_time: int, log_event: dict[str, Any]) -> None:
        from moto.moto_api._internal import mock_random

        make(self, ingestion_time, log_event)
        drawn = mock_random.getrandbits(BELOW_THE_MILLISECONDS)
        self.event_id = str((self.timestamp << BELOW_THE_MILLISECONDS) + drawn)

    LogEvent.__init__ = made
