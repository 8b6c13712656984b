"""The process from which those of functions are forked, with what most of them import; and the supervisor of each.

One thread only, so that a fork is a whole copy. A fork has a supervisor, which runs nothing of the function: it ends
the function's process and all that this has started when that process ends or when the sandbox has gone, however it
went, and says how the process ended.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import traceback
from typing import Any

from . import bootstrap, guard, namespaces

NAMESPACES, GUARD = "namespaces", "guard"
LOOK_SECONDS = 5.0
"""How often a process that waits looks whether the one that started it is still there."""

WARM = ("s3", "dynamodb", "sqs", "sns", "sts")
"""Services whose description is read ahead."""


def main() -> None:
    """Import what is to be imported, tell which modules that loaded, then fork for every request until there is none.

    The folder that the sandbox unpacks code in goes with it.
    """
    control, parent, present = socket.socket(fileno=int(sys.argv[2])), os.getppid(), set(sys.modules)
    with contextlib.suppress(OSError, EOFError):
        sandbox = bootstrap.Sandbox()
        told = _prepare(sandbox, json.loads(_line(control)), present)
        control.sendall(json.dumps(told).encode() + b"\n")
        gc.collect()
        gc.freeze()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while request := _request(control, parent):
            _fork(sandbox, control, *request)
            control.sendall(b"\n")
    shutil.rmtree(sys.argv[3], ignore_errors=True)
    os._exit(0)


def _prepare(sandbox: bootstrap.Sandbox, about: dict[str, Any], present: set[str]) -> dict[str, Any]:
    """Become what is forked, and return what the sandbox has to know of it."""
    obstacle = namespaces.obstacle() if about["way"] is None else None
    way = about["way"] or (GUARD if obstacle else NAMESPACES)
    with contextlib.suppress(OSError):
        namespaces.prctl(namespaces.SUBREAPER, 1)
    bootstrap.become_runtime(sandbox, about["libraries"], about["provided"])
    if about["ahead"]:
        _import_ahead(about["ahead"])
    loaded = sorted({name.partition(".")[0] for name in set(sys.modules) - present})
    return {"loaded": loaded, "way": way, "obstacle": obstacle}


def _line(control: socket.socket) -> bytes:
    text = b""
    while not text.endswith(b"\n"):
        part = control.recv(65536)
        if not part:
            raise EOFError
        text += part
    return text


def _request(control: socket.socket, parent: int) -> tuple[dict[str, Any], list[int]] | None:
    """What to fork, and its descriptors; None when the sandbox has gone."""
    while not select.select([control], [], [], LOOK_SECONDS)[0]:
        if os.getppid() != parent:
            return None
    text, passed, _, _ = socket.recv_fds(control, 65536, 8)
    if not text:
        return None
    while not text.endswith(b"\n"):
        text += control.recv(65536)
    return json.loads(text), list(passed)


def _import_ahead(names: list[str]) -> None:
    bootstrap.draw_from("")
    for name in names:
        importlib.import_module(name)
    if "boto3" in names:
        _warm_up()


def _warm_up() -> None:
    """Make clients as a function does; what they read from files is read once for all functions."""
    import boto3
    import botocore.session

    module: Any = botocore.session
    plain = module.create_loader
    known: dict[Any, Any] = {}

    def create_loader(search_path_string: str | None = None) -> Any:
        loader = plain(search_path_string)
        if search_path_string is None:
            loader._cache = dict(known)
        return loader

    module.create_loader = create_loader
    session: Any = boto3.Session("no", "no", region_name="us-east-1")
    for service in WARM:
        session.client(service)
    for service in session.get_available_resources():
        if service in WARM:
            session.resource(service)
    known.update(session._session.get_component("data_loader")._cache)


def _fork(sandbox: bootstrap.Sandbox, control: socket.socket, about: dict[str, Any], passed: list[int]) -> None:
    if os.fork() == 0:
        try:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _Fork(sandbox, about, *passed).begin()
        finally:
            os._exit(1)
    for descriptor in passed:
        os.close(descriptor)


class _Fork:
    """What becomes of one fork: the supervisor, and below it the function's process."""

    def __init__(
        self, sandbox: bootstrap.Sandbox, about: dict[str, Any], incoming: int, outgoing: int, output: int, life: int,
        status: int,
    ) -> None:  # fmt: skip
        self._sandbox = sandbox
        self._about = about
        self._function_s = (incoming, outgoing, output)
        self._life = life
        self._status = status

    @property
    def _by_kernel(self) -> bool:
        return bool(self._about["way"] == NAMESPACES)

    def begin(self) -> None:
        """Become the supervisor, in namespaces of its own where there are such. Does not return."""
        try:
            if self._by_kernel:
                namespaces.leave()
                first = os.fork()
                if first:
                    self._say(str(first))
                    os._exit(0)  # the process that everything is forked from takes over what is left behind
                namespaces.settle(self._about["places"], self._about["storage_bytes"], self._about["site"])
            else:
                self._say(str(os.getpid()))
                with contextlib.suppress(OSError):
                    namespaces.prctl(namespaces.SUBREAPER, 1)
            self._start_function()
        except OSError as error:
            self._say(f"trouble: {error}")
            os._exit(1)

    def _say(self, text: str) -> None:
        os.write(self._status, f"{text}\n".encode())

    def _start_function(self) -> None:
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        child = os.fork()
        if child == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in (reading, writing, self._life, self._status):
                os.close(descriptor)
            self._become_function()
        for descriptor in self._function_s:
            os.close(descriptor)
        for standard in (1, 2):
            os.dup2(0, standard)
        self._supervise(child, reading)

    def _become_function(self) -> None:
        incoming, outgoing, output = self._function_s
        status = 1
        try:
            os.setsid()
            namespaces.prctl(namespaces.DIE_WITH_PARENT, signal.SIGKILL)
            for standard in (1, 2):
                os.dup2(output, standard)
            os.close(output)
            if self._by_kernel:
                namespaces.give_up_rights()
            os.environ.clear()
            bootstrap.serve(self._sandbox, incoming, outgoing, guard.of(self._about))
            status = 0
        except EOFError:
            status = 0  # the sandbox has closed the pipe
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status & 0xFF)

    def _supervise(self, child: int, woken: int) -> None:
        """Wait for the end of the function's process or of the sandbox, then end what is left."""
        ended: int | None = None
        while ended is None:
            ready, _, _ = select.select([self._life, woken], [], [])
            if self._life in ready:
                break
            os.read(woken, 4096)
            ended = _reaped(child)
        self._end(child)
        if not self._by_kernel:
            _remove(self._about["folder"])
        if ended is not None:
            self._say(str(os.waitstatus_to_exitcode(ended)))
        os._exit(0)

    def _end(self, child: int) -> None:
        """Kill everything that the function has started, and wait until it has gone."""
        for end in (os.killpg, os.kill):
            with contextlib.suppress(OSError):
                end(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                for each in [-1] if self._by_kernel else _children():
                    with contextlib.suppress(OSError):
                        os.kill(each, signal.SIGKILL)
                os.waitpid(-1, 0)


def _reaped(child: int) -> int | None:
    """Take the ends of all processes that have ended; how `child` ended, if it did."""
    found = None
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == child:
                found = ended[1]
    return found


def _children() -> list[int]:
    """The processes that this one has to wait for, where the system tells."""
    mine, found = str(os.getpid()), []
    with contextlib.suppress(OSError):
        for name in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat", "rb") as about:
                if about.read().rpartition(b")")[2].split()[1].decode() == mine:
                    found.append(int(name))
    return found


def _remove(folder: str) -> None:
    """Remove a folder, also where the function has taken the right to."""
    for place, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            os.chmod(place, 0o700)
    shutil.rmtree(folder, ignore_errors=True)
