"""The page's widget: what the browser shows, as traits that a test can read. Not here: what goes into them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"


class Page(anywidget.AnyWidget):
    """Head, strip, tabs and panes as HTML; the browser reports the tab it selects and the buttons it clicks.

    `panes` maps panel ids to HTML and holds only panels that are up to date; the browser shows the one `selected`.
    `action` is `{"name", "value", "count"}` of the last click on a button with `data-action`.
    """

    _esm = STATIC / "page.js"
    _css = STATIC / "page.css"

    head = traitlets.Unicode("").tag(sync=True)
    strip = traitlets.Unicode("").tag(sync=True)
    tabs = traitlets.List(traitlets.Dict()).tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)
    panes = traitlets.Dict().tag(sync=True)
    action = traitlets.Dict().tag(sync=True)

    def show(self, **state: Any) -> None:
        """Set several traits in one message, so that the browser never sees half a turn."""
        with self.hold_sync():
            for name, value in state.items():
                setattr(self, name, value)

    def click(self, name: str, value: str = "") -> None:
        """Do what a click on the button with this `data-action` and `data-value` does."""
        self.action = {"name": name, "value": value, "count": int(self.action.get("count", 0)) + 1}

    def __repr__(self) -> str:
        return f"Page({', '.join(tab['title'] for tab in self.tabs)}; {self.selected})"
