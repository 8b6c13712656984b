"""The workbench: controls on one side, the page on the other, and the turns in between."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from patterns.analysis.lint import lint, linter
from patterns.explore.controls import Control, grouped
from patterns.explore.frame import head, strip
from patterns.explore.page import Page
from patterns.explore.panels import Panel, panels
from patterns.explore.still import still
from patterns.explore.view import Deployment, View, viewed
from patterns.parameters import ParameterError
from patterns.sandbox import preload
from patterns.template.difference import compare
from patterns.template.errors import TemplateError

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stack import Stack

LINT_AFTER_SECONDS = 0.4
"""The linter waits for the reader's hand to rest, so that no turn waits for the linter."""


def explore(source: Any, sandbox: Sandbox | None = None) -> Workbench:
    """The workbench of a pattern, with controls, or of any other template, without.

    Deploys into `sandbox`, else into the one that lives, else into one it starts at the first deployment.
    """
    return Workbench(source, sandbox=sandbox)


LINTER_MODULES = ("networkx", "mpmath", "sympy", "jsonschema", "cfnlint.runner")


@cache
def _load_linter() -> None:
    """Load the linter while the kernel rests, one module a step: at once it would hold up a turn for seconds."""
    for name in LINTER_MODULES:
        preload.add(partial(importlib.import_module, name))
    preload.add(partial(linter, "us-east-1"))


