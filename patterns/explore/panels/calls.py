"""Who called what by the account's endpoint or from the page: allowed, or refused and why, as the calls come."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from patterns.explore.markup import facts
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.explore.words import counted

if TYPE_CHECKING:
    from patterns.sandbox.authorisation.calls import MadeCall

MOST_SHOWN = 50
"""The newest so many are drawn."""


def _html(view: View) -> str:
    shown = view.calls[-MOST_SHOWN:]
    refused = sum(call.was_refused for call in shown)
    said = f"The last {counted(len(shown), 'call')}, the newest first; {refused} refused."
    rows = "".join(_row(call) for call in reversed(shown))
    return f'<p class="pc-hint">{said}</p>{facts(("time", "who", "what", "answer"), rows)}'


def _row(call: MadeCall) -> str:
    what = f"<code>{escape(call.service)}:{escape(call.operation)}</code>"
    return (
        f"<tr><td>{call.at:%H:%M:%S}</td><td>{escape(call.principal.rpartition(':')[2])}</td><td>{what}</td>"
        f"<td>{_answer(call)}</td></tr>"
    )


def _answer(call: MadeCall) -> str:
    if not call.was_refused:
        return '<span class="pc-relief">✓ answered</span>'
    return f'<span class="pc-worry">✗ {escape(call.code)}</span><br>{escape(call.why)}'


PANEL = Panel("calls", "Calls", 57, _html, applies=lambda view: bool(view.calls))
