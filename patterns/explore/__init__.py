"""The workbench: turn a parameter, see what it does. The only place that imports ipywidgets, anywidget or IPython.

The package bears the name of its one function, and can be called as it: `explore(SecureBucket())`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from patterns.explore.workbench import Workbench
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stacks.leaving_out import Choice


def __getattr__(name: str) -> Any:
    # Late, because the tables need no widgets, and a page's first cell imports them.
    if name == "Workbench":
        from patterns.explore.workbench import Workbench

        return Workbench
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Explore(ModuleType):
    # Importing any module below sets `patterns.explore` to this package, whatever `patterns` resolved before.
    def __call__(
        self, source: Any, sandbox: Sandbox | None = None, *, parameters: Mapping[str, Any] | None = None,
        trust: bool = False, stack: str | None = None, unsupported: Choice = "refuse",
    ) -> Workbench:  # fmt: skip
        from patterns.explore.workbench import explore

        return explore(source, sandbox, parameters=parameters, trust=trust, stack=stack, unsupported=unsupported)


sys.modules[__name__].__class__ = _Explore
