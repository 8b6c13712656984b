"""One execution environment: the process of a function, what it may use, and its end. Not what it is called with.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from patterns.sandbox.functions import bootstrap
from patterns.sandbox.functions.package import Package

LOOK_SECONDS = 0.05
"""How often the size of a busy process is looked at."""

INIT_SECONDS = 10.0
"""The service's limit for loading a function, here in real time."""

KEPT_OUTPUT_BYTES = 1_048_576
"""What is kept of the output of one invocation; the rest is read and dropped."""

# What the process weighs before it did anything counts on the service too, but there it is smaller.
BASE_BYTES = 96 * 2**20
LOOSE_BYTES = 700 * 2**20

# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html: the SDK and what it needs.
PROVIDED = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")


LOADED = b"\0loaded\0"


class Answer(NamedTuple):
    """How an invocation, or the loading, ended.

    `kind` is "result" or "error" with JSON, "ready", "failed" (while loading) with JSON, "exit" with a status,
    "memory" or "timeout".
    """

    kind: str
    payload: bytes = b""
    output: bytes = b""
    dropped_bytes: int = 0


@dataclass(frozen=True)
class Talk:
    """What the sandbox does for a running function: the time, its calls of AWS, and its sleep.

    `call` gives (status, headers, body) or raises; `sleep` returns whether the time was there to sleep.
    """

    now: Callable[[], float]
    call: Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]
    sleep: Callable[[float], bool]


class Environment:
    """A process with the function loaded. One invocation at a time; after anything but a result or error it is over."""

    def __init__(self, package: Package, variables: dict[str, str], memory_mb: int, seed: str) -> None:
        self.over = False
        self._folder = tempfile.TemporaryDirectory(prefix="function-")
        self._memory_bytes = memory_mb * 2**20
        self._seed = seed
        self._package = package
        self._output = _Output()
        self._process, self._incoming, self._outgoing = self._start(variables, Path(self._folder.name))

    def __repr__(self) -> str:
        return f"Environment(pid={self._process.pid}, {'over' if self.over else 'ready'})"

    def load(self, talk: Talk) -> Answer:
        """Load the function; `kind` "ready" when it can be called."""
        about = {
            "task_root": str(self._package.task_root),
            "layers": [str(folder) for folder in self._package.layers],
            "libraries": sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}),
            "provided": [*PROVIDED, *self._package.provided],
            "seed": self._seed,
            "writable": [self._folder.name],
            "memory_bytes": self._memory_bytes + LOOSE_BYTES,
        }
        self._output.begin(LOADED)
        answer = self._ended(self._exchange({**about, "end": LOADED.decode()}, b"", talk, INIT_SECONDS), ("ready",))
        return answer if answer.kind == "ready" else self._with_output(answer, wait=answer.kind == "failed")

    def invoke(self, about: dict[str, Any], event: bytes, talk: Talk, seconds: float) -> Answer:
        """Return how one event went; `seconds` is the limit in real time for code that does not end."""
        end = f"\0{about['request_id']} ends\0"
        self._output.begin(end.encode())
        answer = self._exchange({**about, "end": end}, event, talk, seconds)
        return self._with_output(self._ended(answer, ("result", "error")), wait=not self.over)

    def _with_output(self, answer: Answer, *, wait: bool) -> Answer:
        kept, dropped = self._output.taken(wait=wait)
        named = self._package.as_deployed
        return answer._replace(payload=named(answer.payload), output=named(kept), dropped_bytes=dropped)

    def close(self) -> None:
        """End the process and everything it started."""
        self.over = True
        _kill(self._process)
        for stream in (self._incoming, self._outgoing):
            with contextlib.suppress(OSError):
                stream.close()
        self._output.close()
        self._folder.cleanup()

    def _start(self, variables: dict[str, str], home: Path) -> tuple[subprocess.Popen[bytes], Any, Any]:
        for_child, from_us = os.pipe()
        from_child, to_us = os.pipe()
        scrubbed = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
        process = subprocess.Popen(
            [sys.executable, "-ISu", bootstrap.__file__, str(for_child), str(to_us)],
            pass_fds=(for_child, to_us),
            stdin=subprocess.DEVNULL,
            stdout=self._output.entrance,
            stderr=self._output.entrance,
            env={**scrubbed, **variables, "HOME": str(home), "TMPDIR": str(home)},
            cwd=self._package.task_root,
            start_new_session=True,
        )
        os.close(for_child)
        os.close(to_us)
        self._output.started()
        return process, os.fdopen(from_child, "rb", buffering=0), os.fdopen(from_us, "wb")

    def _exchange(self, head: dict[str, Any], body: bytes, talk: Talk, seconds: float) -> Answer:
        """Send one message and serve the process until it answers, ends, or has had its time."""
        deadline = time.monotonic() + seconds
        try:
            bootstrap.write_frame(self._outgoing, {**head, "now": talk.now()}, body)
            while True:
                if trouble := self._wait_for_frame(deadline):
                    return trouble
                asked, data = bootstrap.read_frame(self._incoming)
                if asked["kind"] not in ("call", "sleep"):
                    return Answer(asked["kind"], data)
                spent = time.monotonic()
                if not self._serve(asked, data, talk):
                    return Answer("timeout")
                deadline += time.monotonic() - spent
        except (EOFError, OSError):
            return Answer("exit", str(self._status()).encode())

    def _serve(self, asked: dict[str, Any], data: bytes, talk: Talk) -> bool:
        if asked["kind"] == "sleep":
            slept = talk.sleep(asked["seconds"])
            if slept:
                bootstrap.write_frame(self._outgoing, {"now": talk.now()})
            return slept
        try:
            status, headers, body = talk.call(asked["method"], asked["url"], asked["headers"], data)
        except Exception as error:
            bootstrap.write_frame(self._outgoing, {"refused": str(error), "now": talk.now()})
        else:
            if not talk.sleep(0):  # the answer came when the function's time was over
                return False
            bootstrap.write_frame(self._outgoing, {"status": status, "headers": headers, "now": talk.now()}, body)
        return True

    def _wait_for_frame(self, deadline: float) -> Answer | None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._incoming, selectors.EVENT_READ)
            while not selector.select(min(LOOK_SECONDS, max(deadline - time.monotonic(), 0))):
                if time.monotonic() >= deadline:
                    return Answer("timeout")
                if _size(self._process.pid) > self._memory_bytes + BASE_BYTES:
                    return Answer("memory")
        return None

    def _status(self) -> int:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=5)
        return -signal.SIGKILL

    def _ended(self, answer: Answer, alive: tuple[str, ...]) -> Answer:
        if answer.kind not in alive:
            self.over = True
            _kill(self._process)
        return answer


