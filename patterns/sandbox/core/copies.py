"""Something done in a copy of this process, of which nothing stays but the result.

The copy is a child: the operating system shares its memory until one of the two writes, so the copy is exact and costs
little, and what happens in it happens nowhere else, in the reader's own variables neither. What comes back is a value
that pickle can carry.

Not here: Windows, whose processes have no such children.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import pickle
import select
import signal
import time
import warnings
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from patterns.sandbox.core.errors import SandboxError

SECONDS = 120.0
"""How much real time a copy may take."""

T = TypeVar("T")
Entering = Iterable[Callable[[], AbstractContextManager[object]]]


def in_a_copy(action: Callable[[], T], *, entering: Entering = (), seconds: float = SECONDS) -> T:
    """What the action gives in a copy of this process, once the copy has entered what is to be entered in one.

    Raises `SandboxError` where the action raises, where it takes longer than `seconds`, and without `os.fork`.
    """
    if not hasattr(os, "fork"):
        raise SandboxError("a copy of the account needs os.fork, which this operating system does not have")
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python warns of locks that other threads hold for ever in a child. Nobody else is in the account now.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _play(action, entering, writing)
    os.close(writing)
    try:
        succeeded, result = pickle.loads(_read(reading, seconds))
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not succeeded:
        raise SandboxError(f"a copy of the account failed: {result}")
    return result  # type: ignore[no-any-return]


def _play(action: Callable[[], Any], entering: Entering, writing: int) -> None:
    """In the child: act, tell, and be gone, without what a process does at its end."""
    # Looking for garbage would write into all that the copy shares with this process.
    gc.disable()
    try:
        with contextlib.ExitStack() as copy:
            for enter in entering:
                copy.enter_context(enter())
            copy.enter_context(contextlib.redirect_stdout(io.StringIO()))
            copy.enter_context(contextlib.redirect_stderr(io.StringIO()))
            try:
                told = pickle.dumps((True, action()))
            except BaseException as error:
                told = pickle.dumps((False, f"{type(error).__name__}: {error}"))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
    finally:
        os._exit(0)


def _read(reading: int, seconds: float) -> bytes:
    deadline, told = time.monotonic() + seconds, b""
    while True:
        ready, _, _ = select.select([reading], [], [], max(deadline - time.monotonic(), 0))
        if not ready:
            raise SandboxError(f"a copy of the account did not finish within {seconds:g} seconds, the most it may take")
        chunk = os.read(reading, 65536)
        if not chunk:
            break
        told += chunk
    if not told:
        raise SandboxError("a copy of the account exited without answering: its process was killed")
    return told
