"""Drives notebooks in a real JupyterLab with Chromium: the one home of what browser tests and screenshots share.

The notebooks are copied first, so that nothing done to a page reaches the repository.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import quote, urlsplit

import nbformat
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from tools.lab import QUIET, directories, notary

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SERVER_START_SECONDS = 30
PAGE_START_SECONDS = 60
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
# JupyterLab draws only the cells in view unless told otherwise.
ALL_CELLS = {"windowingMode": "none"}

PANEL = "[...window.jupyterapp.shell.widgets('main')].find(widget => widget.context?.path === path)"
OPENED = f"""path => {{
  const panel = window.jupyterapp && {PANEL};
  return panel && panel.context.isReady && panel.sessionContext.isReady
    && panel.sessionContext.session?.kernel?.status === 'idle';
}}"""
# The command is not awaited: a call into the page has no time-out of its own.
RUN_ALL = f"""path => {{
  const app = window.jupyterapp;
  window.runEnded = false;
  app.restored.then(() => {{
    app.shell.activateById({PANEL}.id);
    return app.commands.execute('notebook:run-all-cells');
  }}).finally(() => {{ window.runEnded = true; }});
}}"""
RAN = f"""path => {{
  const panel = {PANEL};
  return window.runEnded && panel.sessionContext.session.kernel.status === 'idle'
    && !panel.node.textContent.includes('Loading widget...');
}}"""
OUTPUTS = f"path => {PANEL}.content.widgets.map(cell => cell.model.outputs?.toJSON() ?? [])"
FULL_HEIGHT = "() => document.querySelector('.jp-WindowedPanel-viewport').scrollHeight + 250"

TO_THE_TOP = "() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0; }"
REPAINT_MS = 500

SNIPPETS = Path(__file__).resolve().parents[1] / "tests" / "seed"


class ChromiumMissing(RuntimeError):
    """No Chromium at `path`; install it (Debian: apt install chromium) or name another one: CHROMIUM=/path/to/it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"No Chromium at {path}: install it (Debian: apt install chromium), or set CHROMIUM=/its/path")


