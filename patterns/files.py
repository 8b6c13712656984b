"""Reading files that somebody else names: ordinary ones, up to a size, without waiting for what never comes.

A path may lead to a device without end, to a pipe that nobody writes to, or to more than memory holds.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def content(path: Path, most: int) -> bytes:
    """The bytes of a file. Raises `OSError`, also for a folder, a device, a pipe, and for more than `most` bytes."""
    # Opening a pipe would wait for who writes to it.
    with open(path, "rb", opener=_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no file but a folder or a device", str(path))
        found = file.read(most + 1) or b""
    if len(found) > most:
        raise OSError(errno.EFBIG, f"it has more than {most:,} bytes", str(path))
    return found


def text(path: Path, most: int) -> str:
    """The same as text, its lines ended in one way. Raises `UnicodeDecodeError` where it is not UTF-8."""
    return content(path, most).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
