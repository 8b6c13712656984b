"""Holding an interruption (Ctrl-C, the time-out of a test) back from one safe point to the next.

What is half done cannot always be taken back, so a step that must not stop half way is done inside `held()`. An
interruption that comes meanwhile is raised at its end, at the next `safe_point()`, or when it has been waiting for as
long as the step's `patience`: a step that hangs can still be interrupted. Python runs handlers of signals in the main
thread alone; elsewhere only what handlers of calls raise is held.

Not here: what is undone after one (`patterns.sandbox.stacks.engine`).
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Self

from patterns.sandbox.core.errors import ProcessEnded

CALL_SECONDS = 0.2
"""The patience of a single call, which may wait for a function that somebody gave too much to do."""
STEP_SECONDS = 2.0
"""The patience of a step of several calls, such as making one resource."""

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGALRM", "SIGTERM") if hasattr(signal, name))


class _Thread(threading.local):
    """What is held back in one thread."""

    def __init__(self) -> None:
        self.depth = 0
        self.patience = 0.0
        self.waiting: dict[int, Callable[[], object]] = {}
        """By the number of the signal; what a handler of a call raised counts as Ctrl-C."""
        self.since = 0.0
        self.handlers: dict[int, Any] = {}
        self.alarm: threading.Timer | None = None


_here = _Thread()


class held:  # noqa: N801
    """Inside the block nothing is interrupted; what came meanwhile is raised at the end of the outermost one."""

    def __init__(self, patience: float = STEP_SECONDS) -> None:
        self._patience = patience
        self._before = 0.0

    def __enter__(self) -> Self:
        self._before = _here.patience
        _here.patience = max(_here.patience, self._patience)
        _here.depth += 1
        if _here.depth == 1 and threading.current_thread() is threading.main_thread():
            _take_signals()
        return self

    def __exit__(self, *_: object) -> None:
        _here.depth -= 1
        _here.patience = self._before
        if _here.depth == 0:
            if _here.handlers:
                _give_signals_back()
            safe_point()


def safe_point() -> None:
    """Raise what was held back until now, the first of it: who stops once has stopped."""
    if not _here.waiting:
        return
    _forget_alarm()
    waiting, _here.waiting = _here.waiting, {}
    for interrupt in waiting.values():
        interrupt()


def depth() -> int:
    """How many blocks of `held()` this thread is in."""
    return _here.depth


def keep(error: BaseException) -> None:
    """Hold back an interruption that was raised in a `held()` block where it would leave something half done."""

    def interrupt() -> None:
        raise error

    _wait(signal.SIGINT, interrupt)


def is_interruption(error: BaseException) -> bool:
    """Whether it comes from outside, as Ctrl-C does, rather than from what is being done."""
    return not isinstance(error, (Exception, ProcessEnded, GeneratorExit))


def _wait(number: int, interrupt: Callable[[], object]) -> None:
    if not _here.waiting:
        _here.since = time.monotonic()
    _here.waiting.setdefault(number, interrupt)


def _take_signals() -> None:
    """Note signals instead of acting on them, those that somebody handles in Python."""
    for number in _SIGNALS:
        handler = signal.getsignal(number)
        if callable(handler) and handler is not _noted:
            _here.handlers[number] = handler
            signal.signal(number, _noted)


def _give_signals_back() -> None:
    for number, handler in list(_here.handlers.items()):
        if signal.getsignal(number) is _noted:
            signal.signal(number, handler)
    _here.handlers.clear()


def _noted(number: int, frame: FrameType | None) -> None:
    """In place of the handler of a signal: act at the next safe point, or at once when that has taken too long."""
    handler = _here.handlers.get(number)
    if handler is None:
        return

    def interrupt() -> None:
        handler(number, sys._getframe())

    if _here.depth == 0:
        interrupt()
        return
    is_first = not _here.waiting
    _wait(number, interrupt)
    if is_first:
        _set_alarm(number, _here.patience)
    elif time.monotonic() - _here.since >= _here.patience:
        safe_point()


def _set_alarm(number: int, seconds: float) -> None:
    """Send the signal again when patience ends, should it still wait."""
    main = threading.main_thread().ident
    assert main is not None
    _here.alarm = threading.Timer(seconds, signal.pthread_kill, (main, number))
    _here.alarm.daemon = True
    _here.alarm.start()


def _forget_alarm() -> None:
    if _here.alarm is not None:
        _here.alarm.cancel()
        _here.alarm = None
