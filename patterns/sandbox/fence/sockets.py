"""Python's sockets, kept on this machine: whatever library opens them. Not those that C code opens by itself.

Sockets are stopped twice. The methods come first, because Python would look a name up before it says that it connects;
the audit events (https://docs.python.org/3/library/audit_events.html) come behind them, for whoever kept a function of
before.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
from collections.abc import Callable
from typing import Any

from patterns.sandbox.core.errors import OutsideSandbox
from patterns.sandbox.fence.addresses import (
    check_address,
    check_name,
    check_peer,
    is_here,
    is_literal,
    is_localhost,
    outside,
    text,
)
from patterns.sandbox.fence.patching import Patches

_Function = Callable[..., Any]


class NoSuchHost(OutsideSandbox, socket.herror):
    """A search for the names of a host that would have left the process; libraries take it for an unknown host.

    `socket.getfqdn()`, which every HTTP server asks when it starts, then goes on without.
    """


def guard() -> Callable[[], None]:
    """Keep every socket of the process on this machine until what is returned is called."""
    with Patches() as patches:
        _replace_methods(patches)
        _HOOK.listen()

    def open_again() -> None:
        _HOOK.listening = False
        patches.lift()

    return open_again


def _replace_methods(patches: Patches) -> None:
    look_up = socket.getaddrinfo
    for name in ("connect", "connect_ex"):
        patches.replace(socket.socket, name, lambda original: _connecting(original, look_up))
    patches.replace(socket.socket, "sendto", _sending_to)
    patches.replace(socket.socket, "sendmsg", _sending_message)
    for owner, names in (
        (socket.socket, ("send", "sendall", "sendfile")),
        # What is encrypted leaves without passing the methods of the socket below.
        (ssl.SSLSocket, ("send", "sendall", "write")),
    ):
        for name in names:
            patches.replace(owner, name, _sending)
    patches.replace(socket.socket, "bind", _binding)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        patches.replace(socket, name, _looking_up)
    patches.replace(socket, "gethostbyaddr", _asking_back)
    patches.replace(socket, "getnameinfo", _naming)


def _connecting(original: _Function, look_up: _Function) -> _Function:
    def connect(sock: socket.socket, address: Any) -> Any:
        try:
            check_address(sock.family, address)
            _check_localhost(sock.family, address, look_up)
        except OutsideSandbox:
            # Its owner looks only for the operating system's errors, and would leave it open.
            sock.close()
            raise
        return original(sock, address)

    return connect


def _check_localhost(family: int, address: Any, look_up: _Function) -> None:
    """Look up where localhost is: a machine's own table of names may say something else."""
    if family in (socket.AF_INET, socket.AF_INET6) and address[0] and is_localhost(text(address[0])):
        for *_, found in look_up(address[0], address[1], family):
            check_address(family, found)


def _sending_to(original: _Function) -> _Function:
    def sendto(sock: socket.socket, data: Any, *flags_and_address: Any) -> Any:
        if flags_and_address:
            check_address(sock.family, flags_and_address[-1])
        return original(sock, data, *flags_and_address)

    return sendto


def _sending_message(original: _Function) -> _Function:
    def sendmsg(sock: socket.socket, buffers: Any, *rest: Any) -> Any:
        if len(rest) == 3 and rest[2] is not None:
            check_address(sock.family, rest[2])
        else:
            _check_connection(sock)
        return original(sock, buffers, *rest)

    return sendmsg


def _sending(original: _Function) -> _Function:
    def send(sock: socket.socket, *args: Any, **kwargs: Any) -> Any:
        _check_connection(sock)
        return original(sock, *args, **kwargs)

    return send


def _check_connection(sock: socket.socket) -> None:
    """Stop what an open connection of before, kept alive in a pool, would carry out."""
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        # One that is not connected says so itself when it sends.
        with contextlib.suppress(OSError):
            check_peer(sock.getpeername())


def _binding(original: _Function) -> _Function:
    def bind(sock: socket.socket, address: Any) -> Any:
        is_internet = sock.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple)
        if is_internet and address and not is_literal(text(address[0])):
            check_name(address[0])
        return original(sock, address)

    return bind


def _looking_up(original: _Function) -> _Function:
    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        check_name(host)
        return original(host, *args, **kwargs)

    return look_up


def _asking_back(original: _Function) -> _Function:
    def gethostbyaddr(host: Any) -> Any:
        _check_reverse(host)
        return original(host)

    return gethostbyaddr


def _naming(original: _Function) -> _Function:
    def getnameinfo(address: Any, flags: int) -> Any:
        if not flags & socket.NI_NUMERICHOST:
            _check_reverse(address[0])
        return original(address, flags)

    return getnameinfo


def _check_reverse(host: Any) -> None:
    """Even of an address in numbers, only a name server knows the name."""
    if not (is_here(text(host)) or is_localhost(text(host))):
        raise NoSuchHost(str(outside(f"the name of {text(host)}")))


def _check_event(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if args[1] is not None:
            check_address(args[0].family, args[1])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        check_name(args[0])
    elif event == "socket.gethostbyaddr":
        _check_reverse(args[0])


class _Hook:
    """Python keeps an audit hook for as long as the process lives, so there is one, which listens only at times."""

    def __init__(self) -> None:
        self.listening = False
        self._installed = False

    def listen(self) -> None:
        if not self._installed:
            sys.addaudithook(self._hear)
            self._installed = True
        self.listening = True

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        # The event's name first: there are hundreds of others, one at every id().
        if event[:7] == "socket." and self.listening:
            _check_event(event, args)


_HOOK = _Hook()
