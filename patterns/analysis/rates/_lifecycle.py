"""How much of a bucket's data stands in which storage class, by its lifecycle rules. Not here: what a class costs.

The model: data comes in evenly and leaves at one age, so that at any moment all ages up to that one are there in equal
parts. Rules with a filter concern an unknown part of the objects and are left out, which makes an estimate higher,
as is an expired date. Not modelled: least sizes and least periods of the cheaper classes, and object lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from patterns.analysis.charges import Billed, Unpriceable, known, number
from patterns.analysis.quantity import DAYS_A_MONTH
from patterns.template.properties import at, each

STANDARD = "STANDARD"
CHEAPER = {
    "INTELLIGENT_TIERING": "Intelligent-Tiering",
    "STANDARD_IA": "Standard-Infrequent Access",
    "ONEZONE_IA": "One Zone-Infrequent Access",
    "GLACIER_IR": "Glacier Instant Retrieval",
    "GLACIER": "Glacier Flexible Retrieval",
    "DEEP_ARCHIVE": "Glacier Deep Archive",
}
"""The storage classes a lifecycle rule moves objects to."""

FILTERS = ("Prefix", "TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan")


@dataclass(frozen=True)
class Flow:
    """Data of all ages up to `lifetime` days, in equal parts, and the (age in days, storage class) of each move."""

    gb: float
    lifetime: float
    moves: tuple[tuple[float, str], ...] = ()

    def stored(self, storage_class: str) -> float:
        """GB in a storage class."""
        starts = [(0.0, STANDARD), *self.moves]
        ends = [age for age, _ in starts[1:]] + [self.lifetime]
        days = sum(
            max(0.0, min(end, self.lifetime) - start)
            for (start, name), end in zip(starts, ends, strict=True)
            if name == storage_class
        )
        return self.gb * days / self.lifetime

    def moved(self, storage_class: str) -> float:
        """GB moved into a storage class in a month."""
        moves = sum(1 for age, name in self.moves if name == storage_class and age < self.lifetime)
        return self.gb / self.lifetime * DAYS_A_MONTH * moves


def current(billed: Billed, gb: float) -> Flow:
    """The flow of a bucket's current versions, of which there are `gb`."""
    return Flow(gb, current_days(billed), _moves(billed, "Transition"))


def current_days(billed: Billed) -> float:
    """The age at which current versions are gone, or the age of the bucket."""
    return _days(billed, ("ExpirationInDays",))


def old_versions(billed: Billed, gb_a_month: float) -> Flow:
    """The flow of the versions that were overwritten or deleted, so much a month; none without versioning."""
    kept = _days(billed, ("NoncurrentVersionExpiration", "NoncurrentDays"), ("NoncurrentVersionExpirationInDays",))
    gb = gb_a_month * kept / DAYS_A_MONTH if billed.value("VersioningConfiguration", "Status") == "Enabled" else 0.0
    return Flow(gb, kept, _moves(billed, "NoncurrentVersionTransition"))


def _days(billed: Billed, *paths: tuple[str, ...]) -> float:
    found = (number(rule, *path) for rule in _rules(billed) for path in paths if at(rule, *path) is not None)
    return max(1.0, min([*found, billed.days]))


def _moves(billed: Billed, name: str) -> tuple[tuple[float, str], ...]:
    moves = [move for rule in _rules(billed) for key in (name, f"{name}s") for move in each(known(rule, key))]
    return tuple(sorted((number(move, "TransitionInDays"), _class(move)) for move in moves))


def _class(move: Any) -> str:
    storage_class = str(known(move, "StorageClass")).upper()
    if storage_class not in CHEAPER:
        raise Unpriceable(f"{storage_class} is not a storage class with a confirmed price")
    return storage_class


def _rules(billed: Billed) -> Iterator[Any]:
    for rule in billed.value("LifecycleConfiguration", "Rules", default=[]):
        if known(rule, "Status") == "Enabled" and not any(known(rule, part) for part in FILTERS):
            yield rule
