"""Processes that `multiprocessing` starts afresh: they raise the fence before any code of the parent's runs there.

A forked one has the fence already. Not here: `subprocess`, and what starts processes in its own way, as joblib does.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import spawn
from pathlib import Path
from typing import Any

from patterns.sandbox.fence.patching import Patches

_ROOT = str(Path(__file__).parents[3])

# Runs in the child while it reads what the parent sends, before it imports the parent's main module. There the fence
# stays up: what the parent does later, the child does not learn.
_RAISE = f"""
import sys
sys.path.append({_ROOT!r})
from patterns.sandbox.fence.holding import FENCE
FENCE.hold(FENCE)
"""


class _Raising:
    """Raises the fence in the process that unpickles it."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, dict[str, Any]]]:
        return exec, (_RAISE, {})


def fence_children() -> Callable[[], None]:
    """Fence the processes that `multiprocessing` or `concurrent.futures` starts until what is returned is called."""
    with Patches() as patches:
        patches.replace(spawn, "get_preparation_data", _with_fence)
    return patches.lift


def _with_fence(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def get_preparation_data(name: str) -> dict[str, Any]:
        # First, as it is unpickled in this order; what a key says that it does not know, the child passes over.
        return {"patterns_fence": _Raising(), **original(name)}

    return get_preparation_data
