"""What stands for `threading` where moto runs state machines: processes and signals of the account. Locks stay.

A thread of moto's interpreter is a process, so only one runs at a time, and an event is waited for in the account's
time.
"""

from __future__ import annotations

import functools
import threading
from collections import deque
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from patterns.sandbox.core.processes import Process, Signal, current
from patterns.sandbox.simulator import time_and_chance

_WITHIN = "moto.stepfunctions.parser."


class Thread:
    """`threading.Thread`, as a process: it begins at this moment of the account's time."""

    native_id = 0

    def __init__(self, target: Callable[..., Any], args: Iterable[Any] = (), **_: Any) -> None:
        self._target = functools.partial(target, *args)
        # Named after who starts it, so that what it draws depends on nothing else; moto's own names are addresses.
        parent = current()
        self._name = f"{parent.name if parent else ''}/{target.__name__.strip('_')}"
        self._process: Process | None = None

    def start(self) -> None:
        """Begin."""
        self._process = time_and_chance.processes().start(self._target, self._name)


def event() -> Signal:
    """`threading.Event`, on the account's clock."""
    return time_and_chance.processes().signal()


def apply(module: ModuleType) -> None:
    """Replace threads and events among the globals of one module of moto's interpreter."""
    if not module.__name__.startswith(_WITHIN):
        return
    for name, value in list(vars(module).items()):
        if id(value) in _replacements():
            setattr(module, name, _replacements()[id(value)])
    if hasattr(module, "TMP_THREADS"):
        # It keeps every thread there ever was; set while only its own module has it.
        vars(module)["TMP_THREADS"] = _FORGOTTEN


_FORGOTTEN: deque[Any] = deque(maxlen=0)


@functools.cache
def _replacements() -> dict[int, Any]:
    copy = ModuleType("threading")
    copy.__dict__.update(vars(threading) | {"Thread": Thread, "Event": event})
    pairs: list[tuple[Any, Any]] = [(threading, copy), (threading.Thread, Thread), (threading.Event, event)]
    return {id(original): replacement for original, replacement in pairs}
