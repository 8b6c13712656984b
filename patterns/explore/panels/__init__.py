"""The panels of the page: each module holds one `PANEL`, a pure function of a view with its place among the tabs.

A panel's HTML uses the `pc-` classes of `static/page.css`; a click on an element with `data-action` reaches the
workbench, with its `data-value`. Text of templates and readers is escaped here, by `escape`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from patterns.explore.view import View


@dataclass(frozen=True)
class Panel:
    """One tab: `html` draws it, `badge` is a short count beside its name, empty for none.

    `applies` says whether the tab is there at all.
    """

    id: str
    title: str
    order: int
    html: Callable[[View], str]
    badge: Callable[[View], str] = lambda view: ""
    applies: Callable[[View], bool] = lambda view: True


@cache
def panels() -> tuple[Panel, ...]:
    """All panels in the order of their tabs."""
    modules = (importlib.import_module(f"{__name__}.{panel.name}") for panel in pkgutil.iter_modules(__path__))
    return tuple(sorted((module.PANEL for module in modules), key=lambda panel: panel.order))
