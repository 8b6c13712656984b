"""What the reader has pinned, side by side with what the page shows now; each column can be gone back to."""

from __future__ import annotations

import re
from html import escape

from patterns.explore.markup import button
from patterns.explore.panels import Panel
from patterns.explore.variants import python_line, table
from patterns.explore.view import View
from patterns.table import Table

NOW = "now"


def _html(view: View) -> str:
    form = (
        '<form data-submit="pin" data-value="" class="pc-pin"><input name="text" required maxlength="24" '
        'aria-label="Name of the variant" placeholder="A name: dev, cheap, three zones">'
        '<button type="submit" class="pc-btn pc-main-btn">Pin this state</button></form>'
    )
    if not view.pinned:
        return f"{form}<p>Pin a state, turn a parameter, and hold the two against each other here.</p>"
    found = table({**view.pinned, NOW: view.draft})
    return f"{form}{_drawn(found)}{_lines(view)}"


def _drawn(found: Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in found.headings)
    rows = "".join(f"<tr>{_cells(row)}</tr>" for row in found.rows)
    names = found.headings[1:-1]
    ways = "".join(
        f"<td>{button('Go back', 'recall', name, name=f'Go back to {name}')} "
        f"{button('Unpin', 'unpin', name, look='pc-link', name=f'Unpin {name}')}</td>"
        for name in names
    )
    return (
        '<div class="pc-side-by-side" tabindex="0" role="region" aria-label="Variants side by side">'
        f'<table class="pc-tab pc-variants"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}<tr><td></td>{ways}<td></td></tr></tbody></table></div>"
    )


def _cells(row: tuple[str, ...]) -> str:
    """What differs from the state of now stands out, in more than colour."""
    label, *cells = row
    marked = (
        f"<td>{escape(cell)}</td>" if cell == cells[-1] else f'<td class="pc-differs"><b>{escape(cell)}</b></td>'
        for cell in cells
    )
    return f'<th scope="row">{escape(label)}</th>{"".join(marked)}'


def _lines(view: View) -> str:
    lines = "\n".join(f"{_variable(name)} = {python_line(draft)}" for name, draft in view.pinned.items())
    title = "The same in Python"
    return (
        f'<section><div class="pc-take"><h4>{title}</h4><button type="button" class="pc-btn" data-copy="next" '
        f'aria-label="Copy the lines of Python">Copy</button></div><pre class="pc-code" tabindex="0" role="region" '
        f'aria-label="{title}">{escape(lines)}</pre></section>'
    )


def _variable(name: str) -> str:
    """A name that Python takes, for one that a reader took."""
    words = re.sub(r"\W+", "_", name).strip("_").lower()
    return words if words.isidentifier() else f"variant_{words}"


def _badge(view: View) -> str:
    return str(len(view.pinned)) if view.pinned else ""


PANEL = Panel("variants", "Variants", 55, _html, _badge)
