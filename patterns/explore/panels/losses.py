"""Single points of failure: what stops, and what holds, when one zone, gateway, instance, key or database is lost."""

from __future__ import annotations

from html import escape

from patterns.analysis.zone_loss.effects import Effect, Loss, Outcome
from patterns.explore.markup import chip
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.explore.words import counted

SIGNS = {
    Outcome.FAILS_OVER: ("✓", "pc-relief"),
    Outcome.REDUCED: ("◐", ""),
}
"""What copes with a loss; everything else has the sign of a failure."""


def _html(view: View) -> str:
    losses = view.single_points.losses
    failing = [loss for loss in losses if loss.is_single_point]
    said = counted(len(failing), "single point") + " of failure" if failing else "No single point of failure"
    order = sorted(losses, key=lambda loss: not loss.is_single_point)
    return f"<p><b>{said}</b> among {counted(len(losses), 'thing')} that can be lost.</p>" + "".join(map(_loss, order))


def _loss(loss: Loss) -> str:
    look = "pc-high" if loss.is_single_point else ""
    words = f"{counted(len(loss.failures), 'failure')}" if loss.is_single_point else "holds"
    items = "".join(map(_effect, loss.effects)) or "<li>Nothing here is affected.</li>"
    is_open = " open" if loss.is_single_point else ""
    return (
        f'<details class="pc-find {look}" data-key="{escape(loss.name)}"{is_open}><summary>'
        f"Without {escape(loss.kind)} <b>{escape(loss.name)}</b> "
        f"{chip(words, 'pc-worry' if loss.is_single_point else 'pc-relief')}</summary><ul>{items}</ul></details>"
    )


def _effect(effect: Effect) -> str:
    sign, look = SIGNS.get(effect.outcome, ("▲", "pc-worry"))
    page = f' <a href="{escape(effect.source)}" target="_blank" rel="noopener">why</a>' if effect.source else ""
    return (
        f'<li><span class="{look}" aria-hidden="true">{sign}</span> <b>{escape(effect.logical_id)}</b> '
        f"{escape(effect.outcome)}: {escape(effect.why)}.{page}</li>"
    )


def _badge(view: View) -> str:
    count = len(view.single_points)
    return str(count) if count else ""


PANEL = Panel("losses", "Losses", 45, _html, _badge, applies=lambda view: bool(view.single_points.losses))
