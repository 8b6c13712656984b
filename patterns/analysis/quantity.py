"""The form of a usage quantity, and the month it is for. Not here: which ones there are, or what somebody gave."""

from __future__ import annotations

import math
from dataclasses import dataclass

DAYS_A_MONTH, HOURS_A_MONTH = 365 / 12, 730
"""The month an estimate is for; its hours are AWS's own convention for monthly estimates."""

LAST = 1000


@dataclass(frozen=True)
class Quantity:
    """One thing that is used: its name in words, how much by default, in which unit, what it means, and a limit.

    Lists have quantities in the order of `place`, and those of one place in the order of their modules.
    """

    label: str
    default: float
    unit: str
    help: str
    most: float = math.inf
    place: int = LAST
