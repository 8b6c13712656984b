"""What a template costs in a month, line by line, before anything exists.

Free tiers, taxes, volume discounts and support are not counted, and commitments only as far as the usage says so. What
AWS bills and no confirmed price covers is listed as unpriced, with the reason: a missing price is never zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Setting, Uncounted, Unpriceable
from patterns.analysis.prices import prices
from patterns.analysis.rates import rates
from patterns.analysis.regions import why_no_region
from patterns.analysis.usage import QUANTITIES, Usage, UsageError
from patterns.analysis.usage import usage as checked_usage
from patterns.knowledge import about
from patterns.table import Table
from patterns.template.resolve import REGION, Resolved, resolve
from patterns.template.values import Unknown

__all__ = ["Estimate", "Item", "ItemChange", "Unpriced", "Usage", "UsageError", "cost", "difference"]


@dataclass(frozen=True)
class Item:
    """One line of the bill: `quantity` units at `unit_usd` each; `price` is the id of the price in `prices.json`."""

    resource: str
    type: str
    what: str
    quantity: float
    unit: str
    unit_usd: float
    price: str
    sampled_on: date | None = None
    """The day of a price that moves."""

    @property
    def monthly_usd(self) -> float:
        """What the line comes to in a month."""
        return self.quantity * self.unit_usd


@dataclass(frozen=True)
class Unpriced:
    """What the estimate leaves out, and why."""

    resource: str
    type: str
    why: str


@dataclass(frozen=True)
class Estimate:
    """A template's bill for one month; `prices_as_of` is the day of the oldest price in it, None where it has none.

    `quantities` names what the bill depends on of `QUANTITIES`, in their order; `uncounted` says for each type what AWS
    bills besides, depending on what neither the template nor the usage says.
    """

    items: tuple[Item, ...]
    unpriced: tuple[Unpriced, ...]
    prices_as_of: date | None
    usage: Usage
    region: str
    quantities: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    @property
    def monthly_usd(self) -> float:
        """The sum of all lines; where `is_unknown`, there are none, and the sum says nothing."""
        return math.fsum(item.monthly_usd for item in self.items)

    @property
    def is_unknown(self) -> bool:
        """Whether something is billed and nothing of it has a price, so that no amount can be told."""
        return bool(self.unpriced) and not self.items

    @property
    def why_unknown(self) -> str:
        """Why there is no amount: the region has no prices, or what is billed has none; empty if there is one."""
        if not self.is_unknown:
            return ""
        return (
            "nothing in it has a confirmed price" if prices(self.region) else f"no prices for {self.region} are known"
        )

    @property
    def table(self) -> Table:
        """The lines, the dearest first, with their sum; then what has no price, and why."""
        lines = sorted(self.items, key=lambda item: -item.monthly_usd)
        rows = [
            (line.resource, line.what, f"{line.quantity:,.4g} {line.unit}", f"${line.monthly_usd:,.2f}")
            for line in lines
        ]
        dated = f"prices as of {self.prices_as_of}" if self.prices_as_of else ""
        unpriced = [(one.resource, one.why, "", "not priced") for one in self.unpriced]
        amount = "unknown" if self.is_unknown else f"${self.monthly_usd:,.2f}"
        rows = [*rows, *unpriced, ("together", f"in {self.region}", self.why_unknown or dated, amount)]
        return Table(("resource", "what", "quantity", "a month"), tuple(rows))

    def _repr_html_(self) -> str:
        return self.table._repr_html_()

    def __repr__(self) -> str:
        left_out = f", {len(self.unpriced)} not priced" if self.unpriced else ""
        if self.is_unknown:
            return f"Estimate(unknown a month in {self.region}: {self.why_unknown}{left_out})"
        items = f"{len(self.items)} item{'' if len(self.items) == 1 else 's'}"
        dated = f", prices as of {self.prices_as_of}" if self.prices_as_of else ""
        return f"Estimate(${self.monthly_usd:,.2f} a month in {self.region}, {items}{left_out}{dated})"


@dataclass(frozen=True)
class ItemChange:
    """One line that two estimates disagree about; 0 on the side where it does not stand."""

    resource: str
    what: str
    old_usd: float
    new_usd: float

    @property
    def difference_usd(self) -> float:
        """How much dearer the line has become."""
        return self.new_usd - self.old_usd


def cost(
    source: Any,
    usage: Usage | Mapping[str, Any] | None = None,
    *,
    region: str | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Estimate:
    """The monthly estimate of a template: a pattern, troposphere template, dict, YAML or JSON text, path or `Resolved`.

    `usage` gives quantities by name, `{"storage_gb": 50}`, and for single resources by logical id, `{"Bucket":
    {"storage_gb": 500}}`; the names and defaults are `patterns.analysis.usage.QUANTITIES`. `region` is that of the
    `Resolved`, else us-east-1. Raises `TemplateError`, and `UsageError` for a name, quantity or region that cannot be.
    """
    if region is not None and (why := why_no_region(region)):
        raise UsageError(why)
    resolved = (
        source if isinstance(source, Resolved) else resolve(source, parameters=parameters, region=region or REGION)
    )
    region = region or resolved.region
    setting = Setting(resolved, checked_usage(usage, resources=resolved.resources))
    lines = [line for billed in setting.billed.values() for line in _lines(billed, region)]
    items = tuple(line for line in lines if isinstance(line, Item))
    oldest = min((prices(region)[item.price].date for item in items), default=None)
    unpriced = tuple(line for line in lines if isinstance(line, Unpriced))
    quantities = tuple(name for name in QUANTITIES if name in setting.asked)
    return Estimate(items, unpriced, oldest, setting.usage, region, quantities, tuple(_uncounted(setting)))


def difference(old: Estimate, new: Estimate) -> list[ItemChange]:
    """The lines that differ between two estimates, the largest change first; cents that rounding hides are left out."""
    before, after = _by_line(old), _by_line(new)
    changes = (
        ItemChange(resource, what, before.get((resource, what), 0.0), after.get((resource, what), 0.0))
        for resource, what in before | after
    )
    real = (change for change in changes if abs(change.difference_usd) >= 0.005)
    return sorted(real, key=lambda change: (-abs(change.difference_usd), change.resource, change.what))


def _by_line(estimate: Estimate) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for item in estimate.items:
        found[item.resource, item.what] = found.get((item.resource, item.what), 0.0) + item.monthly_usd
    return found


def _lines(billed: Billed, region: str) -> Iterator[Item | Unpriced]:
    resource = billed.resource
    rate = rates().get(resource.type)
    why = _open_condition(billed)
    if rate is None and not about(resource.type).free:
        why = f"there is no rule for {resource.type} yet"
    if why is not None:
        yield Unpriced(resource.logical_id, resource.type, why)
    elif rate is not None:
        yield from _rated(billed, rate, region)


def _uncounted(setting: Setting) -> Iterator[str]:
    for type_name, resources in sorted(setting.by_type.items()):
        found = [part.what for part in rates().get(type_name, ()) if isinstance(part, Uncounted)
                 if any(_applies(part, billed) for billed in resources)]  # fmt: skip
        if found:
            yield f"{type_name}: {', '.join(found)}"


def _applies(part: Uncounted, billed: Billed) -> bool:
    try:
        return part.applies(billed)
    except Unpriceable:
        return True


def _rated(billed: Billed, rate: Rate, region: str) -> Iterator[Item | Unpriced]:
    reasons: dict[str, list[str]] = {}
    lines = [part for part in rate if not isinstance(part, Uncounted)]
    for part in lines:
        try:
            yield from _item(billed, part, region)
        except Unpriceable as gap:
            reasons.setdefault(str(gap), []).append(part.what)
    for why, parts in reasons.items():
        subject = "" if len(parts) == len(lines) else f"{', '.join(dict.fromkeys(parts))}: "
        yield Unpriced(billed.resource.logical_id, billed.resource.type, subject + why)


def _item(billed: Billed, part: Charge | Gap, region: str) -> Iterator[Item]:
    if isinstance(part, Gap):
        why = part.why(billed)
        if why:
            raise Unpriceable(why)
        return
    quantity = part.quantity(billed)
    if not quantity:
        return
    price = prices(region).get(part.price_id(billed))
    if price is None:
        raise Unpriceable(f"no price of {part.price_id(billed)} in {region} is confirmed{part.advice}")
    resource, unit_usd = billed.resource, price.unit_usd * part.paid(billed)
    sampled_on = price.date if price.is_sample else None
    yield Item(resource.logical_id, resource.type, part.what, quantity, price.unit, unit_usd, price.id, sampled_on)


def _open_condition(billed: Billed) -> str | None:
    resolved = billed.setting.resolved
    name = resolved.document.body["Resources"][billed.resource.logical_id].get("Condition")
    if about(billed.resource.type).free or not isinstance(resolved.conditions.get(name), Unknown):
        return None
    return f"whether it is made depends on the condition {name}, which only a deployment settles"
