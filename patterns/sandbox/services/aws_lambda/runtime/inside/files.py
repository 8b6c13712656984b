"""A file system of a function's own where the kernel has none to give: Python's ways to files are led or refused.

`/tmp` is a folder of the function's, `/var/task` and `/opt` are its code, the interpreter and the system can be read,
and everything else is not there. Python's functions are replaced by ones that translate paths; behind them an audit
hook looks at what is opened and changed, whichever way it was asked for, with links resolved.

Not here: what C code does without Python; the size of what sqlite writes, but for the largest size of one file.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from .visible import Files

WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC

# Where each function of `os` has its path, and whether it changes what a link points to or the entry itself.
READS = ("stat", "lstat", "access", "readlink", "chdir", "statvfs", "getxattr", "listxattr", "pathconf")
LISTS = ("listdir", "scandir")
CHANGES = ("chmod", "lchmod", "chown", "lchown", "utime", "truncate", "setxattr", "removexattr", "chflags", "lchflags")
CHANGES_ENTRY = ("mkdir", "mkfifo", "mknod", "rmdir", "remove", "unlink")
BY_DESCRIPTOR = ("fchmod", "fchown")
TWO = ("rename", "replace", "link", "symlink")
AUDITED = {f"os.{name}": name for name in (*LISTS, *CHANGES, *CHANGES_ENTRY, *TWO, "chdir")}
MOVES_BYTES = {"write": 0, "pwrite": 0, "writev": 0, "pwritev": 0, "sendfile": 0, "copy_file_range": 1}


def guard(about: dict[str, Any]) -> None:
    """Replace Python's ways to files, and look at what is left of them. Before anything of the function is loaded."""
    files = Files(about)
    for name, wrapped in _replacements(files):
        setattr(os, name, wrapped)
    raw = _raw_file(files)
    opening = _opening(files, raw)
    builtins.open = io.open = opening
    io.FileIO = raw  # type: ignore[misc]
    cwd = os.getcwd
    os.getcwd = lambda: files.called(cwd())
    os.getcwdb = lambda: os.fsencode(os.getcwd())
    named = types.ModuleType("posix")
    vars(named).update(vars(sys.modules["posix"]))
    vars(named).update({name: getattr(os, name) for name in vars(named) if hasattr(os, name)})
    sys.modules["posix"] = named
    for name in ("_gdbm", "_dbm", "_posixshmem"):
        sys.modules[name] = None  # type: ignore[assignment] # C code that opens files without a word
    _lead_sqlite(files)
    sys.addaudithook(_auditor(files))


def _replacements(files: Files) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in (*READS, *LISTS, *CHANGES, *CHANGES_ENTRY, *BY_DESCRIPTOR):
        if hasattr(os, name):
            yield name, _leading(files, getattr(os, name), name)
    for name in TWO:
        yield name, _leading_both(files, getattr(os, name), is_link=name == "symlink")
    for name, position in MOVES_BYTES.items():
        if hasattr(os, name):
            yield name, _counting(files, getattr(os, name), position)
    yield "chroot", _not_permitted
    plain = os.open

    def open_(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        with _named(path):
            led = files.real(path, dir_fd)
            files.check(led, change=bool(flags & WRITING))
            return plain(led, flags, mode)

    yield "open", open_


def _leading(files: Files, plain: Callable[..., Any], name: str) -> Callable[..., Any]:
    change, entry = name in (*CHANGES, *CHANGES_ENTRY, *BY_DESCRIPTOR), name in CHANGES_ENTRY
    follows = name not in ("lstat", "readlink")

    def led(path: Any = ".", *rest: Any, **how: Any) -> Any:
        if files.is_looking:
            return plain(path, *rest, **how)
        path = how.pop("fd", path) if name in BY_DESCRIPTOR else how.pop("path", path)
        with _named(path):
            place = files.real(path, how.pop("dir_fd", None))
            links = entry or not (follows and how.get("follow_symlinks", True))
            if change or links:
                files.check(place, change=change, entry=links and not isinstance(place, int))
            else:
                files.check(place, lists=name in LISTS)
            answer = plain(place, *rest, **how)
        return files.called(answer) if name == "readlink" and isinstance(answer, str) else answer

    return led


def _leading_both(files: Files, plain: Callable[..., Any], *, is_link: bool) -> Callable[..., Any]:
    def led(src: Any, dst: Any, *rest: Any, **how: Any) -> Any:
        into, out_of = how.pop("dst_dir_fd", None) or how.pop("dir_fd", None), how.pop("src_dir_fd", None)
        as_given = is_link and not os.fsdecode(src).startswith("/")
        try:
            first, second = src if as_given else files.real(src, out_of), files.real(dst, into)
            if not is_link:
                files.check(first, change=True, entry=True)
            files.check(second, change=True, entry=True)
            return plain(first, second, *rest, **how)
        except OSError as error:
            raise type(error)(error.errno, error.strerror, os.fspath(src), None, os.fspath(dst)) from None

    return led


def _not_permitted(path: Any) -> None:
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), path)


