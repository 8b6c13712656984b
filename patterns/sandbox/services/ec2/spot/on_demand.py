"""What instances cost on demand, which no Spot price exceeds. Not a bill: that is `analysis`, whose table this reads.

Simplified: a type without a confirmed price is taken to cost what its size does in the m5 family, and every region
what us-east-1 does.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

LARGE_USD = 0.096
SMALLER = {"nano": 1 / 16, "micro": 1 / 8, "small": 1 / 4, "medium": 1 / 2, "large": 1, "xlarge": 2}
"""By size, in parts of a large one: each step doubles, and an 8xlarge is eight of an xlarge."""


@cache
def hourly_usd(instance_type: str) -> float:
    """The price of an hour on demand."""
    found = _table().get(f"ec2.instance.{instance_type}")
    if found is not None:
        return found
    size = instance_type.partition(".")[2]
    times = size.removesuffix("xlarge")
    larges = 2 * int(times) if times.isdigit() else SMALLER.get(size, 1)
    return LARGE_USD * larges


@cache
def _table() -> dict[str, float]:
    text = resources.files("patterns").joinpath("analysis", "prices.json").read_text(encoding="utf-8")
    regions = ((name, form["regions"]) for name, form in json.loads(text)["prices"].items())
    return {name: found["us-east-1"]["usd"] for name, found in regions if "us-east-1" in found}
