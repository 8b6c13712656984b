"""EBS: volumes of their own, gp2 unless they say otherwise. Those of instances stand with the instance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.analysis.charges import Billed, Rate
from patterns.analysis.rates import _volumes


def itself(billed: Billed) -> Iterator[tuple[Any, float]]:
    """The volume that the resource is."""
    yield {"VolumeType": "gp2"} | billed.resource.properties, 1.0


RATES: dict[str, Rate] = {"AWS::EC2::Volume": _volumes.charges(itself)}
