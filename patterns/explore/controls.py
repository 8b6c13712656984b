"""Controls of the parameters of a recipe or a template: label, choice, one line of help, what is wrong with a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets as widgets

from patterns.explore.turning import Declared
from patterns.explore.words import spoken
from patterns.parameters import Choice, Kind, Number, Rejected, Switch, Texts

Turned = Callable[[str, Any], str]
"""Called with a parameter's name and its new value; returns what is wrong with it, empty when nothing is."""

LAST_GOOD = "The page shows the last good choice."
DEPLOY_TIME = "Left open in the template: they are set at each deployment. The page passes yours."


class Control:
    """One parameter on the page. `widget` is the input, `box` what is shown, `note` the line under it.

    The note is the parameter's help, or what is wrong with the value, or why the parameter has no effect.
    """

    def __init__(self, name: str, kind: Kind, value: Any, turned: Turned) -> None:
        self.name = name
        self.kind = kind
        self.widget = _widget(kind, value)
        self.note = widgets.HTML("")
        self.note.add_class("pc-note")
        unit = [widgets.Label(kind.unit)] if isinstance(kind, Number) else []
        row = widgets.Box([self.widget, *unit])
        row.add_class(f"pc-{type(kind).__name__.lower()}")
        self.box = widgets.Box([row, self.note])
        self.box.add_class("pc-control")
        self._turned = turned
        self._quiet = False
        self._problem = ""
        self.widget.observe(self._changed, "value")

    @property
    def problem(self) -> str:
        """What is wrong with the value in the control; empty when nothing is."""
        return self._problem

    def show(self, value: Any, values: Mapping[str, Any], others: Mapping[str, Control]) -> None:
        """Show `value` without reporting it as a turn; grey out what has no effect among these values, and say why."""
        self._quiet = True
        self.widget.value = _shown(self.kind, value)
        self._quiet = False
        reasons = [
            f"{others[name].kind.label} is “{spoken(values[name], others[name].kind)}”"
            for name, allowed in self.kind.needs
            if values[name] not in allowed
        ]
        self.widget.disabled = bool(reasons)
        self._problem = ""
        self._say(f"<small>No effect while {escape(' and '.join(reasons))}.</small>" if reasons else self._help())

    def _complain(self, problem: str) -> None:
        self._problem = problem
        self._say(f'<small role="alert">✗ {escape(problem)}. {LAST_GOOD}</small>' if problem else self._help())

    def _help(self) -> str:
        bounds = f"{self.kind.limits()}." if isinstance(self.kind, Number | Declared) else ""
        return f"<small>{escape(' '.join(filter(None, (self.kind.help, bounds))))}</small>"

    def _say(self, html: str) -> None:
        if self._problem:
            self.box.add_class("pc-wrong")
        else:
            self.box.remove_class("pc-wrong")
        self.note.value = html

    def _changed(self, change: dict[str, Any]) -> None:
        if self._quiet:
            return
        try:
            value = self.kind.parsed(change["new"]) if isinstance(self.kind, Texts) else change["new"]
        except Rejected as refusal:
            self._complain(f"{change['new']} {refusal}")
            return
        problem = self._turned(self.name, value)
        # A turn has shown every control anew; what is left is a value that was refused, or the one that stood before.
        if problem or self._problem:
            self._complain(problem)


def grouped(controls: Mapping[str, Control]) -> widgets.Box:
    """The controls under their headings, in the parameters' order, those chosen at deployment set off at the end."""
    groups: dict[tuple[str, bool], list[Control]] = {}
    for control in controls.values():
        groups.setdefault((control.kind.group, control.kind.deploy_time is not None), []).append(control)
    side = widgets.Box([_group(*key, found) for key, found in groups.items()])
    side.add_class("pc-side")
    return side


def _group(heading: str, at_deployment: bool, controls: list[Control]) -> widgets.Box:
    about = f"<small>{DEPLOY_TIME}</small>" if at_deployment else ""
    group = widgets.Box([widgets.HTML(f"<h4>{escape(heading)}</h4>{about}"), *(control.box for control in controls)])
    group.add_class("pc-group")
    if at_deployment:
        group.add_class("pc-at-deployment")
    return group


def _widget(kind: Kind, value: Any) -> Any:
    common = {"description": kind.label, "style": {"description_width": "auto"}}
    if isinstance(kind, Switch):
        return widgets.Checkbox(value=value, indent=False, **common)
    if isinstance(kind, Choice):
        return widgets.Dropdown(
            options=[(words, option) for option, words in kind.options.items()], value=value, **common
        )
    if isinstance(kind, Number):
        # Not the bounded kind, which would change a bad value in silence.
        return widgets.IntText(value=value, **common)
    if isinstance(kind, Declared) and kind.hidden:
        return widgets.Password(value=value, continuous_update=False, **common)
    if isinstance(kind, Declared) and kind.offered:
        return widgets.Combobox(
            value=value, options=list(kind.offered), ensure_option=False, continuous_update=False, **common
        )
    return widgets.Text(value=_shown(kind, value), continuous_update=False, **common)


def _shown(kind: Kind, value: Any) -> Any:
    return ", ".join(value) if isinstance(kind, Texts) else value
