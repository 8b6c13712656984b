"""The order of what S3 keeps when the clock stands still: moto tells versions of a key apart by their time only."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any


def apply() -> None:
    """Let no two moments of moto's S3 be equal: microseconds apart, which no answer shows."""
    from moto.s3 import models

    models.utcnow = _Moments(models.utcnow)


class _Moments:
    def __init__(self, now: Any) -> None:
        self._now = now
        self._last: datetime | None = None
        self._count = itertools.count(1)

    def __call__(self) -> datetime:
        now: datetime = self._now()
        if now != self._last:
            self._last, self._count = now, itertools.count(1)
        return now + timedelta(microseconds=min(next(self._count), 999_999))
