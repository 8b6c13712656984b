"""What the process of a function writes, read as it comes. Not what the lines mean."""

from __future__ import annotations

import os
import threading

KEPT_OUTPUT_BYTES = 1_048_576
"""What is kept of the output of one invocation; the rest is read and dropped."""


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

    def leave(self) -> None:
        """In a forked child of this process, where nobody reads."""
        if self._exit >= 0:
            os.close(self._exit)
            self._exit = -1
        self._changed = threading.Condition()
        self._closed = True

    def _read(self) -> None:
        while chunk := os.read(self._exit, 65536):
            with self._changed:
                self._take(chunk)
        # Forgotten first: a child that is forked meanwhile must not close what has the number by then.
        ended, self._exit = self._exit, -1
        os.close(ended)
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
