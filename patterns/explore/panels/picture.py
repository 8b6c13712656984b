"""The template's own diagram."""

from __future__ import annotations

from html import escape

from patterns.analysis.diagram import diagram
from patterns.explore.panels import Panel
from patterns.explore.view import View


def _html(view: View) -> str:
    drawn = diagram(view.resolved)
    return f'<figure class="pc-picture" role="img" aria-label="{escape(drawn.words)}">{drawn.svg}</figure>'


PANEL = Panel("picture", "Picture", 10, _html)
