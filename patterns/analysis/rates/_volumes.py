"""The lines of block storage, for volumes of their own and for those of instances."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Unpriceable, known, number
from patterns.analysis.prices import factor

PRICED = ("gp2", "gp3")
PROVISIONED = {"Iops": "IOPS", "Throughput": "throughput"}

Volumes = Callable[[Billed], Iterator[tuple[Any, float]]]
"""The volumes of a resource: the properties of each, and how many there are of it."""


def charges(volumes: Volumes) -> Rate:
    """The lines for a resource's volumes: storage, and of gp3 what is provisioned beyond what is included."""
    storage = (Charge(f"storage, {kind}", f"ebs.{kind}.storage", partial(_gb, volumes, kind)) for kind in PRICED)
    beyond = (
        Charge(f"{words} beyond what is included", f"ebs.gp3.{words.lower()}", partial(_beyond, volumes, name))
        for name, words in PROVISIONED.items()
    )
    return (*storage, *beyond, Gap("storage", partial(_without_price, volumes)))


def _gb(volumes: Volumes, kind: str, billed: Billed) -> float:
    return sum(_size_gb(volume) * count for volume, count in volumes(billed) if _kind(volume) == kind)


def _beyond(volumes: Volumes, name: str, billed: Billed) -> float:
    free = factor(f"ebs.gp3.{PROVISIONED[name].lower()}-included")
    gp3 = ((volume, count) for volume, count in volumes(billed) if _kind(volume) == "gp3")
    return sum(max(0.0, number(volume, name, default=free) - free) * count for volume, count in gp3)


def _without_price(volumes: Volumes, billed: Billed) -> str | None:
    others = sorted({_kind(volume) for volume, _ in volumes(billed)} - set(PRICED))
    if "" in others:
        return "its type comes from the image: give VolumeType"
    return f"the price of {' and '.join(others)} volumes is not confirmed" if others else None


def _kind(volume: Any) -> str:
    """The type of a volume, empty where it is left to the image."""
    return str(known(volume, "VolumeType", default=""))


def _size_gb(volume: Any) -> float:
    for name in ("Size", "VolumeSize"):
        if known(volume, name) is not None:
            return number(volume, name)
    raise Unpriceable("its size comes from its snapshot or image: give a size")
