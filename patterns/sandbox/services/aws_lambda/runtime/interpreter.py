"""A Python process of functions: started, watched and ended, its output read. Not what is said in it."""

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
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from patterns.sandbox.services.aws_lambda.runtime import bootstrap

KEPT_OUTPUT_BYTES = 1_048_576
"""What is kept of the output of one invocation; the rest is read and dropped."""

# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html: the SDK and what it needs.
PROVIDED = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3")

SCRUBBED = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}


class Interpreter:
    """A process that has been told what to import ahead, and waits to be told which function it is of."""

    def __init__(self, ahead: Iterable[str] = (), variables: Mapping[str, str] = SCRUBBED) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="function-")
        self.home = Path(self._folder.name)
        self.own_variables = {"HOME": self._folder.name, "TMPDIR": self._folder.name}
        self.output = Output()
        self._loaded: frozenset[str] | None = None
        for_child, from_us = os.pipe()
        from_child, to_us = os.pipe()
        self._process = subprocess.Popen(
            # As isolated as -I makes it, but for the hash seed, which -I would not read: sets keep one order.
            [sys.executable, "-sSPu", bootstrap.__file__, str(for_child), str(to_us)],
            pass_fds=(for_child, to_us),
            stdin=subprocess.DEVNULL,
            stdout=self.output.entrance,
            stderr=self.output.entrance,
            env={**SCRUBBED, **variables, **self.own_variables},
            cwd=self.home,
            start_new_session=True,
        )
        os.close(for_child)
        os.close(to_us)
        self.output.started()
        self._incoming, self._outgoing = os.fdopen(from_child, "rb", buffering=0), os.fdopen(from_us, "wb")
        libraries = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
        self.send({"libraries": libraries, "provided": PROVIDED, "ahead": [*ahead], "now": 0.0})

    def __repr__(self) -> str:
        return f"Interpreter(pid={self.pid})"

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def send(self, head: dict[str, Any], body: bytes = b"") -> None:
        """Say something to the process. Raises `OSError` when it has gone."""
        bootstrap.write_frame(self._outgoing, head, body)

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """What the process says next. Raises `EOFError` when it has gone."""
        return bootstrap.read_frame(self._incoming)

    def has_spoken(self, seconds: float) -> bool:
        """Whether it says something within so much real time."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._incoming, selectors.EVENT_READ)
            return bool(selector.select(seconds))

    def loaded(self, seconds: float) -> frozenset[str] | None:
        """The modules that were imported ahead, waited for at most so long; None where that failed."""
        with contextlib.suppress(EOFError, OSError):
            if self._loaded is None and self.has_spoken(seconds):
                self._loaded = frozenset(self.receive()[0]["loaded"])
        return self._loaded

    def size_bytes(self) -> int:
        """The memory that the process and its children hold; 0 when it has gone."""
        import psutil

        total = 0
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.pid)
            for each in (process, *process.children(recursive=True)):
                total += each.memory_info().rss
        return total

    def status(self) -> int:
        """The exit status of a process that ends by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=5)
        return -signal.SIGKILL

    def kill(self) -> None:
        """End the process and everything it started; what it wrote can still be taken."""
        import psutil

        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    child.kill()
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """End it, and leave no file of it."""
        self.kill()
        for stream in (self._incoming, self._outgoing):
            with contextlib.suppress(OSError):
                stream.close()
        self.output.close()
        self._folder.cleanup()


class Output:
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
