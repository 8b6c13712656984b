"""A JupyterHub on loopback with simulated learners: `python -m tools.hub` prints what a class of eight needs.

JupyterHub, its culler and its proxy are no part of the project: they are installed into the folder that is given, and
never into the lock. Not here: the Kubernetes chart and The Littlest JupyterHub, which need machines of their own.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.environment import LOCK, PROJECT, ROOT, uv_environment

PACKAGES = ("jupyterhub>=5.2", "jupyterhub-idle-culler>=1.4", "nbgitpuller>=1.2")
PROXY = "configurable-http-proxy"
START_SECONDS = 120
LEARNERS = tuple(f"learner-{number}" for number in range(1, 9))

CONFIG = """\
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {learners}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{homes}/{{username}}"
c.Spawner.cmd = ["{singleuser}"]
# Containers and CI run as root; every server listens on loopback only.
c.Spawner.args = ["--allow-root", "--KernelManager.transport_encryption=auto"]
c.Spawner.ip = "127.0.0.1"
c.Spawner.start_timeout = {seconds}
c.Spawner.http_timeout = {seconds}
c.JupyterHub.services = [{{"name": "class", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [
    {{"name": "class", "scopes": ["admin:users", "admin:servers", "access:servers"], "services": ["class"]}}
]
"""


class Missing(RuntimeError):
    """Something that a JupyterHub needs is not on this machine; the message says what to install."""


class HubFailed(RuntimeError):
    """JupyterHub ended, or did not answer in time; the message ends with what it had printed."""


@dataclass(frozen=True)
class Hub:
    """A running JupyterHub: its address, a token that may start and use servers, its process, and learners' homes."""

    url: str
    token: str = field(repr=False)
    process: subprocess.Popen[bytes]
    homes: Path
    bin: Path

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer to a request, read as JSON; None where it is empty. Raises `urllib.error.HTTPError`."""
        text = self.text(method, path, body)
        return json.loads(text) if text else None

    def text(self, method: str, path: str, body: Any = None) -> str:
        """The answer to a request as it is. Raises `urllib.error.HTTPError`."""
        request = urllib.request.Request(
            f"{self.url}{path}", method=method, data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"token {self.token}"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
            return str(answer.read().decode())

    def running(self) -> list[str]:
        """The learners whose servers run."""
        return sorted(user["name"] for user in self.ask("GET", "/hub/api/users") if user["servers"])


@contextmanager
def hub(folder: Path, learners: Sequence[str] = LEARNERS) -> Iterator[Hub]:
    """Install a JupyterHub into `folder`, with a home for every learner, and let it run until the block ends.

    Raises `Missing` and `HubFailed`.
    """
    binaries, proxy = install(folder)
    homes = folder / "homes"
    for name in learners:
        furnish(homes / name)
    port, hub_port, proxy_port = _free_ports(3)
    token = secrets.token_hex(16)
    (folder / "config.py").write_text(
        CONFIG.format(
            port=port, hub_port=hub_port, proxy_port=proxy_port, proxy=proxy, learners=set(learners), homes=homes,
            singleuser=binaries / "jupyterhub-singleuser", seconds=START_SECONDS, token=token,
        )
    )  # fmt: skip
    log = folder / "hub.log"
    with ExitStack() as undo:
        output = undo.enter_context(log.open("w"))
        process = subprocess.Popen(
            [binaries / "jupyterhub", "--config", folder / "config.py"], cwd=folder, stdout=output, stderr=output,
            env=os.environ | {"PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"},
        )  # fmt: skip
        undo.callback(process.wait, timeout=START_SECONDS)
        undo.callback(process.terminate)
        running = Hub(f"http://127.0.0.1:{port}", token, process, homes, binaries)
        _until_it_answers(running, log)
        yield running


def install(folder: Path) -> tuple[Path, Path]:
    """Make an environment with JupyterHub and this project, and the proxy; the folder of programs, and the proxy.

    Raises `Missing`.
    """
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Missing("JupyterHub's proxy needs Node.js: install node and npm (Debian: apt install nodejs npm)")
    environment, proxy = folder / "environment", folder / "proxy"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    uv = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", environment / "bin" / "python")
    settings = uv_environment(Path(sys.executable))
    subprocess.run([*uv, "--requirement", LOCK, *PACKAGES], check=True, env=settings)
    subprocess.run([*uv, *PROJECT], check=True, env=settings)
    subprocess.run([npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", proxy, PROXY], check=True)
    return environment / "bin", proxy / "node_modules" / ".bin" / PROXY


def furnish(home: Path) -> None:
    """Put into a learner's home what a pull of the repository would: the notebooks, and what they read."""
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    shutil.copytree(ROOT / "tests" / "seed", home / "tests" / "seed", ignore=shutil.ignore_patterns("__pycache__"))


@contextmanager
def culler(running: Hub, *, idle_seconds: int) -> Iterator[None]:
    """End servers that have been idle for so long, while the block runs."""
    command: list[str | Path] = [
        running.bin / "python", "-m", "jupyterhub_idle_culler", f"--url={running.url}/hub/api",
        f"--timeout={idle_seconds}", "--cull-every=1",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, env=os.environ | {"JUPYTERHUB_API_TOKEN": running.token}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _until_it_answers(running: Hub, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and running.process.poll() is None:
        try:
            running.ask("GET", "/hub/api/users")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise HubFailed(f"JupyterHub did not answer within {START_SECONDS} s:\n{log.read_text()}")


def _free_ports(number: int) -> list[int]:
    with ExitStack() as undo:
        sockets = [undo.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [int(one.getsockname()[1]) for one in sockets]


def main() -> None:
    """Let eight learners run a page and solve an exercise at once, and print what each needed."""
    from tools.learners import learn, table

    with tempfile.TemporaryDirectory() as folder, hub(Path(folder)) as running:
        print(table(learn(running, LEARNERS)))


if __name__ == "__main__":
    main()
