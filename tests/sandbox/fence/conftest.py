"""A network underneath the fence that notes what reaches it and carries nothing, so that these tests run anywhere."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from patterns.sandbox.account import Sandbox

# Of documentation, routed nowhere (RFC 5737).
ELSEWHERE = "192.0.2.1"


@pytest.fixture(autouse=True)
def fence_down() -> Iterator[None]:
    """No sandbox that a test of another file left behind holds the fence up."""
    Sandbox.stop_all()
    yield
    Sandbox.stop_all()


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What would have left this machine: the name of the call and where to, in order; the call itself fails."""
    noted: list[tuple[str, Any]] = []

    def note(owner: Any, name: str, target: int) -> None:
        real = getattr(owner, name)

        def noting(*args: Any, **kwargs: Any) -> Any:
            if len(args) > target and not _stays(args[target]):
                noted.append((name, args[target]))
                raise OSError(f"{name} {args[target]}")
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, noting)

    for name in ("connect", "connect_ex", "bind"):
        note(socket.socket, name, 1)
    note(socket.socket, "sendto", 2)
    note(socket.socket, "sendmsg", 4)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo"):
        note(socket, name, 0)
    return noted


def _stays(target: Any) -> bool:
    host = target[0] if isinstance(target, tuple) else target
    try:
        return host in ("", None, "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
