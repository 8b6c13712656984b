"""What a function sends over HTTP: for AWS's hosts the sandbox answers, whichever library of Python sends it.

Botocore's requests are handed over as they are. `urllib`, `urllib3` and what is built on them, such as `cfnresponse`
and presigned addresses, go through a connection that collects what is written and reads the sandbox's answer. Other
hosts stay out of reach (`guard`).
"""

from __future__ import annotations

import importlib.machinery
import io
from collections.abc import Callable
from typing import Any, Protocol

AWS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws")
"""How the names of AWS's hosts end."""

HEAD_ENDS, LINE_ENDS = b"\r\n\r\n", "\r\n"


class Asked(Protocol):
    """The sandbox, as far as it is needed here."""

    def ask(self, kind: str, body: bytes = b"", **head: Any) -> tuple[dict[str, Any], bytes]:
        """Return the answer to a question."""


class LeadingIn:
    """Once a module that sends HTTP requests is loaded, what it sends to AWS goes to the sandbox."""

    def __init__(self, sandbox: Asked) -> None:
        self._leads: dict[str, Callable[[Any], None]] = {
            "botocore.httpsession": lambda module: _lead_sessions(module, sandbox),
            "http.client": lambda module: _lead_connections(module, sandbox),
            "urllib3.connection": lambda module: _lead_connections(module, sandbox),
        }

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        """Find such a module as Python does, and change it when it is loaded."""
        lead = self._leads.get(fullname)
        if lead is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def exec_module(module: Any) -> None:
                load(module)
                lead(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def _lead_sessions(module: Any, sandbox: Asked) -> None:
    module.URLLib3Session.send = lambda session, request: _send(sandbox, request)


def _lead_connections(module: Any, sandbox: Asked) -> None:
    for name, scheme in (("HTTPConnection", "http"), ("HTTPSConnection", "https")):
        connection = getattr(module, name, None)
        if connection is not None:
            connection.connect = _connecting(connection.connect, scheme, sandbox)


def _connecting(original: Callable[[Any], None], scheme: str, sandbox: Asked) -> Callable[[Any], None]:
    def connect(connection: Any) -> None:
        if not str(connection.host).endswith(AWS):
            original(connection)
            return
        connection.sock = Exchange(sandbox, f"{scheme}://{connection.host}")
        # What urllib3 asks of a connection before it uses it.
        connection.is_verified = True

    return connect


class Exchange:
    """One request and its answer, in the place of a connection's socket."""

    def __init__(self, sandbox: Asked, origin: str) -> None:
        self._sandbox = sandbox
        self._origin = origin
        self._written = b""

    def sendall(self, data: Any) -> None:
        """Collect a part of the request."""
        self._written += bytes(data)

    def makefile(self, mode: str = "rb", buffering: int | None = None) -> io.BytesIO:
        """The answer to what was written. Raises `OSError` where nothing can answer."""
        written, self._written = self._written, b""
        head, _, body = written.partition(HEAD_ENDS)
        first, *lines = head.decode("latin-1").split(LINE_ENDS)
        method, path = first.split(" ")[:2]
        headers = dict(line.split(": ", 1) for line in lines if ": " in line)
        answer, data = self._sandbox.ask("call", body, method=method, url=self._origin + path, headers=headers)
        if "refused" in answer:
            raise OSError(answer["refused"])
        return io.BytesIO(_as_sent(answer["status"], answer["headers"], data))

    def settimeout(self, seconds: Any) -> None:
        """An answer takes the account's time, not this process's."""

    def shutdown(self, how: int) -> None:
        """There is nothing to end."""

    def close(self) -> None:
        """There is nothing to end."""


def _as_sent(status: int, headers: dict[str, str], data: bytes) -> bytes:
    # Whoever sends has loaded it; others may have a module of this name of their own.
    from http import HTTPStatus

    framing = {"content-length", "transfer-encoding", "connection"}
    kept = [f"{name}: {value}" for name, value in headers.items() if name.lower() not in framing]
    first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
    lines = (first, *kept, f"Content-Length: {len(data)}", "Connection: close")
    return LINE_ENDS.join(lines).encode("latin-1") + HEAD_ENDS + data


def _send(sandbox: Asked, request: Any) -> Any:
    from botocore.awsrequest import AWSResponse
    from botocore.exceptions import EndpointConnectionError

    body = request.body.read() if hasattr(request.body, "read") else request.body or b""
    body = body.encode() if isinstance(body, str) else bytes(body)
    headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()}
    answer, data = sandbox.ask("call", body, method=request.method, url=request.url, headers=headers)
    if "refused" in answer:
        raise EndpointConnectionError(endpoint_url=request.url, error=answer["refused"])
    return AWSResponse(request.url, answer["status"], answer["headers"], _Raw(data))


class _Raw(io.BytesIO):
    """A response body as urllib3 gives it."""

    def stream(self, amt: Any = None, decode_content: Any = None) -> Any:
        while chunk := self.read(amt):
            yield chunk
