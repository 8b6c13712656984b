"""Which addresses lie on this machine: judged by the address itself, never by what a name promises. Opens nothing."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from patterns.sandbox.core.errors import OutsideSandbox

# What cannot carry anything to another machine.
_LOCAL_FAMILIES = frozenset(
    getattr(socket, name) for name in ("AF_UNIX", "AF_NETLINK", "AF_ALG", "AF_SYSTEM") if hasattr(socket, name)
)
_INTERNET = (socket.AF_INET, socket.AF_INET6)
_PROXY_PORTS = {"https": 443, "socks4": 1080, "socks5": 1080, "socks5h": 1080}

SERVICE_PORTS = range(1, 1024)
"""Where servers listen, AWS's all on 443 or 80; a client's own port is never one of them (RFC 6335, section 6)."""


def outside(what: str) -> OutsideSandbox:
    """The error for something that would have left the process."""
    return OutsideSandbox(
        f"{what} is outside the sandbox: while one lives, this process reaches only this machine. Clients of boto3 and "
        "`requests` are answered by the sandbox; to reach the network, end it first: Sandbox.stop_all()"
    )


def other_client(module: str) -> OutsideSandbox:
    """The error for a module of a library that builds on botocore, as aiobotocore does, and sends by itself."""
    library = module.partition(".")[0]
    return OutsideSandbox(
        f"{library} has an HTTP client of its own, which does not reach the sandbox: use boto3, or `requests` with "
        "presigned addresses"
    )


def check_address(family: int, address: Any) -> None:
    """Raise `OutsideSandbox` for an address of a socket that is not on this machine, or leads on from it."""
    if family in _LOCAL_FAMILIES:
        return
    if family not in _INTERNET:
        raise outside(f"a socket of family {family}")
    # Anything else is no address, and the socket says so.
    if isinstance(address, tuple) and len(address) >= 2:
        host, port = text(address[0]), address[1]
        if not (is_here(host) or is_localhost(host)):
            raise outside(f"{host}:{port}")
        if port in local_proxies():
            raise outside(f"the proxy {host}:{port}")


def check_peer(address: Any) -> None:
    """Raise `OutsideSandbox` for the other end of an open connection, where that is a server on another machine.

    Someone else's connection to a server in this process, a page in a browser say, goes on.
    """
    if isinstance(address, tuple) and len(address) >= 2:
        host, port = text(address[0]), address[1]
        if port in (local_proxies() if is_here(host) else SERVICE_PORTS):
            raise outside(f"{host}:{port}, to which a connection was open before,")


def check_name(host: Any) -> None:
    """Raise `OutsideSandbox` for a host to look up that is not this machine; names below `localhost` may be others."""
    name = text(host)
    if not (is_localhost(name) or is_here(name)):
        raise outside(name)


def is_literal(host: str) -> bool:
    """Whether it is an address written in numbers, which nobody needs to look up."""
    return _literal(host) is not None


def is_here(host: str) -> bool:
    """Whether an address, written in numbers, is this machine: loopback, or none in particular."""
    literal = _literal(host)
    if isinstance(literal, ipaddress.IPv6Address) and literal.ipv4_mapped:
        literal = literal.ipv4_mapped
    return not host or (literal is not None and (literal.is_loopback or literal.is_unspecified))


def is_this_machine(url: str) -> bool:
    """Whether what an address of the web names is this machine."""
    host = urlsplit(url).hostname or ""
    return bool(host) and (is_here(host) or is_localhost(host))


def is_localhost(host: str) -> bool:
    """Whether it is no name, or the one name that every machine has for itself."""
    return host.lower().rstrip(".") in ("", "localhost")


def local_proxies() -> set[int]:
    """The ports of this machine that the environment names as a proxy: what goes there goes on to the network."""
    return {
        port
        for name, value in os.environ.items()
        if name.lower().endswith("_proxy") and name.lower() != "no_proxy"
        for port in _proxy_port(value)
    }


def _proxy_port(url: str) -> Iterator[int]:
    with contextlib.suppress(ValueError):
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = parts.hostname or ""
        if host and (is_here(host) or is_localhost(host)):
            yield parts.port or _PROXY_PORTS.get(parts.scheme, 80)


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def text(host: Any) -> str:
    """A host as sockets take it, as text; empty for none in particular."""
    if isinstance(host, bytes | bytearray):
        return host.decode("latin-1")
    return "" if host is None else str(host)