class Workbench(widgets.VBox):
    """The page of one source; everything it shows can be read from `view`, `page` and `controls`."""

    def __init__(self, source: Any, *, sandbox: Sandbox | None = None, tabs: tuple[Panel, ...] | None = None) -> None:
        self._panels = {panel.id: panel for panel in (panels() if tabs is None else tabs)}
        self._sandbox = sandbox
        self._stack: Stack | None = None
        self._past: list[Any] = []
        self._future: list[Any] = []
        self._original = source
        self.view = viewed(source)
        self.page = Page(selected=next(iter(self._panels)))
        kinds = source.parameters() if hasattr(source, "with_") else {}
        self.controls = {name: Control(name, kind, getattr(source, name), self.turn) for name, kind in kinds.items()}
        self._show_choices(source)
        super().__init__([grouped(self.controls), self.page] if kinds else [self.page])
        self.add_class("pc-workbench")
        self.page.observe(self._selected, "selected")
        self.page.observe(self._clicked, "action")
        self._show(self.view)

    @property
    def source(self) -> Any:
        """The pattern or template as it stands now."""
        return self.view.source

    @property
    def stack(self) -> Stack | None:
        """The stack that the page deployed, if it did."""
        return self._stack

    def turn(self, name: str, value: Any) -> str:
        """Turn one parameter; return what is wrong with the value, and leave the page as it was, if anything is."""
        if value == getattr(self.source, name):
            return ""
        try:
            changed = self.source.with_(**{name: value})
        except ParameterError as error:
            return f"{error.value} {error.limit}"
        self._past.append(self.source)
        self._future.clear()
        self._go(changed)
        return ""

    def undo(self) -> None:
        """Take the last turn back."""
        if self._past:
            self._future.append(self.source)
            self._go(self._past.pop())

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._future:
            self._past.append(self.source)
            self._go(self._future.pop())

    def reset(self) -> None:
        """Go back to the choices the page began with."""
        if self.source != self._original:
            self._past.append(self.source)
            self._future.clear()
            self._go(self._original)

    def deploy(self) -> None:
        """Deploy the source, or update the stack to it; a refusal is shown on the stack panel."""
        from patterns.sandbox.errors import SandboxError

        try:
            if self._stack is None:
                self._stack = self._account().deploy(self.source)
            else:
                self._stack.update(self.source)
        except (SandboxError, TemplateError) as error:
            self._show(replace(self.view, trouble=str(error), deployment=self._deployment()))
            return
        self._show(replace(self.view, trouble="", deployment=self._deployment()))

    def delete(self) -> None:
        """Delete the stack; a refusal is shown on the stack panel."""
        from patterns.sandbox.errors import SandboxError

        if self._stack is None:
            return
        try:
            self._stack.delete()
        except SandboxError as error:
            self._show(replace(self.view, trouble=str(error), deployment=self._deployment()))
            return
        self._stack = None
        self._show(replace(self.view, trouble="", deployment=None))

    def remedy(self, parameter: str) -> None:
        """Apply the remedy that a finding offers for this parameter."""
        offered = [finding.remedy for finding in self.view.findings if finding.remedy]
        for chosen in offered:
            if chosen.parameter == parameter:
                self.turn(chosen.parameter, chosen.value)
                return

    def settle(self) -> View:
        """The view once the linter has answered; asks it now if it has not."""
        if self.view.lint is None:
            self._lint(self.view)
        return self.view

    def _go(self, source: Any) -> None:
        view = viewed(source, before=self.view)
        self._show_choices(source)
        self._show(replace(view, deployment=self._pending(view)))

    def _show_choices(self, source: Any) -> None:
        for name, control in self.controls.items():
            control.show(getattr(source, name), source.values)

    def _show(self, view: View) -> None:
        """Draw what is always in sight and the panel that is visible; the others are drawn when selected."""
        self.view = view
        tabs = [{"id": panel.id, "title": panel.title, "badge": panel.badge(view)} for panel in self._panels.values()]
        self.page.show(
            head=head(view),
            strip=strip(view, can_undo=bool(self._past), can_redo=bool(self._future)),
            tabs=tabs,
            panes={self.page.selected: self._panels[self.page.selected].html(view)},
        )
        if view.lint is None:
            self._later(lambda: self._lint(view))

    def _lint(self, view: View) -> None:
        if view is self.view:
            self._show(replace(view, lint=tuple(lint(view.document, region=view.resolved.region))))

    def _later(self, action: Callable[[], None]) -> None:
        """Do it when the kernel rests, the first time after the linter has been loaded piece by piece.

        Outside a kernel `settle` does it.
        """
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        if linter.cache_info().currsize:
            loop.call_later(LINT_AFTER_SECONDS, action)
        else:
            _load_linter()
            preload.add(action)

    def _selected(self, change: dict[str, Any]) -> None:
        if change["new"] in self._panels and change["new"] not in self.page.panes:
            self.page.panes = {**self.page.panes, change["new"]: self._panels[change["new"]].html(self.view)}

    def _clicked(self, change: dict[str, Any]) -> None:
        actions: dict[str, Callable[[str], None]] = {
            "undo": lambda _: self.undo(),
            "redo": lambda _: self.redo(),
            "reset": lambda _: self.reset(),
            "deploy": lambda _: self.deploy(),
            "delete": lambda _: self.delete(),
            "remedy": self.remedy,
        }
        action = actions.get(change["new"].get("name", ""))
        if action:
            action(str(change["new"].get("value", "")))

    def _account(self) -> Sandbox:
        from patterns.sandbox.account import Sandbox

        self._sandbox = self._sandbox or Sandbox.live() or Sandbox().start()
        return self._sandbox

    def _deployment(self) -> Deployment | None:
        if self._stack is None:
            return None
        pending = tuple(self._stack.preview(self.source))
        return Deployment(self._stack.report(), tuple(self._stack.events), pending)

    def _pending(self, view: View) -> Deployment | None:
        """The deployment as last read, against the new view: a turn asks the account nothing."""
        last = self.view.deployment
        if last is None or self._stack is None:
            return None
        return replace(last, pending=tuple(compare(self._stack.resolved, view.resolved)))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **kwargs: Any) -> dict[str, Any]:
        data: dict[str, Any] = dict(super()._repr_mimebundle_(include=include, exclude=exclude, **kwargs) or {})
        data["text/html"] = still(self.view)
        data["text/plain"] = repr(self)
        return data

    def __repr__(self) -> str:
        name = repr(self.source) if self.controls else repr(self.view.document)
        return f"Workbench({name}: {len(self.view.resolved.resources)} resources, {len(self.view.findings)} findings)"
