"""A file system of a function's own by the kernel's means: namespaces of Linux, for anybody who may make them.

What a function sees is made up from nothing: `/tmp` in memory with a size, its code and the interpreter read-only, a
few devices, and its own processes. Whatever is not named here is not there. No network either.

https://man7.org/linux/man-pages/man7/user_namespaces.7.html, https://man7.org/linux/man-pages/man2/pivot_root.2.html
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable
from typing import Any

NEW_MOUNTS, NEW_UTS, NEW_IPC, NEW_USER, NEW_PIDS, NEW_NET = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    1 << 30,
)
READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC = 1, 2, 4, 8
BIND, RECURSIVE, PRIVATE, DETACH = 4096, 16384, 1 << 18, 2
HERE, ALL_BELOW, SYS_MOUNT_SETATTR = -100, 0x8000, 442
DIE_WITH_PARENT, SUBREAPER, NO_NEW_PRIVILEGES = 1, 36, 38

USER, GROUP = 993, 990
"""The numbers of the user that Lambda runs functions as."""

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ("/etc/ld.so.cache", "/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/etc/mime.types", "/etc/alternatives")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
WRITTEN = {
    "/etc/passwd": f"root:x:0:0:root:/root:/bin/sh\nsbx_user1051:x:{USER}:{GROUP}::/home/sbx_user1051:/sbin/nologin\n",
    "/etc/group": f"root:x:0:\nsbx_user1051:x:{GROUP}:\n",
    "/etc/hosts": "127.0.0.1 localhost\n",
}
LINKS = {
    "/dev/fd": "/proc/self/fd",
    "/dev/stdin": "/proc/self/fd/0",
    "/dev/stdout": "/proc/self/fd/1",
    "/dev/stderr": "/proc/self/fd/2",
}

_libc: Any = ctypes.CDLL(None, use_errno=True)


class _Attributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "user_namespace")]


def _call(name: str, *arguments: Any) -> int:
    """Raises `OSError` that names what failed; `AttributeError` where the system has no such call."""
    result = int(getattr(_libc, name)(*arguments))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process, where there are such."""
    if sys.platform == "linux":
        _call("prctl", option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def leave() -> None:
    """Enter new namespaces; that of process numbers begins with the next child. Raises `OSError` where one may not."""
    user, group = os.geteuid(), os.getegid()
    rest = NEW_MOUNTS | NEW_PIDS | NEW_IPC | NEW_UTS | NEW_NET
    try:
        _call("unshare", NEW_USER | rest)
    except OSError:
        _call("unshare", rest)  # root in a system without user namespaces
        return
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{USER} {user} 1")
    _write("/proc/self/gid_map", f"{GROUP} {group} 1")


def settle(places: Iterable[tuple[str, str]], storage_bytes: int, site: str) -> None:
    """Make the file system, as the first process of the new namespaces.

    `places` are (folder or file, where it is seen); `site` is any folder there is, to build on.
    """
    _mount(None, "/", None, RECURSIVE | PRIVATE)
    opened = [(os.open(source, os.O_PATH), place) for source, place in _without_nested(_existing(places))]
    _mount("tmpfs", site, "tmpfs", NO_SUID | NO_DEVICES, "size=1m,mode=0755")
    os.chdir(site)
    # First, for what is shown may lie within.
    os.makedirs("./tmp")
    _mount("tmpfs", "./tmp", "tmpfs", NO_SUID | NO_DEVICES, f"size={storage_bytes},mode=0700")
    for source, place in opened:
        _show(source, place)
    for name in SYSTEM:
        if os.path.islink(name):
            os.symlink(os.readlink(name), f".{name}")
    os.makedirs("./etc", exist_ok=True)
    for name, text in WRITTEN.items():
        _write(f".{name}", text)
    for name, target in LINKS.items():
        os.symlink(target, f".{name}")
    os.makedirs("./proc")
    _mount("proc", "./proc", "proc", NO_SUID | NO_DEVICES | NO_EXEC)
    _call("pivot_root", b".", b".")
    _call("umount2", b".", DETACH)
    os.chdir("/")
    _only_read("/", 0)


def give_up_rights() -> None:
    """Keep no capability: what is mounted stays so."""
    prctl(NO_NEW_PRIVILEGES, 1)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())


def _existing(places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    system = [(name, name) for name in SYSTEM if not os.path.islink(name)]
    wanted = [*system, *((name, name) for name in (*SETTINGS, *DEVICES)), *places]
    return [(source, place) for source, place in wanted if os.path.exists(source)]


def _without_nested(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without what is seen as part of another anyway."""
    plain = {place for source, place in places if source == place}
    return [
        (source, place)
        for source, place in dict.fromkeys(places)
        if source != place or not any(place.startswith(f"{other}/") for other in plain)
    ]


def _show(source: int, place: str) -> None:
    here, there = f"/proc/self/fd/{source}", f".{place}"
    if os.path.isdir(here):
        os.makedirs(there, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(there), exist_ok=True)
        _write(there, "")
    _mount(here, there, None, BIND | RECURSIVE)
    _only_read(there, ALL_BELOW)
    os.close(source)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    named = [None if text is None else text.encode() for text in (source, target, kind, data)]
    _call("mount", named[0], named[1], named[2], ctypes.c_ulong(flags), named[3])


def _only_read(place: str, below: int) -> None:
    attributes = _Attributes(READ_ONLY | NO_SUID, 0, 0, 0)
    number = ctypes.c_long(SYS_MOUNT_SETATTR)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    _call("syscall", number, HERE, place.encode(), below, ctypes.byref(attributes), size)


def _write(path: str, text: str) -> None:
    place = os.open(path, os.O_WRONLY | (0 if path.startswith("/proc/") else os.O_CREAT), 0o644)
    try:
        os.write(place, text.encode())
    finally:
        os.close(place)


def obstacle() -> str | None:
    """Why functions cannot have a file system of their own here; None where they can. Tries it in a child."""
    if sys.platform != "linux":
        return f"{sys.platform} has no namespaces"
    if any(os.path.realpath(place).startswith("/tmp/") for place in (*sys.path, sys.prefix, sys.base_prefix)):
        return "Python or its packages lie in /tmp, which is a function's own"
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _try(writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode()
    os.waitpid(child, 0)
    return None if said == "fine" else said or "the attempt was ended"


def _try(writing: int) -> None:
    try:
        leave()
        first = os.fork()
        if first:
            os.waitpid(first, 0)
        else:
            settle((), 2**20, "/tmp")
            give_up_rights()
            os.write(writing, b"fine")
    except (OSError, AttributeError) as error:
        with contextlib.suppress(OSError):
            os.write(writing, str(error).encode())
    finally:
        os._exit(0)
