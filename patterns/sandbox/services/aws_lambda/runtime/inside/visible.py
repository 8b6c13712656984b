"""What a function may see and change of the file system where the kernel has none of its own for it, and by what names.

Not here: how Python's functions come to ask (`files`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import posixpath
import stat
import threading
from collections.abc import Iterator
from typing import Any

from .namespaces import DEVICES, SETTINGS, SYSTEM, WRITTEN

Path = str | bytes | os.PathLike[str] | os.PathLike[bytes] | int | None


class _Own(threading.local):
    """Set while the guard itself looks at files, which it does by the same functions."""

    looks = False


class Files:
    """What a function may see and change, and how it calls it."""

    def __init__(self, about: dict[str, Any]) -> None:
        self.storage: str = os.path.realpath(about["folder"])
        self.led: list[tuple[str, str]] = [
            ("/tmp", self.storage),
            *((place, source) for source, place in about["places"] if place != source),
        ]
        system = [*SYSTEM, *SETTINGS, *DEVICES, *WRITTEN, "/proc/self", f"/proc/{os.getpid()}"]
        seen = [*(source for source, _ in about["places"]), self.storage, *system]
        self._seen = tuple(dict.fromkeys([*seen, *map(os.path.realpath, seen)]))
        self._size, self._free = int(about["storage_bytes"]), 0
        self._own = _Own()

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """Let files be looked at as they are."""
        before, self._own.looks = self._own.looks, True
        try:
            yield
        finally:
            self._own.looks = before

    @property
    def is_looking(self) -> bool:
        """Whether this thread is in `looking`."""
        return self._own.looks

    def real(self, path: Path, directory: int | None = None) -> Any:
        """The path as the system knows it, of the type that was given; a descriptor stays one."""
        if path is None or isinstance(path, int):
            return path
        given = os.fspath(path)
        text = os.fsdecode(given)
        if not text:
            return given
        if directory is not None and not text.startswith("/"):
            text = posixpath.join(_path_of(directory), text)
        text = self._led(posixpath.normpath(posixpath.join(_cwd(), text)))
        return os.fsencode(text) if isinstance(given, bytes) else text

    def _led(self, text: str) -> str:
        if _below(text, self._seen):
            return text
        for name, place in self.led:
            if _below(text, (name,)):
                return place + text[len(name) :]
        return text

    def called(self, text: str) -> str:
        """How the function calls a path of the system."""
        for name, place in self.led:
            if _below(text, (place,)):
                return name + text[len(place) :]
        return text

    def check(self, path: Path, *, change: bool = False, entry: bool = False, lists: bool = False) -> None:
        """Raise what the kernel would for a path that is not there or may not be changed."""
        if self.is_looking or path is None or (isinstance(path, int) and not change):
            return
        with self.looking():
            text = _path_of(path) if isinstance(path, int) else os.path.abspath(os.fsdecode(path))
            folder, name = posixpath.split(text)
            real = posixpath.join(os.path.realpath(folder), name) if entry else os.path.realpath(text)
        if _below(real, (self.storage,)) or real in DEVICES or (isinstance(path, int) and real.endswith(" (deleted)")):
            if entry and real == self.storage:
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
            return
        if not self._is_there(real) and not (change and self._is_there(posixpath.dirname(real))):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if change:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
        if lists and not _below(real, self._seen):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    def _is_there(self, real: str) -> bool:
        """Whether it can be seen, or leads to what can."""
        return _below(real, self._seen) or any(seen.startswith(real.rstrip("/") + "/") for seen in self._seen)

    def room(self, size: int) -> int:
        """How much of `size` bytes may be written now. Raises `OSError` when there is no space left."""
        if size > self._free:
            with self.looking():
                self._free = self._size - _used(self.storage)
        if size and self._free <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        granted = min(size, self._free)
        self._free -= granted
        return granted

    def counts(self, descriptor: int) -> bool:
        """Whether what is written there takes up space."""
        return stat.S_ISREG(os.fstat(descriptor).st_mode)


def _below(text: str, folders: tuple[str, ...]) -> bool:
    return any(text == folder or text.startswith(f"{folder}/") for folder in folders)


_cwd = os.getcwd
_link = os.readlink


def _path_of(descriptor: int) -> str:
    """Where an open file is; nowhere, if the system does not tell."""
    try:
        return _link(f"/proc/self/fd/{descriptor}")
    except OSError:
        import fcntl

        found = fcntl.fcntl(descriptor, getattr(fcntl, "F_GETPATH", 50), bytes(1024))
        return os.fsdecode(found.rstrip(b"\0"))


def _used(folder: str) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(posixpath.join(place, name)).st_blocks * 512
    return total
