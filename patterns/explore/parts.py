"""Tables about a composition, part by part: a part is what an included recipe made, by the prefix it is built under."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from patterns.analysis.cost import cost
from patterns.analysis.single_points import single_points
from patterns.explore.words import amount
from patterns.table import Table
from patterns.template.resolve import resolve

if TYPE_CHECKING:
    from patterns.pattern import Pattern

REST = "the rest"


def bill_by_part(pattern: Pattern) -> Table:
    """How many resources each included recipe made, what they cost a month, and what of it has no confirmed price."""
    estimate, names = cost(pattern), resolve(pattern).resources
    parts = {name: pattern.made_by.get(name, REST) for name in names}
    usd = {
        part: sum(item.monthly_usd for item in estimate.items if parts[item.resource] == part)
        for part in parts.values()
    }
    unpriced = {
        part: [one.resource for one in estimate.unpriced if parts[one.resource] == part] for part in parts.values()
    }
    rows = [
        (part, str(count), f"${usd[part]:,.2f}", ", ".join(unpriced[part]))
        for part, count in sorted(Counter(parts.values()).items(), key=lambda counted: (counted[0] == REST, counted[0]))
    ]
    total = ("together", str(len(names)), amount(estimate), "")
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
    return Table(("without", "what", "which"), tuple(rows), "nothing that can be lost on its own")