@contextlib.contextmanager
def _named(path: Any) -> Iterator[None]:
    """Let an error name the path as it was given."""
    try:
        yield
    except OSError as error:
        if error.filename is not None:
            error.filename = os.fspath(path) if isinstance(path, os.PathLike) else path
        raise


def _counting(files: Files, plain: Callable[..., Any], position: int) -> Callable[..., Any]:
    def counted(*arguments: Any, **how: Any) -> Any:
        if arguments and isinstance(arguments[position], int) and files.counts(arguments[position]):
            files.room(max(_sizes(arguments)))
        return plain(*arguments, **how)

    return counted


def _sizes(arguments: tuple[Any, ...]) -> Iterator[int]:
    yield 1
    for each in arguments[1:]:
        if isinstance(each, (bytes, bytearray, memoryview)):
            yield len(each)
        elif isinstance(each, (list, tuple)):
            yield sum(map(len, each))


def _raw_file(files: Files) -> Any:
    class FileIO(io.FileIO):
        """A file whose path is led and whose bytes are counted."""

        def __init__(self, file: Any, mode: str = "r", closefd: bool = True, opener: Any = None) -> None:
            with _named(file):
                place = files.real(file)
                files.check(None if isinstance(place, int) else place, change=any(letter in mode for letter in "wax+"))
                super().__init__(place, mode, closefd, opener)
                self._counts = files.counts(self.fileno())

        def write(self, data: Any, /) -> Any:
            if self._counts and self.writable():
                view = memoryview(data).cast("B")
                return super().write(view[: files.room(len(view))])
            return super().write(data)

    return FileIO


def _opening(files: Files, raw_file: Any) -> Any:
    plain = io.open

    def open(
        file: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, errors: Any = None, newline: Any = None,
        closefd: bool = True, opener: Any = None,
    ) -> Any:  # fmt: skip
        with _named(file):
            place, change = files.real(file), any(letter in mode for letter in "wax+")
            if opener is None:
                files.check(None if isinstance(place, int) else place, change=change)
            if not change or sorted(mode.strip("+bt")) not in (["a"], ["r"], ["w"], ["x"]):
                return plain(place, mode, buffering, encoding, errors, newline, closefd, opener)
            plain(os.devnull, mode.translate({ord("x"): "w"}), buffering, encoding, errors, newline).close()
            raw = raw_file(place, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
        buffer = io.BufferedRandom(raw, size) if "+" in mode else io.BufferedWriter(raw, size)
        if "b" in mode:
            return buffer
        text = io.TextIOWrapper(buffer, encoding, errors, newline, line_buffering=buffering == 1)
        text.mode = mode  # type: ignore[misc]
        return text

    return open


def _lead_sqlite(files: Files) -> None:
    try:
        import sqlite3
    except ImportError:
        return
    plain, attach = sqlite3.connect, 24

    def connect(database: Any, *arguments: Any, **how: Any) -> Any:
        if not (how.get("uri") or os.fsdecode(database) in ("", ":memory:")):
            database = files.real(database)
        try:
            connection = plain(database, *arguments, **how)
        except OSError:
            raise sqlite3.OperationalError("unable to open database file") from None
        connection.set_authorizer(allowed)
        return connection

    def allowed(action: int, name: str | None, *_: Any) -> int:
        if action != attach or not name or name == ":memory:":
            return sqlite3.SQLITE_OK
        with contextlib.suppress(OSError):
            files.check(name.removeprefix("file:"), change=True)
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    sqlite3.connect = sqlite3.dbapi2.connect = connect


def _auditor(files: Files) -> Callable[[str, tuple[Any, ...]], None]:
    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if files.is_looking:
            return
        if event == "open":
            path, _, flags = arguments
            if not isinstance(path, int):
                files.check(path, change=bool(flags) and bool(flags & WRITING))
        elif event == "sqlite3.connect":
            name = os.fsdecode(arguments[0])
            if name not in ("", ":memory:") and "mode=memory" not in name:
                files.check(name.removeprefix("file:").partition("?")[0], change=True)
        elif event in AUDITED:
            _look_at_change(files, AUDITED[event], arguments)

    return look


def _look_at_change(files: Files, name: str, arguments: tuple[Any, ...]) -> None:
    change = name not in (*LISTS, "chdir")
    entry = name in (*CHANGES_ENTRY, *TWO)
    for path in arguments[1 if name == "symlink" else 0 : 2 if name in TWO else 1]:
        if isinstance(path, (str, bytes, int, os.PathLike)):
            files.check(path, change=change, entry=entry and not isinstance(path, int), lists=name in LISTS)
