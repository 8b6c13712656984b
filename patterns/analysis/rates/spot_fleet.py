"""A Spot Fleet: its instances, in pools whose prices move and that EC2 chooses. No price is told for it."""

from __future__ import annotations

from patterns.analysis.charges import Billed, Gap, Rate


def capacity(billed: Billed) -> str:
    """Why the capacity of a fleet has no price."""
    wanted = billed.value("SpotFleetRequestConfigData", "TargetCapacity", default=0)
    return f"which pools its capacity of {wanted} comes from, and at which price, is EC2's choice"


RATES: dict[str, Rate] = {"AWS::EC2::SpotFleet": (Gap("Spot capacity", capacity),)}
