"""The process that those of functions are forked from, with what most handlers import: that takes longer than all else.

One for the whole of this process, whatever sandboxes come and go. A function notices nothing of it: whoever has a
module of the same name as one imported ahead, or a variable that acts when a process starts, is forked from one of its
own that imported nothing. It ends with this process, however that ends, and takes the folder of unpacked code with it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from patterns.sandbox.core.errors import SandboxError

AHEAD = ("boto3",)

READY_SECONDS = 30.0
"""Longer than any machine takes to import what is imported ahead, in real time."""

NAMESPACES, GUARD = "namespaces", "guard"
"""The ways a function gets a file system of its own: by the kernel, or by a guard in its process."""

SAID = {NAMESPACES: "kept apart by the kernel", GUARD: "guarded in their own process"}

# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html: the SDK and what it needs.
PROVIDED = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")

STORAGE = "/tmp"
"""Where a function may write: https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html."""

SCRUBBED = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "HOME": STORAGE,
}
"""What a process has in its environment beside what is the function's: nothing of the reader's."""

LIBRARIES = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})

# The package of what runs in there, found without this project on the path.
_START = """
import importlib.util as u, sys
s = u.spec_from_file_location("_runtime", sys.argv[1] + "/__init__.py", submodule_search_locations=[sys.argv[1]])
sys.modules["_runtime"] = u.module_from_spec(s)
from _runtime import forks
forks.main()
"""


class Zygote:
    """A process to fork from. `way` None leaves it to what the system can do."""

    def __init__(
        self, ahead: Iterable[str] = AHEAD, variables: Mapping[str, str] = SCRUBBED, way: str | None = None
    ) -> None:
        self._owner = os.getpid()
        self._turn = threading.Lock()
        self.folder = Path(tempfile.mkdtemp(prefix="functions-")).resolve()
        self._control, theirs = socket.socketpair()
        self._process = subprocess.Popen(
            # As isolated as -I makes it, but for the hash seed, which -I would not read: sets keep one order.
            [
                sys.executable,
                "-sSPuc",
                _START,
                str(Path(__file__).with_name("inside")),
                str(theirs.fileno()),
                str(self.folder),
            ],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**SCRUBBED, **variables},
            cwd="/",
            start_new_session=True,
        )
        theirs.close()
        self._said: dict[str, Any] | None = None
        about = {"libraries": LIBRARIES, "provided": PROVIDED, "ahead": [*ahead], "way": way}
        with contextlib.suppress(OSError):
            self._control.sendall(json.dumps(about).encode() + b"\n")

    def __repr__(self) -> str:
        return f"Zygote(pid={self.pid})"

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it is a process of this one that can be forked."""
        return self._owner == os.getpid() and self._process.poll() is None

    @property
    def loaded(self) -> frozenset[str]:
        """The modules that were imported ahead."""
        return frozenset(self._ready["loaded"])

    @property
    def way(self) -> str:
        """How functions get a file system of their own: `NAMESPACES` or `GUARD`."""
        return str(self._ready["way"])

    @property
    def obstacle(self) -> str:
        """Why it is not by the kernel's means; nothing where it is, or where the way was forced."""
        return str(self._ready["obstacle"] or "")

    def wait(self) -> None:
        """Until it can be forked. Raises `SandboxError` when it cannot."""
        self._ready  # noqa: B018

    @property
    def _ready(self) -> dict[str, Any]:
        with self._turn:
            if self._said is None:
                self._said = json.loads(self._answer())
            return self._said

    def _answer(self) -> bytes:
        text = b""
        while not text.endswith(b"\n"):
            there, _, _ = select.select([self._control], [], [], READY_SECONDS)
            part = self._control.recv(65536) if there else b""
            if not part:
                raise SandboxError(
                    f"no process for functions: {sys.executable} did not start within {READY_SECONDS:g} seconds; "
                    "try again when the machine is less busy"
                )
            text += part
        return text

    def fork(self, about: Mapping[str, Any], descriptors: Sequence[int]) -> None:
        """Fork a process that owns copies of `descriptors`. Raises `SandboxError` when there is nothing to fork."""
        request = json.dumps(dict(about)).encode() + b"\n"
        self.wait()
        with self._turn:
            try:
                socket.send_fds(self._control, [request], [*descriptors])
            except OSError as error:
                raise SandboxError(f"no process for functions: {error}; try again") from None
            self._answer()

    def leave(self) -> None:
        """In a forked child of this process: it is not the child's."""
        self._control.close()
        self._process.returncode = 0  # so that the child does not wait for it
        self._turn = threading.Lock()

    def end(self) -> None:
        """End it, with all that was forked from it, and its folder."""
        self._control.close()
        if self._owner == os.getpid():
            if self._said is None:
                self._process.kill()  # it still imports, and nothing was forked from it
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            self._process.kill()
            self._process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)


class _Shared:
    """At most one zygote, which imported ahead; made when it is first asked for."""

    def __init__(self) -> None:
        self.said: set[str] = set()
        """How functions that were called got a file system of their own, in words."""
        self._zygote: Zygote | None = None
        self._ahead = True
        self._way: str | None = None

    def prepare(self) -> None:
        """Start it, unless it is there already or this is a copy of the account that soon ends."""
        if self._ahead:
            self.take()

    def take(self) -> Zygote:
        """The one there is, or a new one."""
        if self._zygote is None or not self._zygote.is_alive:
            self._zygote = Zygote(way=self._way)
        return self._zygote

    @property
    def pid(self) -> int | None:
        """Its number, if there is one."""
        return self._zygote.pid if self._zygote is not None else None

    def note(self, zygote: Zygote) -> None:
        """Remember which way a function is started in."""
        self.said.add(explanation(zygote))

    def not_ahead(self) -> None:
        """In a copy of the account: start one only when a function is called."""
        self._ahead = False

    def leave(self) -> None:
        """In a forked child of this process."""
        left, self._zygote = self._zygote, None
        if left is not None:
            left.leave()

    def end(self) -> None:
        """End it."""
        ended, self._zygote = self._zygote, None
        if ended is not None:
            ended.end()

    @contextlib.contextmanager
    def forced(self, way: str | None) -> Iterator[None]:
        """For tests: take this way and no other within the block, which sandboxes do not outlive."""
        self.end()
        self._way = way
        try:
            yield
        finally:
            self.end()
            self._way = None


def explanation(zygote: Zygote) -> str:
    """How functions get a file system of their own here, and why not by the kernel, in a line."""
    why = f" ({zygote.obstacle})" if zygote.obstacle else ""
    return f"files of functions: {SAID[zygote.way]}{why}"


shared = _Shared()
atexit.register(shared.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=shared.leave)

if __name__ == "__main__":
    print(explanation(shared.take()))  # noqa: T201
