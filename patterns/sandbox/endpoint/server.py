"""The server of an endpoint: it listens on this machine, reads side by side, and ends with its account."""

from __future__ import annotations

import secrets
import socket
import sys
import threading
import time
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from patterns.sandbox import preload
from patterns.sandbox.core import arguments
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.endpoint.addresses import ANY_NUMBER
from patterns.sandbox.endpoint.application import Application
from patterns.sandbox.endpoint.callers import Keys
from patterns.sandbox.endpoint.children import announced
from patterns.sandbox.endpoint.page import Page, Watched
from patterns.sandbox.fence.addresses import is_here

LOOPBACK = "127.0.0.1"
MOST_AT_ONCE = 128
"""How many requests are read side by side; more are turned away."""
SILENT_SECONDS = 20.0
"""How long a sender may say nothing in the middle of a request."""
TICK_SECONDS = 1.0


class Endpoint:
    """The account on a port, from `start` to `stop`.

    `host` is where it listens: on loopback, unless somebody says otherwise, in which case the administrator's secret is
    a new one, `secret`, and "test" is nobody; `names` are those it is reached by beside addresses. With `ticks` the
    account's time is this machine's, from now on.
    """

    def __init__(
        self,
        account: Account,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        names: Collection[str] = (),
        ticks: bool = False,
        calls: Watched | None = None,
    ) -> None:
        if not isinstance(port, int) or not 0 <= port <= 65_535:
            raise SandboxError(f"port {port!r}: give a number from 1 to 65535, or 0 for any that is free")
        self._account = account
        self._host, self._port = arguments.text(host, "host"), port
        self._ticks = ticks
        self._server: Any = None
        self._ended = threading.Event()
        is_local = is_here(host) and host not in ("", "0.0.0.0", "::")
        self.secret = "" if is_local else secrets.token_urlsafe(24)
        known = tuple(name.lower() for name in names) + (() if is_local else (ANY_NUMBER,))
        self.application = Application(account, Keys(self.secret), known, before=self._catch_up)
        self.application.page = Page(account, calls)

    def __repr__(self) -> str:
        return f"Endpoint({self.url if self.is_open else 'closed'})"

    @property
    def is_open(self) -> bool:
        """Whether it listens."""
        return self._server is not None and not self._ended.is_set()

    @property
    def url(self) -> str:
        """Where it is reached from this machine."""
        port = self._server.server_address[1] if self._server else self._port
        host = LOOPBACK if self._host in ("", "0.0.0.0") else self._host
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def start(self) -> Endpoint:
        """Listen. Raises `SandboxError` for an address that is not to be had, or after it has ended."""
        if self._server is not None:
            raise SandboxError("an endpoint starts once: make another with aws.endpoint()")
        self._server = _server(self._listening(), self.application)
        self.application.address = self.url
        self._account.gateway.addresses.add(self.url)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="endpoint", daemon=True).start()
        if self._ticks:
            self._catch_up()
            threading.Thread(target=self._tick, name="endpoint clock", daemon=True).start()
        self._forget = announced(self.url, self._account.region, self.secret)
        self._account.ending.callback(self.stop)
        return self

    def __enter__(self) -> str:
        return self.start().url

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Listen no more; a second time nothing happens."""
        if self._ended.is_set() or self._server is None:
            return
        self._ended.set()
        self._forget()
        self._server.shutdown()
        self._server.server_close()
        self._account.gateway.addresses.discard(self.url)

    def _listening(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((self._host, self._port))
            listening.listen(MOST_AT_ONCE)
        except OSError as error:
            listening.close()
            reason = error.strerror or str(error)
            raise SandboxError(
                f"port {self._port} of {self._host} is not to be had: {reason}; choose another"
            ) from None
        return listening

    def _tick(self) -> None:
        while not self._ended.wait(TICK_SECONDS):
            try:
                with preload.LOADING:
                    self._catch_up()
            except SandboxError as error:
                print(f"the account's clock: {error}", file=sys.stderr)  # noqa: T201

    def _catch_up(self) -> None:
        """Bring the account's time to this machine's, where it ticks; it never goes back."""
        if not self._ticks or self._ended.is_set():
            return
        clock = self._account.clock
        behind = (datetime.fromtimestamp(time.time(), UTC) - clock.now).total_seconds()
        if behind > 0:
            clock.advance(seconds=behind)


def _server(listening: socket.socket, application: Application) -> Any:
    from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

    class Handler(WSGIRequestHandler):
        """Reads one request, and says nothing on the terminal."""

        timeout = SILENT_SECONDS
        protocol_version = "HTTP/1.1"
        server_version = "patterns"
        sys_version = ""

        def log(self, type: str, message: str, *args: Any) -> None:
            """Nothing: the account keeps the calls."""

    class Server(ThreadedWSGIServer):
        """Werkzeug's, with an end to how much it reads at once."""

        daemon_threads = True
        block_on_close = False

        def __init__(self) -> None:
            host, port = listening.getsockname()[:2]
            super().__init__(host, port, application, handler=Handler, fd=listening.fileno())
            # The server has a copy of its own.
            listening.close()
            self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

        def process_request(self, request: Any, client_address: Any) -> None:
            """Begin a thread for a request, or turn it away."""
            if self._places.acquire(blocking=False):
                super().process_request(request, client_address)
            else:
                self.shutdown_request(request)

        def process_request_thread(self, request: Any, client_address: Any) -> None:
            """Answer it."""
            try:
                super().process_request_thread(request, client_address)
            finally:
                self._places.release()

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Let a sender go that broke off."""

    return Server()
