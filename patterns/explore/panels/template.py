"""The template, with the lines that the last turn removed and added where they stand; to fold, search and copy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from patterns.explore.panels import Panel
from patterns.explore.view import Mark, View

Marked = tuple[Mark, str]

CHANGED = {
    "+": '<span class="pc-line add"><span class="pc-sr">added: </span>',
    "-": '<span class="pc-line del"><span class="pc-sr">removed: </span>',
}
SECTIONS_WITH_MEMBERS = ("Resources",)
"""Sections whose members fold one by one."""

TOOLS = (
    '<div class="pc-tools"><input type="search" data-search placeholder="Search" aria-label="Search the template">'
    '<span class="pc-found" role="status"></span>'
    '<button type="button" class="pc-btn" data-fold="close">Fold</button>'
    '<button type="button" class="pc-btn" data-fold="open">Unfold</button>'
    '<button type="button" class="pc-btn" data-copy="code">Copy</button></div>'
)


@dataclass
class Fold:
    """A line with the lines that belong under it, some of them folds themselves."""

    line: Marked
    under: list[Fold] = field(default_factory=list)


def _html(view: View) -> str:
    rows = "".join(_drawn(fold, "") for fold in _folds(view.marked_lines))
    return f'{TOOLS}<div class="pc-code" tabindex="0" role="region" aria-label="Template">{rows}</div>'


def _folds(lines: Sequence[Marked]) -> list[Fold]:
    """Lines under their section, and resources under theirs; a text without indented sections does not fold."""
    top: list[Fold] = []
    for section in _headed(lines, 0):
        head, *rest = section
        if not _key(head[1]):
            top += map(Fold, section)
            continue
        fold = Fold(head)
        if _key(head[1]) in SECTIONS_WITH_MEMBERS and rest:
            step = min((_depth(text) for _, text in rest if text.strip()), default=0)
            fold.under = [Fold(first, [Fold(line) for line in own]) for first, *own in _headed(rest, step)]
        else:
            fold.under = [Fold(line) for line in rest]
        top.append(fold)
    return top


def _headed(lines: Sequence[Marked], depth: int) -> Iterator[list[Marked]]:
    """The lines cut before each that is a key at this depth."""
    part: list[Marked] = []
    for line in lines:
        if part and _depth(line[1]) <= depth and _key(line[1]):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _key(text: str) -> str:
    match = re.match(r"\s*([\w:.-]+):(?: |$)", text)
    return match[1] if match else ""


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip())


def _drawn(fold: Fold, within: str) -> str:
    if not fold.under:
        return _row(fold.line)
    key = f"{within}/{fold.line[0]}{_key(fold.line[1])}"
    inner = "".join(_drawn(one, key) for one in fold.under)
    return f'<details open data-key="{escape(key)}"><summary>{_row(fold.line)}</summary>{inner}</details>'


def _row(line: Marked) -> str:
    mark, text = line
    if mark:
        return f'{CHANGED[mark]}<span class="pc-text">{coloured(text)}</span></span>'
    # Thousands of these may stand on a page.
    return f'<span class="pc-line">{coloured(text)}</span>'


def coloured(line: str) -> str:
    """One line of YAML as HTML: its key and its short-form functions set off."""
    key = re.match(r"(\s*(?:- )?)([\w:.-]+)(:(?: |$))(.*)", line)
    lead, name, colon, rest = key.groups() if key else ("", "", "", line)
    shown = re.sub(r"(?<![\w&])(![A-Z]\w+)", r'<span class="t">\1</span>', escape(rest, quote=False))
    label = f'<span class="k">{escape(name)}</span>' if name else ""
    return f"{lead}{label}{colon}{shown}" or " "


PANEL = Panel("template", "Template", 20, _html)
