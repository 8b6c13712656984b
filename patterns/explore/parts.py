"""Tables about a composition, part by part: a part is what an included recipe made, by the prefix of its names."""

from __future__ import annotations

from collections import Counter
from typing import Any

from patterns.analysis.cost import cost
from patterns.analysis.single_points import single_points
from patterns.explore.tables import Table
from patterns.template.resolve import resolve

REST = "the rest"


def part_of(name: str, parts: tuple[str, ...]) -> str:
    """The part that a logical id belongs to: the longest prefix of it."""
    return max((part for part in parts if name.startswith(part)), key=len, default=REST)


def bill_by_part(source: Any, *parts: str) -> Table:
    """How many resources each part has, what they cost a month, and what of it has no confirmed price.

    Raises `TemplateError`.
    """
    estimate, names = cost(source), resolve(source).resources
    counts = Counter(part_of(name, parts) for name in names)
    usd: Counter[str] = Counter()
    for item in estimate.items:
        usd[part_of(item.resource, parts)] += item.monthly_usd  # type: ignore[assignment]
    unpriced = {
        part: [one.resource for one in estimate.unpriced if part_of(one.resource, parts) == part] for part in counts
    }
    rows = [
        (part, str(counts[part]), f"${float(usd[part]):,.2f}", ", ".join(unpriced[part]))
        for part in (*parts, REST)
        if counts[part]
    ]
    total = ("together", str(len(names)), f"${estimate.monthly_usd:,.2f}", "")
    return Table(("part", "resources", "a month", "not priced"), (*rows, total))


def losses(source: Any) -> Table:
    """What becomes of which resource when each zone, gateway, key and store is lost. Raises `TemplateError`."""
    rows = [
        (
            f"{loss.kind} {loss.name}",
            str(outcome),
            ", ".join(e.logical_id for e in loss.effects if e.outcome == outcome),
        )
        for loss in single_points(source).losses
        for outcome in dict.fromkeys(effect.outcome for effect in loss.effects)
    ]
    return Table(("without", "what", "which"), tuple(rows), "nothing that can be lost by itself")
