"""A Python process of a function: forked, watched and ended. Not what is said in it."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import sys
import sysconfig
import tempfile
import time
import weakref
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.services.aws_lambda.runtime import zygote
from patterns.sandbox.services.aws_lambda.runtime.inside import bootstrap
from patterns.sandbox.services.aws_lambda.runtime.output import Output
from patterns.sandbox.services.aws_lambda.runtime.package import Package

END_SECONDS = 5.0
"""How long a process that has been told to end may take, in real time, before it is killed from here."""

AT_THE_START = ("LANG", "LC_", "LD_", "MALLOC_")
"""How the names of variables begin that act when a process starts."""

_live: weakref.WeakSet[Interpreter] = weakref.WeakSet()


class Interpreter:
    """The process of a function with this code, which waits to be told to load it."""

    def __init__(self, package: Package, variables: Mapping[str, str], storage_bytes: int) -> None:
        source = zygote.shared.take()
        way = source.way
        zygote.shared.note(source)
        starts_anew = any(name.startswith(AT_THE_START) for name in variables) or bool(source.loaded & package.names)
        self._own = zygote.Zygote((), variables, way) if starts_anew else None
        self._owner = os.getpid()
        self._folder = None if way == zygote.NAMESPACES else tempfile.mkdtemp(prefix="storage-", dir=source.folder)
        self.output = Output()
        self._status = b""
        self._heard = bytearray()
        self._open_pipes()
        _live.add(self)
        about = {
            "way": way,
            "places": [*((name, name) for name in _interpreter()), *package.places],
            "storage_bytes": storage_bytes,
            "site": tempfile.gettempdir(),
            "folder": self._folder,
        }
        try:
            (self._own or source).fork(about, self._theirs)
        except BaseException:
            self._hand_over()
            self.close()
            raise
        self._hand_over()
        self.sees = dict(package.places) if way == zygote.NAMESPACES else {}

    def _open_pipes(self) -> None:
        for_child, from_us = os.pipe()
        from_child, to_us = os.pipe()
        life, until = os.pipe()
        # Closed with this object at the latest: then the process ends.
        self._let_go = weakref.finalize(self, os.close, until)
        self._let_go.atexit = False
        self._told, tells = os.pipe()
        self._theirs = (for_child, to_us, self.output.entrance, life, tells)
        self._incoming, self._outgoing = os.fdopen(from_child, "rb", buffering=0), os.fdopen(from_us, "wb")

    def _hand_over(self) -> None:
        """Keep nothing of what the process has: only so its end is noticed."""
        for descriptor in self._theirs:
            if descriptor != self.output.entrance:
                os.close(descriptor)
        self.output.started()

    def __repr__(self) -> str:
        return f"Interpreter(pid={self.pid})"

    @property
    def pid(self) -> int:
        """The number of the process that looks after the function's; 0 when it could not be started."""
        self._hear(END_SECONDS, lambda: b"\n" in self._status)
        first = self._status.partition(b"\n")[0]
        return int(first) if first.isdigit() else 0

    @property
    def is_ours(self) -> bool:
        """Whether it was started by this process and not by one that this was forked from."""
        return self._owner == os.getpid()

    def seen(self, folder: str) -> str:
        """Where the function sees a folder of its code."""
        return next(
            (there + folder[len(here) :] for here, there in self.sees.items() if folder.startswith(here)), folder
        )

    def as_deployed(self, text: bytes) -> bytes:
        """Return `text` with the function's own folder called as on the service."""
        return text.replace(self._folder.encode(), zygote.STORAGE.encode()) if self._folder else text

    def send(self, head: dict[str, Any], body: bytes = b"") -> None:
        """Say something to the process. Raises `OSError` when it has gone."""
        bootstrap.write_frame(self._outgoing, head, body)

    def receive(self, seconds: float) -> tuple[dict[str, Any], bytes] | None:
        """What the process says next, if it has said it within so much real time.

        Raises `EOFError` when it has gone, `ValueError` for what the runtime never says.
        """
        deadline = time.monotonic() + seconds
        while (frame := self._frame()) is None:
            if not _readable(self._incoming, max(deadline - time.monotonic(), 0)):
                return None
            part = os.read(self._incoming.fileno(), 1 << 20)
            if not part:
                raise EOFError
            self._heard += part
        return frame

    def _frame(self) -> tuple[dict[str, Any], bytes] | None:
        size = bootstrap.HEAD.size
        if len(self._heard) < size:
            return None
        head, body = bootstrap.HEAD.unpack(self._heard[:size])
        if len(self._heard) < size + head + body:
            return None
        said, data = json.loads(self._heard[size : size + head]), bytes(self._heard[size + head : size + head + body])
        del self._heard[: size + head + body]
        if not isinstance(said, dict):
            raise ValueError("a message that says nothing")
        return said, data

    def size_bytes(self) -> int:
        """The memory that the process and its children hold; 0 when it has gone."""
        import psutil

        total = 0
        with contextlib.suppress(psutil.Error):
            for each in psutil.Process(self.pid or os.getpid()).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    total += each.memory_info().rss if self.pid else 0
        return total

    def status(self) -> int:
        """The exit status of a process that ends by itself. Raises `SandboxError` for one that could not start."""
        self._hear(END_SECONDS)
        *_, last = self._status.decode().splitlines() or [""]
        if last.startswith("trouble"):
            raise SandboxError(f"no process for the function: {last}; a function needs namespaces, of which the "
                               "system may allow only so many")  # fmt: skip
        is_status = self._status.count(b"\n") > 1 and last.lstrip("-").isdigit()
        return int(last) if is_status else -signal.SIGKILL

    def kill(self) -> None:
        """End the process and everything it started; what it wrote can still be taken."""
        if not self._let_go.alive:
            return
        self._let_go()
        if self.is_ours and not self._hear(END_SECONDS):
            self._kill_from_here()

    def _kill_from_here(self) -> None:
        import psutil

        with contextlib.suppress(psutil.Error):
            first = psutil.Process(self.pid)
            for each in (*first.children(recursive=True), first):
                with contextlib.suppress(psutil.Error):
                    each.kill()

    def close(self) -> None:
        """End it, and leave no file of it."""
        self.kill()
        for stream in (self._incoming, self._outgoing):
            with contextlib.suppress(OSError):
                stream.close()
        self._hear_no_more()
        if not self.is_ours:
            return
        self.output.close()
        if self._own is not None:
            self._own.end()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def leave(self) -> None:
        """In a forked child of this process: neither end it nor keep it."""
        self.close()
        self.output.leave()
        if self._own is not None:
            self._own.leave()

    def _hear_no_more(self) -> None:
        told, self._told = self._told, -1
        if told >= 0:
            os.close(told)

    def _hear(self, seconds: float, enough: Any = lambda: False) -> bool:
        """Whether the process's end was heard, or what is `enough`, within so much real time."""
        deadline = time.monotonic() + seconds
        while self._told >= 0 and not enough():
            if not _readable(self._told, max(deadline - time.monotonic(), 0)):
                return False
            part = os.read(self._told, 4096)
            if not part:
                self._hear_no_more()
            self._status += part
        return True


def _readable(stream: Any, seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(seconds))


def _interpreter() -> list[str]:
    """The folders that Python's own library and the installed packages are read from."""
    own = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib", vars={"platbase": sys.base_prefix})}
    return sorted({*own, f"{sys.base_prefix}/lib", *zygote.LIBRARIES})


def _leave_all() -> None:
    for each in list(_live):
        each.leave()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all)
