"""The picture a page leaves of itself: HTML that needs no script, no style sheet and no trust.

It shows the page's state when it was displayed, on a light ground of its own, so that it reads on any page.
"""

from __future__ import annotations

from html import escape

from patterns.analysis.diagram import picture
from patterns.explore.turning import said, turning
from patterns.explore.view import View
from patterns.explore.words import amount, counted

INK, SOFT, LINE, CARD = "#1b1f24", "#5b6570", "#d9dde3", "#ffffff"
FRAME = (
    f"background:{CARD};color:{INK};border:1px solid {LINE};border-radius:8px;padding:12px 16px;font-family:sans-serif"
)
SMALL = f"color:{SOFT};font-size:12px"


def still(view: View) -> str:
    """The page as it stands: head, picture, choices and findings."""
    return (
        f'<div style="{FRAME}"><p style="margin:0 0 8px"><b style="font-size:17px">{escape(view.title)}</b> '
        f'<span style="color:{SOFT}">{escape(view.summary)}</span></p>'
        f"{picture(view.resolved, view.boxes, view.left_out).still()}{_choices(view)}{_findings(view)}{_bill(view)}"
        f'<p style="{SMALL};margin:8px 0 0">A still of the page. Run the cell to turn its parameters.</p></div>'
    )


def _choices(view: View) -> str:
    turned = turning(view.source)
    if not turned.kinds:
        return ""
    rows = " · ".join(
        f"{escape(kind.label)}: <b>{escape(said(turned.values[name], kind))}</b>"
        for name, kind in turned.kinds.items()
        if kind.deploy_time is None
    )
    return f'<p style="margin:8px 0 0;font-size:13px;line-height:1.6">{rows}</p>'


def _bill(view: View) -> str:
    estimate = view.estimate
    gaps = (
        f", {counted(len({one.resource for one in estimate.unpriced}), 'resource')} not priced"
        if estimate.unpriced
        else ""
    )
    dated = f", prices as of {estimate.prices_as_of}" if estimate.prices_as_of else ""
    return (
        f'<p style="margin:8px 0 0;font-size:13px"><b>{amount(estimate)}</b> a month in {estimate.region}'
        f"{dated}{gaps}.</p>"
    )


def _findings(view: View) -> str:
    if not view.findings:
        return '<p style="margin:8px 0 0;font-size:13px">✓ No findings.</p>'
    rows = "".join(f"<li>{escape(str(finding))}</li>" for finding in view.findings)
    return f'<ul style="margin:8px 0 0;font-size:13px">{rows}</ul>'
