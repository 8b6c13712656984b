"""AWS's prices as data: what one unit costs in a region, who says so, and when it was so. Not here: who pays it.

Every price in `prices.json` names AWS's page, and in `checked` the pages that were seen to confirm it: AWS's tables
are filled in by script, so that a stored copy of the page alone often shows no number. `date` is that of the newest
dated confirmation. A price that two pages do not confirm is not in the file, and what needs it is listed as unpriced.
Spot prices move: a `sample` is what one dated page saw, true of that day and of no other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Price:
    """What `per` units cost in a region; `date` is the newest day it was confirmed to be so."""

    id: str
    region: str
    usd: float
    per: int
    unit: str
    source: str
    date: date
    is_sample: bool = False
    """Whether the price moves, so that this is only what it was on `date`."""

    @property
    def unit_usd(self) -> float:
        """What one unit costs."""
        return self.usd / self.per

    def __str__(self) -> str:
        return f"${self.usd:g} per {f'{self.per:,} {self.unit}s' if self.per > 1 else self.unit}"


@cache
def prices(region: str) -> Mapping[str, Price]:
    """The prices of a region by their id; none for a region nobody has looked up yet."""
    return {
        id: _price(id, region, form, found)
        for id, form in table()["prices"].items()
        if (found := form["regions"].get(region)) is not None
    }


def _price(id: str, region: str, form: Mapping[str, Any], found: Mapping[str, Any]) -> Price:
    day = date.fromisoformat(found["date"])
    return Price(
        id, region, found["usd"], form["per"], form["unit"], form["source"], day, is_sample=form.get("sample", False)
    )


@cache
def factor(name: str) -> float:
    """A number of AWS's that is not a price: a free allowance, a share, a period."""
    return float(table()["factors"][name]["value"])


@cache
def table() -> dict[str, Any]:
    """The whole of `prices.json`: `prices`, `factors`, and the `pages` that confirm them."""
    text = resources.files("patterns.analysis").joinpath("prices.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
