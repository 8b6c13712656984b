"""Simulated learners on a JupyterHub: each starts a server, runs a page cell by cell, and solves an exercise.

They talk to the hub as a browser does: its API, the server's sessions, and the kernel's channels over a web socket.
"""

from __future__ import annotations

import json
import statistics
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import nbformat
import psutil
import websocket

from tools.environment import ROOT
from tools.hub import START_SECONDS, Hub

PAGE = "secure_bucket"
EXERCISE = "close_the_shared_bucket"
# From wrong to right, as somebody does who has read the page.
ANSWERS = (
    f"from patterns import exercise\nquestion = exercise('{EXERCISE}')\nquestion",
    "print(question.check(question.start.replace('ObjectWriter', 'BucketOwnerEnforced')).verdict)",
    "from patterns import SecureBucket\nprint(question.check(SecureBucket().to_yaml()).verdict)",
)
MIB = 1 << 20
SAMPLE_SECONDS = 0.25


@dataclass(frozen=True)
class Learned:
    """What one learner saw, and what that took: errors and printed verdicts, seconds, and memory at its most.

    Memory is that of server, kernel and whatever they start; what processes share is divided among them (PSS) on Linux.
    """

    name: str
    errors: tuple[str, ...]
    verdicts: tuple[str, ...]
    start_seconds: float
    page_seconds: float
    exercise_seconds: float
    most_mib: int


def learn(hub: Hub, names: Sequence[str]) -> list[Learned]:
    """Let all of these learners learn at once."""
    with _watched(hub) as most, ThreadPoolExecutor(len(names)) as pool:
        learned = list(pool.map(lambda name: _learned(hub, name), names))
    return [Learned(*facts, most_mib=most[facts[0]] // MIB) for facts in learned]


def pull(hub: Hub, name: str, repository: Path) -> str:
    """Let a learner whose server runs follow a link of nbgitpuller, as its page does; what it told on the way.

    https://nbgitpuller.readthedocs.io/en/latest/topic/url-options.html
    """
    asked = urlencode({"repo": str(repository), "branch": "main", "targetpath": repository.name})
    return hub.text("GET", f"/user/{name}/git-pull/api?{asked}")


def table(learned: Sequence[Learned]) -> str:
    """The figures as a table: median and most of all learners."""
    rows: list[tuple[str, list[float]]] = [
        ("server ready (s)", [one.start_seconds for one in learned]),
        ("the page, every cell (s)", [one.page_seconds for one in learned]),
        ("the exercise, one wrong and one right answer (s)", [one.exercise_seconds for one in learned]),
        ("memory at its most (MiB)", [one.most_mib for one in learned]),
    ]
    lines = [f"| {len(learned)} learners at once | median | most |", "|---|---|---|"]
    lines += [f"| {name} | {statistics.median(values):.0f} | {max(values):.0f} |" for name, values in rows]
    return "\n".join(lines)


Facts = tuple[str, tuple[str, ...], tuple[str, ...], float, float, float]


def _learned(hub: Hub, name: str) -> Facts:
    times = [time.monotonic()]
    _start_server(hub, name)
    times.append(time.monotonic())
    cells = nbformat.read(ROOT / "notebooks" / f"{PAGE}.ipynb", as_version=4).cells
    with _kernel(hub, name) as kernel:
        errors, _ = kernel.run(cell.source for cell in cells if cell.cell_type == "code")
        times.append(time.monotonic())
        more, printed = kernel.run(ANSWERS)
        times.append(time.monotonic())
    seconds = [after - before for before, after in pairwise(times)]
    return name, (*errors, *more), tuple(printed), seconds[0], seconds[1], seconds[2]


def _start_server(hub: Hub, name: str) -> None:
    hub.ask("POST", f"/hub/api/users/{name}/server", {})
    give_up = time.monotonic() + START_SECONDS
    while not hub.ask("GET", f"/hub/api/users/{name}")["servers"].get("", {}).get("ready"):
        if time.monotonic() > give_up:
            raise TimeoutError(f"the server of {name} was not ready within {START_SECONDS} s")
        time.sleep(0.1)


@contextmanager
def _kernel(hub: Hub, name: str) -> Iterator[_Kernel]:
    wanted = {"path": f"notebooks/{PAGE}.ipynb", "type": "notebook", "name": PAGE, "kernel": {"name": "python3"}}
    session = hub.ask("POST", f"/user/{name}/api/sessions", wanted)
    address = f"{hub.url}/user/{name}/api/kernels/{session['kernel']['id']}/channels".replace("http", "ws", 1)
    connection = websocket.create_connection(
        address, timeout=START_SECONDS, header=[f"Authorization: token {hub.token}"]
    )
    try:
        yield _Kernel(connection)
    finally:
        connection.close()


class _Kernel:
    """A kernel at the other end of a web socket."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def run(self, cells: Any) -> tuple[list[str], list[str]]:
        """The errors that cells raise, and the lines that they print."""
        errors, printed = list[str](), list[str]()
        for source in cells:
            for kind, content in self._messages(source):
                if kind == "error":
                    errors.append(f"{content['ename']}: {content['evalue']} in {source.splitlines()[0]}")
                if kind == "stream" and content["name"] == "stdout":
                    printed += content["text"].splitlines()
        return errors, printed

    def _messages(self, source: str) -> Iterator[tuple[str, dict[str, Any]]]:
        own = uuid.uuid4().hex
        header = {"msg_id": own, "msg_type": "execute_request", "session": own, "username": "", "version": "5.3"}
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        self._connection.send(
            json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"})
        )
        while True:
            message = json.loads(self._connection.recv())
            if message["parent_header"].get("msg_id") != own:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            yield kind, content
            if kind == "status" and content["execution_state"] == "idle":
                return


@contextmanager
def _watched(hub: Hub) -> Iterator[dict[str, int]]:
    """The bytes that the processes of each learner held together, at the most, while the block runs."""
    most, ended = defaultdict[str, int](int), threading.Event()

    def watch() -> None:
        while not ended.wait(SAMPLE_SECONDS):
            for name, held in _held(hub).items():
                most[name] = max(most[name], held)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield most
    finally:
        ended.set()
        watching.join()


def _held(hub: Hub) -> dict[str, int]:
    held = defaultdict[str, int](int)
    for server in psutil.Process(hub.process.pid).children():
        try:
            name = server.environ().get("JUPYTERHUB_USER")
            processes = [server, *server.children(recursive=True)] if name else []
        except psutil.Error:
            continue
        for process in processes:
            try:
                memory = process.memory_full_info()
            except psutil.Error:
                continue
            held[str(name)] += getattr(memory, "pss", memory.uss)
    return held
