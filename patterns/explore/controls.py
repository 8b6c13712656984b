"""Controls made from a recipe's parameters: label, choice, one line of help, and what is wrong with a bad value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

from patterns.parameters import Choice, Kind, Number, Rejected, Switch, Texts

Turned = Callable[[str, Any], str]
"""Called with a parameter's name and its new value; returns what is wrong with it, empty when nothing is."""


class Control:
    """One parameter on the page. `widget` is the input, `box` what is shown, `problem` the line under it."""

    def __init__(self, name: str, kind: Kind, value: Any, turned: Turned) -> None:
        self.name = name
        self.kind = kind
        self.widget = _widget(kind, value)
        self.problem = widgets.HTML("")
        self.problem.add_class("pc-problem")
        help_line = widgets.HTML(f"<small>{escape(kind.help)}</small>")
        self.box = widgets.VBox([self.widget, help_line, self.problem])
        self.box.add_class("pc-control")
        self._turned = turned
        self._quiet = False
        self.widget.observe(self._changed, "value")

    def show(self, value: Any, values: Mapping[str, Any]) -> None:
        """Show `value` without reporting it as a turn; grey out what has no effect among these values."""
        self._quiet = True
        self.widget.value = _shown(self.kind, value)
        self._quiet = False
        self.complain("")
        self.widget.disabled = any(values[name] not in allowed for name, allowed in self.kind.needs)

    def complain(self, problem: str) -> None:
        """Say under the control what is wrong; empty for nothing."""
        self.problem.value = f'<span role="alert">{escape(problem)}</span>' if problem else ""

    def _changed(self, change: dict[str, Any]) -> None:
        if self._quiet:
            return
        try:
            value = self.kind.parsed(change["new"]) if isinstance(self.kind, Texts) else change["new"]
        except Rejected as refusal:
            self.complain(f"{change['new']} {refusal}. The page shows the last good choice.")
            return
        problem = self._turned(self.name, value)
        self.complain(f"{problem}. The page shows the last good choice." if problem else "")


def grouped(controls: Mapping[str, Control]) -> widgets.VBox:
    """The controls under their headings, in the order of the parameters."""
    groups: dict[str, list[widgets.Widget]] = {}
    for control in controls.values():
        groups.setdefault(control.kind.group, []).append(control.box)
    parts: list[widgets.Widget] = []
    for heading, boxes in groups.items():
        parts += [widgets.HTML(f"<h4>{escape(heading)}</h4>"), *boxes]
    side = widgets.VBox(parts)
    side.add_class("pc-side")
    return side


def _widget(kind: Kind, value: Any) -> Any:
    common = {"description": kind.label, "style": {"description_width": "initial"}, "tooltip": kind.help}
    if isinstance(kind, Switch):
        return widgets.Checkbox(value=value, indent=False, **common)
    if isinstance(kind, Choice):
        return widgets.Dropdown(options=[(words, option) for option, words in kind.options.items()], value=value, **common)
    if isinstance(kind, Number):
        # Not the bounded kind, which would change a bad value in silence.
        return widgets.IntText(value=value, **common)
    return widgets.Text(value=_shown(kind, value), continuous_update=False, placeholder=kind.limits(), **common)


def _shown(kind: Kind, value: Any) -> Any:
    return ", ".join(value) if isinstance(kind, Texts) else value
