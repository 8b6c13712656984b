"""What the machine gives: a place for progress, memory, disk, and a way from the browser to the kernel."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from patterns.doctor.line import Line
from patterns.progress import PLACE, UnreadableProgress, place, read

MIB = 1 << 20
MEMORY_MIB = 800
"""What a learner needs while a page runs and an exercise is tried, as `make test-long` measures it, and some more."""
DISK_MIB = 500
"""For the code of functions, notebooks, and the file of progress."""
CONTROL_GROUP = Path("/sys/fs/cgroup")


def progress() -> Line:
    """Whether what a reader solves can be kept."""
    path = place()
    if path is None:
        return Line(False, f"{PLACE} is empty: nothing is kept", f"unset {PLACE}, or set it to the path of a file")
    try:
        if path.exists():
            read(path)
    except UnreadableProgress as error:
        return Line(False, str(error), f"move {path} away: the next answer begins a new file")
    there = next(parent for parent in path.parents if parent.exists())
    writable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    if writable:
        return Line(True, f"{path} can be written")
    return Line(False, f"nothing can be written in {there}", f"make it writable, or set {PLACE} to a file elsewhere")


def memory(available: Callable[[], int] | None = None) -> Line:
    """Whether enough memory is free for one learner, also within the limit of a container."""
    free = (available or free_memory)() // MIB
    advice = f"close other programs or kernels, or give each learner {MEMORY_MIB} MiB: docs/teaching.md has the figures"
    return Line(free >= MEMORY_MIB, f"{free} MiB are free; {MEMORY_MIB} MiB are needed", advice)


def disk(folder: Path | None = None) -> Line:
    """Whether enough is free where functions unpack their code."""
    where = folder or Path(tempfile.gettempdir())
    free = shutil.disk_usage(where).free // MIB
    advice = f"free some, or set TMPDIR to a folder on another disk than {where}"
    return Line(free >= DISK_MIB, f"{free} MiB are free in {where}; {DISK_MIB} MiB are needed", advice)


def loopback() -> Line:
    """Whether programs of this machine reach one another: a browser JupyterLab, and JupyterLab its kernels."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        return Line(True, "127.0.0.1 answers; no other network is needed")


def free_memory(group: Path = CONTROL_GROUP) -> int:
    """The bytes that are free on this machine, or in this container where that is less.

    https://docs.kernel.org/admin-guide/cgroup-v2.html: memory.max is "max" or a number, and pages of files, which
    memory.stat has as inactive_file, are given back when others need them.
    """
    import psutil

    free = int(psutil.virtual_memory().available)
    try:
        limit = int((group / "memory.max").read_text())
        used = int((group / "memory.current").read_text())
        kept = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):  # no such group, or no limit
        return free
    return min(free, limit - used + int(kept.get("inactive_file", 0)))
