"""What is read from a template alone: diagram and bill of the largest, and who reaches whom over three zones.

Each run sees a template that nobody has read before. There is no alternative to set beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.largest import changing, largest
from benchmarks.measure import Row, median_of
from patterns import ThreeTierVpc, cost, diagram, reachability
from patterns.pattern import Pattern


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row for each thing that is read."""
    network = ThreeTierVpc(zone_count=3)
    return [
        _row(diagram, largest(), "diagram as the page shows it", "under 60 ms", runs),
        _row(partial(diagram, unfolded=["everything"]), largest(), "diagram of every resource", "", runs),
        _row(_everybody, network, "who reaches whom, all pairs and routes, three zones", "under 100 ms", runs),
        _row(cost, network, "bill, three zones", "", runs),
        _row(cost, largest(), "bill", "", runs),
    ]


def _row(read: Callable[[Pattern], object], pattern: Pattern, what: str, target: str, runs: int) -> Row:
    next_one = changing(pattern)
    read(next_one())
    resources = len(pattern.to_dict()["Resources"])
    name = f"{what}: {pattern.recipe_name()}, {resources} resources"
    return Row(name, median_of(runs, lambda: read(next_one())), None, "", target)


def _everybody(pattern: Pattern) -> object:
    answers = reachability(pattern)
    return answers.matrix(), [subnet.routes for subnet in answers.subnets]
