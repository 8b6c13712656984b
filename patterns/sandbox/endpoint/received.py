"""One request as it came over the wire, read within limits. Not what it asks for.

A body is kept in memory, so one that is too long is refused before it is read, and a sender that takes too long is cut
off: neither harms the others.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.sandbox.core.errors import Refused

LONGEST_BODY = 256 * 1024 * 1024
"""In bytes. SDKs send what is longer in parts."""
BODY_SECONDS = 60.0
"""How long a body may take to arrive."""
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Received:
    """A request: `target` is path and query exactly as sent, `headers` are by their names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The path as sent."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query as sent."""
        return self.target.partition("?")[2]

    @property
    def host(self) -> str:
        """The host that was asked for, without its port."""
        name = self.headers.get("host", "")
        bare = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name
        return bare.strip("[]").lower().rstrip(".")


def received(environ: Mapping[str, Any]) -> Received:
    """Read a request of a WSGI server. Raises `Refused` for a body that is too long, too slow or cut short."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    target = str(environ.get("REQUEST_URI") or "/")
    if not target.startswith("/"):
        # The absolute form, which a client sends to a proxy.
        target = "/" + target.partition("://")[2].partition("/")[2]
    return Received(str(environ["REQUEST_METHOD"]), target, headers, _body(environ))


def _body(environ: Mapping[str, Any]) -> bytes:
    said = str(environ.get("CONTENT_LENGTH") or "")
    is_chunked = bool(environ.get("wsgi.input_terminated"))
    if said and (not said.isascii() or not said.isdigit()):
        raise Refused("InvalidRequest", f"Content-Length {said!r} is no number.", 400)
    length = int(said) if said and not is_chunked else None
    if length is not None and length > LONGEST_BODY:
        raise _too_long()
    if length is None and not is_chunked:
        return b""
    return _read(environ["wsgi.input"], length)


def _read(stream: Any, length: int | None) -> bytes:
    found, until = bytearray(), time.monotonic() + BODY_SECONDS
    while length is None or len(found) < length:
        wanted = _CHUNK if length is None else min(_CHUNK, length - len(found))
        try:
            part = stream.read1(wanted) if hasattr(stream, "read1") else stream.read(wanted)
        except (OSError, ValueError):
            raise Refused("RequestTimeout", "The body did not arrive, or is not what its headers say.", 400) from None
        if not part:
            break
        found += part
        if len(found) > LONGEST_BODY:
            raise _too_long()
        if time.monotonic() > until:
            raise Refused("RequestTimeout", f"The body took longer than {BODY_SECONDS:.0f} seconds to arrive.", 400)
    if length is not None and len(found) < length:
        raise Refused("IncompleteBody", f"The body has {len(found)} bytes, its headers say {length}.", 400)
    return bytes(found)


def _too_long() -> Refused:
    return Refused(
        "EntityTooLarge", f"The sandbox takes bodies of up to {LONGEST_BODY} bytes: send an object in parts.", 413
    )
