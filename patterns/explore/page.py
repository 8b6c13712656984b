"""The page's widget: what the browser shows, as traits that a test can read. Not here: what goes into them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("patch_dom.js", "search.js", "keyboard.js", "page.js")
"""Parts of the one module that the browser gets, in this order; only the last one exports."""


class Page(anywidget.AnyWidget):  # type: ignore[misc]
    """Head, strip, tabs and panes as HTML; the browser reports the tab it selects and the buttons it clicks.

    `panes` maps panel ids to HTML and holds only panels that are up to date; the browser shows the one `selected`.
    `action` is `{"name", "value", "text", "count"}` of the last click on a button with `data-action`; `answered`
    counts what the browser sent, so that it knows when the kernel is behind.
    """

    _esm = "\n".join((STATIC / name).read_text() for name in SCRIPTS)
    _css = STATIC / "page.css"

    head = traitlets.Unicode("").tag(sync=True)
    strip = traitlets.Unicode("").tag(sync=True)
    tabs = traitlets.List(traitlets.Dict()).tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)
    panes = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    action = traitlets.Dict()

    def __init__(self, **state: Any) -> None:
        super().__init__(**state)
        # A click comes as a message: of two changes of state in quick succession the browser sends only the last.
        self.on_msg(self._received)

    def show(self, **state: Any) -> None:
        """Set several traits in one message, so that the browser never sees half a turn."""
        with self.hold_sync():
            for name, value in state.items():
                setattr(self, name, value)

    def click(self, name: str, value: str = "", text: str = "") -> None:
        """Do what a click on the button with this `data-action` and `data-value` does, `text` in its field."""
        count = int(self.action.get("count", 0)) + 1
        self.action = {"name": name, "value": value, "text": text, "count": count}

    def _received(self, _widget: Any, content: Mapping[str, Any], _buffers: Any) -> None:
        try:
            self.click(*(str(content.get(part, "")) for part in ("name", "value", "text")))
        finally:
            self.answered += 1

    def __repr__(self) -> str:
        return f"Page({', '.join(tab['title'] for tab in self.tabs)}; {self.selected})"
