"""What a page computes when the reader's hand rests: remedies first, then the linter; an answer too late is dropped.

So no turn waits for them; the linter, which takes longest, has a thread of its own. Not here: the findings themselves,
which every turn has at once.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable
from typing import Any

from patterns.analysis.lint import lint, linter
from patterns.explore.view import View
from patterns.findings import Finding
from patterns.review import judged, with_remedies
from patterns.sandbox import preload

REMEDIES_AFTER_SECONDS = 0.15
LINTER_AFTER_SECONDS = 0.25
"""Waits that a reader who goes on turning never lets pass; a turn begins them anew."""

# What the linter imports, in pieces of up to half a second.
LINTER_MODULES = ("networkx", "mpmath", "sympy", "jsonschema", "cfnlint.runner")


def missing(view: View) -> dict[str, Any]:
    """What brings a view one step further: its remedies, then the linter's findings, at last nothing."""
    if not view.remedied:
        return {"findings": tuple(_with_remedies(view)), "remedied": True}
    return {"lint": tuple(lint(view.document, region=view.resolved.region))} if view.lint is None else {}


def _with_remedies(view: View) -> list[Finding]:
    findings = list(view.findings)
    if not hasattr(view.source, "with_"):
        return findings
    # What is wrong in one branch only has no remedy: a change is judged with the branches open.
    firm = {one.key for one in judged(view.resolved)}
    remedied = with_remedies(view.source, [finding for finding in findings if finding.key in firm])
    return remedied + [finding for finding in findings if finding.key not in firm]


class Reviewing:
    """Brings the view of a page on, step by step, on the kernel's own loop.

    `add` gets the view that was looked at and what is to be added to it, and passes over one that the page left.
    """

    def __init__(self, current: Callable[[], View], add: Callable[[View, dict[str, Any]], None]) -> None:
        self._current = current
        self._add = add
        self._waiting: asyncio.TimerHandle | None = None
        self._is_linting = False
        self._has_linted = False
        self._unloaded = [name for name in LINTER_MODULES if name not in sys.modules]

    def start(self) -> None:
        """Review the current view soon, and no older one; outside a kernel nothing, there `settle` asks."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._wait(loop, REMEDIES_AFTER_SECONDS if not self._current().remedied else LINTER_AFTER_SECONDS)

    def settle(self) -> View:
        """Review the current view to the end, now."""
        while not (view := self._current()).is_reviewed:
            self._add(view, missing(view))
        return view

    def _step(self, loop: asyncio.AbstractEventLoop) -> None:
        view = self._current()
        if view.is_reviewed:
            return
        if view.remedied and self._unloaded:
            # One at a time: all at once would hold up a turn for seconds.
            importlib.import_module(self._unloaded.pop(0))
        elif view.remedied and not linter.cache_info().currsize:
            linter(view.resolved.region)
        elif view.remedied:
            self._lint(loop, view)
            return
        else:
            self._add(view, missing(view))
        self._wait(loop, LINTER_AFTER_SECONDS)

    def _lint(self, loop: asyncio.AbstractEventLoop, view: View) -> None:
        """Ask the linter beside the kernel's loop, one view at a time; who turned on meanwhile is asked for again."""

        def ended(answer: asyncio.Future[dict[str, Any]]) -> None:
            self._is_linting = False
            if not self._has_linted:
                self._has_linted = True
                preload.keep()
            self._add(view, answer.result())
            if not self._current().is_reviewed:
                self.start()

        if not self._is_linting:
            self._is_linting = True
            loop.run_in_executor(None, missing, view).add_done_callback(ended)

    def _wait(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = loop.call_later(seconds, self._step, loop)
