"""What stands around the panels: the head with its figures, and the strip that says what the last turn did."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from patterns.explore.history import History
from patterns.explore.markup import button, chip
from patterns.explore.view import Turn, View
from patterns.explore.words import amount, consequences, counted, dearer, effects


def head(view: View) -> str:
    """Title, one sentence, and the figures that are always in sight."""
    figures = "".join(
        f'<span class="pc-stat{worry}"><b>{words.split()[0]}</b> {" ".join(words.split()[1:])}</span>'
        for words, worry in (
            (f"{amount(view.estimate)} a month", ""),
            (counted(len(view.resolved.resources), "resource"), ""),
            (counted(len(view.open_findings), "finding"), " pc-worry" if view.open_findings else ""),
        )
    )
    if view.unmade:
        named = "; ".join(f"{name} ({kind})" for name, kind in view.unmade.items())
        words = f"{len(view.unmade)} not made by the sandbox"
        figures += f'<span class="pc-stat pc-worry" title="{escape(named)}">{words}</span>'
    return (
        f'<h3>{escape(view.title)}</h3><span class="sub">{escape(view.summary)}</span>'
        f'<span class="right">{figures}</span>'
    )


def strip(view: View, history: History) -> str:
    """The last turn in one line: the parameter, what it changes, which findings came and went."""
    said = "".join(map(_turned, view.turns)) or "<span>Turn a parameter, and this line says what that did.</span>"
    chips = "".join(chip(words, look) for words, look in _effects(view))
    buttons = "".join(
        button(name.capitalize(), name, look="pc-link", usable=usable)
        for name, usable in (("undo", history.can_undo), ("redo", history.can_redo), ("reset", history.can_reset))
    )
    return (
        f'<div class="pc-told" role="status" aria-live="polite" tabindex="0" aria-label="The last turn">'
        f"{said}{chips}</div>"
        f'<div class="pc-buttons">{buttons}</div>'
    )


def _turned(turn: Turn) -> str:
    return f"<span><b>{escape(turn.parameter)}</b> {escape(turn.old)} → {escape(turn.new)}</span>"


def _effects(view: View) -> Iterator[tuple[str, str]]:
    """Each effect of the last turn with the look of its chip; signs say what the colours say."""
    if not view.turns:
        return
    if not (view.changes or view.gained or view.lost):
        yield "nothing changes in a running stack", ""
    for words in effects(view.changes):
        yield words, ""
    if abs(view.dearer_usd) >= 0.005:
        yield f"{dearer(view.dearer_usd)} a month", "pc-worry" if view.dearer_usd > 0 else "pc-relief"
    for words in consequences(view.changes):
        yield f"! {words}", "pc-worry"
    for finding in view.gained:
        yield f"▲ {finding.id} {finding.title}", "pc-worry"
    for finding in view.lost:
        yield f"✓ {finding.id} is gone", "pc-relief"