class _Output:
    """What a process writes, read all the time by a thread of its own so that it never has to wait for us."""

    def __init__(self) -> None:
        self._exit, self.entrance = os.pipe()
        self._kept = bytearray()
        self._seen = 0
        self._end = b""
        self._tail = b""
        self._changed = threading.Condition()
        self._ended = False
        self._closed = False

    def started(self) -> None:
        """Begin to read; the process holds the other end now."""
        os.close(self.entrance)
        threading.Thread(target=self._read, name="function output", daemon=True).start()

    def begin(self, end: bytes) -> None:
        """Keep what comes, until `end`. What came while loading stays in front of it."""
        with self._changed:
            self._end, self._ended, self._tail = end, False, b""

    def taken(self, *, wait: bool) -> tuple[bytes, int]:
        """Return (what was kept, how many bytes were dropped), after `end` or the end of the process was seen."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._closed, timeout=2 if wait else 1)
            kept, dropped = bytes(self._kept), max(self._seen - KEPT_OUTPUT_BYTES, 0)
            self._kept.clear()
            self._seen = 0
        return kept.replace(self._end, b""), dropped

    def close(self) -> None:
        """Wait for the reader to see the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed, timeout=1)

    def _read(self) -> None:
        while chunk := os.read(self._exit, 65536):
            with self._changed:
                self._take(chunk)
        os.close(self._exit)
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _take(self, chunk: bytes) -> None:
        recent = self._tail + chunk
        self._seen += len(chunk)
        self._kept += chunk[: max(KEPT_OUTPUT_BYTES - len(self._kept), 0)]
        self._tail = recent[-len(self._end) :] if self._end else b""
        if self._end and self._end in recent:
            self._seen -= len(self._end)
            self._ended = True
            self._changed.notify_all()


def _size(pid: int) -> int:
    """The memory a process and its children hold, in bytes; 0 when it has gone."""
    import psutil

    total = 0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            total += each.memory_info().rss
    return total


def _kill(process: subprocess.Popen[bytes]) -> None:
    import psutil

    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
