"""What stands around the panels: the head with its figures, and the strip that says what the last turn did."""

from __future__ import annotations

from html import escape
from typing import Any

from patterns.explore.view import Turn, View
from patterns.template.difference import Change


def head(view: View) -> str:
    """Title, one sentence, and the figures that are always in sight."""
    findings = len(view.all_findings)
    figures = _figure(len(view.resolved.resources), "resource") + _figure(findings, "finding", worry=bool(findings))
    return (
        f'<h3>{escape(view.title)}</h3><span class="sub">{escape(view.summary)}</span>'
        f'<span class="right">{figures}</span>'
    )


def strip(view: View, *, can_undo: bool, can_redo: bool) -> str:
    """The last turn in one line: the parameter, what it changes, which findings came and went."""
    said = "".join(map(_turned, view.turns)) or "<span>Turn a parameter, and this line says what it did.</span>"
    buttons = "".join(
        f'<button class="pc-link" data-action="{name}"{"" if usable else " disabled"}>{name.capitalize()}</button>'
        for name, usable in (("undo", can_undo), ("redo", can_redo), ("reset", can_undo))
    )
    return f'{said}{_effects(view)}<span class="pc-buttons">{buttons}</span>'


def _turned(turn: Turn) -> str:
    return f"<span><b>{escape(turn.parameter)}</b> {escape(spoken(turn.old))} → {escape(spoken(turn.new))}</span>"


def _effects(view: View) -> str:
    if not view.turns:
        return ""
    chips = [f'<span class="pc-chip">{escape(words)}</span>' for words in _changes(view.changes)]
    chips += [f'<span class="pc-chip pc-worry">{escape(c.consequence)}</span>' for c in view.changes if c.consequence]
    chips += [f'<span class="pc-chip pc-worry">▲ {escape(one.id)} {escape(one.title)}</span>' for one in view.gained]
    chips += [f'<span class="pc-chip pc-relief">✓ {escape(one.id)} is gone</span>' for one in view.lost]
    return "".join(chips) or '<span class="pc-chip">nothing changes in the template</span>'


def _changes(changes: tuple[Change, ...]) -> list[str]:
    kinds = {
        "added": [c for c in changes if c.action == "Add"],
        "removed": [c for c in changes if c.action == "Remove"],
        "replaced": [c for c in changes if c.action == "Modify" and c.replacement == "always"],
        "may be replaced": [c for c in changes if c.action == "Modify" and c.replacement == "conditional"],
        "changed in place": [c for c in changes if c.action == "Modify" and c.replacement == "never"],
    }
    return [f"{', '.join(c.logical_id for c in found)} {words}" for words, found in kinds.items() if found]


def _figure(number: int, noun: str, *, worry: bool = False) -> str:
    plural = "" if number == 1 else "s"
    return f'<span class="pc-stat{" pc-worry" if worry else ""}"><b>{number}</b> {noun}{plural}</span>'


def spoken(value: Any) -> str:
    """A parameter's value as a reader says it: on and off, a list in words."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "none"
    return str(value)