class ServerFailed(RuntimeError):
    """JupyterLab ended, or did not answer in time; the message ends with what it had printed."""


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: its address, token, and the folders it serves and keeps its own files in."""

    url: str
    token: str = field(repr=False)
    root: Path
    home: Path


@dataclass
class NotebookPage:
    """A notebook open in JupyterLab, and what went wrong in the browser since it was opened."""

    page: Page
    path: str
    console_errors: list[str] = field(default_factory=list)
    outside_requests: list[str] = field(default_factory=list)

    def run(self, *, timeout_seconds: float = 120) -> None:
        """Run all cells and wait until the last one is done; JupyterLab stops at the first error."""
        self.page.evaluate(RUN_ALL, self.path)
        self.page.wait_for_function(RAN, arg=self.path, timeout=timeout_seconds * 1000)

    def errors(self) -> list[str]:
        """Return one line per error output, with the number of its cell, counted from 1."""
        cells = self.page.evaluate(OUTPUTS, self.path)
        return [
            f"cell {number}: {output['ename']}: {output['evalue']}"
            for number, outputs in enumerate(cells, start=1)
            for output in outputs
            if output["output_type"] == "error"
        ]

    def screenshot(self, path: Path, *, selector: str = ".jp-Notebook") -> None:
        """Save a picture of the first element the selector finds, in a window as high as the whole notebook."""
        width = self.page.evaluate("() => window.innerWidth")
        self.page.set_viewport_size({"width": width, "height": self.page.evaluate(FULL_HEIGHT)})
        # A run ends at the last cell, and in a window that has grown the notebook stays scrolled to it.
        self.page.evaluate(TO_THE_TOP)
        self.page.wait_for_timeout(REPAINT_MS)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.locator(selector).first.screenshot(path=path)


@dataclass(frozen=True)
class Lab:
    """A JupyterLab server, and the browser that looks at it."""

    server: Server
    browser: Browser

    @contextmanager
    def open(self, notebook: Path, *, trusted: bool, theme: str = "light", width: int = 1280) -> Iterator[NotebookPage]:
        """Show a copy of the notebook in a fresh window until the block ends, then end its kernel.

        `theme` is "light" or "dark"; `width` is in pixels. Every request but to this machine is refused and noted.
        """
        copy = self.server.root / "notebooks" / notebook.name
        shutil.copyfile(notebook, copy)
        with notary(self.server.home) as signatures:
            mark = signatures.sign if trusted else signatures.unsign
            mark(nbformat.read(copy, as_version=4))
        _set("@jupyterlab/apputils-extension/themes", {"theme": THEMES[theme]}, home=self.server.home)
        context = self.browser.new_context(viewport={"width": width, "height": 900}, service_workers="block")
        try:
            yield self._opened(context, f"notebooks/{copy.name}")
        finally:
            self._end_kernels(context)
            context.close()

    def _opened(self, context: BrowserContext, path: str) -> NotebookPage:
        opened = NotebookPage(context.new_page(), path)
        _watch(opened)
        workspace = secrets.token_hex(4)
        address = f"{self.server.url}lab/workspaces/{workspace}/tree/{quote(path)}?token={self.server.token}"
        opened.page.goto(address)
        opened.page.wait_for_function(OPENED, arg=path, timeout=PAGE_START_SECONDS * 1000)
        return opened

    def _end_kernels(self, context: BrowserContext) -> None:
        sessions, headers = f"{self.server.url}api/sessions", {"Authorization": f"token {self.server.token}"}
        for session in context.request.get(sessions, headers=headers).json():
            context.request.delete(f"{sessions}/{session['id']}", headers=headers)


@contextmanager
def lab(folder: Path) -> Iterator[Lab]:
    """Start JupyterLab and Chromium, with everything they write below `folder`, and end both after the block.

    Raises `ChromiumMissing` or `ServerFailed`.
    """
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(chromium).is_file():
        raise ChromiumMissing(chromium)
    with _server(folder) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        try:
            yield Lab(server, browser)
        finally:
            browser.close()


@contextmanager
def deadline(seconds: int) -> Iterator[None]:
    """End the block with `TimeoutError` after so many seconds, also where a call into a page never returns."""

    def expired(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"The browser did not finish within {seconds} s")

    before = signal.signal(signal.SIGALRM, expired)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _server(folder: Path) -> Iterator[Server]:
    root, home = folder / "root", folder / "home"
    (root / "notebooks").mkdir(parents=True)
    # What a notebook may read beside itself: the published snippets.
    shutil.copytree(SNIPPETS, root / "tests" / "seed")
    _set("@jupyterlab/notebook-extension/tracker", ALL_CELLS, home=home)
    token = secrets.token_hex(16)
    environment = os.environ | directories(home) | {"JUPYTER_TOKEN": token}
    options = ["--no-browser", "--port=0", "--expose-app-in-browser", f"--ServerApp.root_dir={root}"]
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *QUIET, *options], env=environment, stdout=output, stderr=output
        )
    try:
        yield Server(_address(process, home, log), token, root, home)
    finally:
        process.terminate()
        process.wait(timeout=SERVER_START_SECONDS)


def _address(process: subprocess.Popen[bytes], home: Path, log: Path) -> str:
    described = home / "runtime" / f"jpserver-{process.pid}.json"
    give_up = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        if described.exists() and (text := described.read_text()).endswith("}"):
            return str(json.loads(text)["url"])
        time.sleep(0.05)
    raise ServerFailed(f"JupyterLab did not start within {SERVER_START_SECONDS} s:\n{log.read_text()}")


def _set(plugin: str, settings: dict[str, str], *, home: Path) -> None:
    path = home / "settings" / f"{plugin}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings))


def _watch(opened: NotebookPage) -> None:
    def answer(route: Route) -> None:
        if _is_outside(route.request.url):
            opened.outside_requests.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            opened.console_errors.append(f"{message.text} ({message.location['url']})")

    opened.page.context.route("**/*", answer)
    opened.page.context.route_web_socket(_is_outside, lambda socket: opened.outside_requests.append(socket.url))
    opened.page.on("console", note)
    opened.page.on("pageerror", lambda error: opened.console_errors.append(str(error)))


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {"127.0.0.1", "localhost"}
