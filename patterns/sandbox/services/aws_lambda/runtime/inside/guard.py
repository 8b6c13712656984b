"""What a function's process may not do, refused where Python tells: networks and other processes, whatever the system.

Where the kernel gives no file system of the function's own, `files` refuses the rest. These limits guard against
accidents; they are no security boundary, since code in C, by way of `ctypes` for instance, is not asked.

Events: https://docs.python.org/3/library/audit_events.html
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from . import files, namespaces

PROCESSES = frozenset(
    {"os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.exec", "os.system", "subprocess.Popen", "pty.spawn"}
)
NETWORK = frozenset(
    {"connect", "bind", "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo", "sendto", "sendmsg"}
)
OWN_NUMBER = 2
"""The process's number, as it is where it has namespaces of its own: the first one there looks after it."""


def of(about: dict[str, Any]) -> Callable[[], None]:
    """What begins to guard the process of a function."""
    return partial(_begin, about, by_kernel=about["way"] == "namespaces")


def _begin(about: dict[str, Any], *, by_kernel: bool) -> None:
    sys.addaudithook(_refuse)
    _refuse_what_is_not_audited()
    _renumber(process=not by_kernel)
    # Files in memory have no folder that could be full. A little more, so that `/tmp` is full before its file is long.
    _limit_size(about["storage_bytes"] + 2**20)
    if not by_kernel:
        files.guard(about)


def _limit_size(size: int) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in PROCESSES:
        # What the service answers at its limit of processes, which here is one.
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
    if event.startswith("socket.") and event[7:] in NETWORK:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    if event in ("os.kill", "os.killpg") and arguments[0] != os.getpid() and arguments[0] != _number:
        raise ProcessLookupError(errno.ESRCH, "No such process")


def _refuse_what_is_not_audited() -> None:
    """Starting a program below `subprocess`, and semaphores, which the service has not."""

    def fork_exec(*_: Any) -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    for name in ("_posixsubprocess", "subprocess", "_multiprocessing"):
        with contextlib.suppress(ImportError):
            module: Any = importlib.import_module(name)
            if name == "_multiprocessing":
                module.SemLock = NoSemaphores
            else:
                setattr(module, "fork_exec" if name == "_posixsubprocess" else "_fork_exec", fork_exec)


class NoSemaphores:
    """As on the service, which has no `/dev/shm`: https://stackoverflow.com/questions/34005930/."""

    SEM_VALUE_MAX = 2**31 - 1

    def __init__(self, *_: Any) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


_number = os.getpid()


def _renumber(*, process: bool) -> None:
    """Give the process the numbers that it has in namespaces, so that nothing it prints depends on the way."""
    global _number
    _number, kill = os.getpid(), os.kill
    numbers = dict.fromkeys(("getuid", "geteuid"), namespaces.USER) | dict.fromkeys(
        ("getgid", "getegid"), namespaces.GROUP
    )
    if process:
        numbers |= {"getpid": OWN_NUMBER, "getppid": 1, "getpgrp": OWN_NUMBER}
        os.kill = lambda pid, sign: kill(_number if pid == OWN_NUMBER else pid, sign)
    for name, value in numbers.items():
        setattr(os, name, lambda value=value: value)
