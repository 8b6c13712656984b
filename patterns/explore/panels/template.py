"""The template as YAML, with the lines that the last turn removed and added where they stand."""

from __future__ import annotations

import re
from html import escape

from patterns.explore.panels import Panel
from patterns.explore.view import View

CLASSES = {"+": "add", "-": "del", "": ""}
SPOKEN = {"+": '<span class="pc-sr">added: </span>', "-": '<span class="pc-sr">removed: </span>', "": ""}


def _html(view: View) -> str:
    rows = "".join(
        f'<div class="{CLASSES[mark]}"><span class="pc-mark" aria-hidden="true">{mark or " "}</span>'
        f"{SPOKEN[mark]}{coloured(line)}</div>"
        for mark, line in view.marked_lines
    )
    return f'<div class="pc-code" tabindex="0" role="region" aria-label="Template">{rows}</div>'


def coloured(line: str) -> str:
    """One line of YAML as HTML: its key and its short-form functions set off."""
    key = re.match(r"(\s*(?:- )?)([\w:.-]+)(:(?: |$))(.*)", line)
    lead, name, colon, rest = key.groups() if key else ("", "", "", line)
    shown = re.sub(r"(?<![\w&])(![A-Z]\w+)", r'<span class="t">\1</span>', escape(rest, quote=False))
    label = f'<span class="k">{escape(name)}</span>' if name else ""
    return f"{lead}{label}{colon}{shown}" or " "


PANEL = Panel("template", "Template", 20, _html)
