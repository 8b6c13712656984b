"""Something tried out in a copy of the whole account, of which nothing stays.

The copy is a child of this process: the operating system shares its memory until one of the two writes, so the copy is
exact and costs little, and what happens in it happens nowhere else, in the reader's own variables neither. What comes
back is a value that pickle can carry. Function processes cannot be shared, so the copy starts its own.

Not here: Windows, whose processes have no such children.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import select
import signal
import time
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxError

SECONDS = 120.0
"""How much real time one rehearsal may take."""

T = TypeVar("T")


def rehearsed(account: Account, action: Callable[[], T], *, seconds: float = SECONDS) -> T:
    """What the action gives in a copy of the account; the account itself stays as it is.

    Raises `SandboxError` where something of the account is under way, which a copy would leave half done, where the
    action raises, and where it takes longer than `seconds`.
    """
    if under_way := account.processes.under_way:
        raise SandboxError(f"{under_way[0]} is still running: let it end first, with aws.clock.advance(...)")
    if not hasattr(os, "fork"):
        raise SandboxError("a copy of the account needs os.fork, which this operating system does not have")
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python warns of locks that other threads hold for ever in a child. Nobody else is in the account now.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _play(account, action, writing)
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


def _play(account: Account, action: Callable[[], Any], writing: int) -> None:
    """In the child: act, tell, and be gone, without what a process does at its end."""
    try:
        with contextlib.ExitStack() as copy:
            for in_copy in account.in_copies:
                copy.enter_context(in_copy())
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
