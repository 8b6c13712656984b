"""The workbench: turn a parameter, see what it does. The only place that imports ipywidgets, anywidget or IPython.

The package bears the name of its one function, and can be called as it: `explore(SecureBucket())`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from patterns.explore.workbench import Workbench
from patterns.explore.workbench import explore as _explore

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

__all__ = ["Workbench"]


class _Explore(ModuleType):
    # Importing any module below sets `patterns.explore` to this package, whatever `patterns` resolved before.
    def __call__(self, source: Any, sandbox: Sandbox | None = None) -> Workbench:
        return _explore(source, sandbox)


sys.modules[__name__].__class__ = _Explore
