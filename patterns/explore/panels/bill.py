"""What the template costs in a month, line by line, and what it is used for: quantities the reader can turn."""

from __future__ import annotations

from html import escape

from patterns.analysis.cost import Item, difference
from patterns.analysis.prices import prices
from patterns.analysis.usage import QUANTITIES
from patterns.explore.markup import button, facts, trouble
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.explore.words import counted, dearer, unit_price, usd

HEADINGS = ("Resource", "What", "Used", "Price", "A month", "Share of the bill")


def _html(view: View) -> str:
    return trouble(view.trouble) + _bill(view) + _changed(view) + _left_out(view) + _usage(view) + _never_counted(view)


def _bill(view: View) -> str:
    items = sorted(view.estimate.items, key=lambda item: -item.monthly_usd)
    if view.estimate.is_unknown:
        return f"<p>What it costs a month in {view.estimate.region} is unknown: {view.estimate.why_unknown}.</p>"
    if not items:
        return "<p>Nothing in this template is billed on its own.</p>"
    dearest = items[0].monthly_usd
    rows = "".join(_row(item, dearest, view) for item in items)
    return f'<div class="pc-bill">{facts(HEADINGS, rows + _total(view))}</div>'


def _row(item: Item, dearest: float, view: View) -> str:
    share = 100 * item.monthly_usd / dearest if dearest else 0
    source = prices(view.estimate.region)[item.price].source
    price = escape(unit_price(item.unit_usd, item.unit))
    sample = f"<br><small>a sample from {item.sampled_on:%-d %B %Y}</small>" if item.sampled_on else ""
    return (
        f"<tr><td>{escape(item.resource)}</td><td>{escape(item.what)}</td><td>{_amount(item.quantity)} {item.unit}</td>"
        f'<td><a href="{escape(source)}" target="_blank" rel="noopener">{price}</a>{sample}</td>'
        f"<td>{usd(item.monthly_usd)}</td>"
        f'<td aria-hidden="true"><div class="pc-bar" style="width:{share:.1f}%"></div></td></tr>'
    )


def _amount(quantity: float) -> str:
    """A quantity with as many digits as matter, and never as a power of ten."""
    return f"{quantity:,.0f}" if quantity >= 1000 else f"{quantity:,.4g}"


def _total(view: View) -> str:
    estimate = view.estimate
    said = f"{estimate.region}, list prices; the oldest is from {estimate.prices_as_of:%-d %B %Y}"
    return f'<tr class="pc-total"><td colspan="4">{said}</td><td><b>{usd(estimate.monthly_usd)}</b></td><td></td></tr>'


def _changed(view: View) -> str:
    found = difference(view.before.estimate, view.estimate) if view.before else []
    if not found:
        return ""
    items = "".join(
        f"<li>{dearer(one.difference_usd)} {escape(one.resource)}, {escape(one.what)}</li>" for one in found
    )
    return f"<h4>What the last turn changed on the bill</h4><ul>{items}</ul>"


def _left_out(view: View) -> str:
    unpriced = view.estimate.unpriced
    if not unpriced:
        return ""
    items = "".join(f"<li><b>{escape(one.resource)}</b> {escape(one.why)}</li>" for one in unpriced)
    resources = counted(len({one.resource for one in unpriced}), "resource")
    return f"<h4>▲ Not in this sum: {resources}</h4><ul>{items}</ul>"


def _never_counted(view: View) -> str:
    items = "".join(f"<li>{escape(one)}</li>" for one in view.estimate.uncounted)
    return (
        f"<details><summary>What AWS bills besides, and no sum here counts</summary><ul>{items}</ul></details>"
        if items
        else ""
    )


def _usage(view: View) -> str:
    names = view.estimate.quantities
    if not names:
        return ""
    return f'<h4>Used for</h4><div class="pc-usage">{"".join(_field(view, name) for name in names)}</div>'


def _field(view: View, name: str) -> str:
    quantity, given = QUANTITIES[name], view.draft.usage.get(name)
    amount = quantity.default if given is None else given
    back = "" if given is None else button(f"Back to {quantity.default:,g}", "use", name, look="pc-link")
    return (
        f'<form data-submit="use" data-value="{name}" data-key="{name}"><label>{escape(quantity.label)} '
        f'<input name="text" type="number" min="0" step="any" value="{amount:.15g}" data-live '
        f'aria-describedby="pc-use-{name}"></label> <span>{escape(quantity.unit)}</span>{back}'
        f'<small id="pc-use-{name}">{escape(quantity.help)}</small></form>'
    )


PANEL = Panel("bill", "Bill", 35, _html)
