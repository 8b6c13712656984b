"""A call that moto refuses, or breaks at, leaves its state as it was: an API call of AWS happens whole or not at all.

Moto stores first and looks afterwards in many places: a NAT gateway whose address is not there leaves its interface,
a parameter that cannot be tagged breaks every later listing. What is kept is the two outermost layers of containers
of every service in use, so a resource that was stored is gone again. Not here: what changed inside a resource that
was there before.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, TypeVar

from patterns.sandbox.simulator import routing
from patterns.sandbox.simulator.routing import Answer, Route

_T = TypeVar("_T")
_READING = ("Describe", "List", "Get", "Head", "Query", "Scan", "BatchGet", "Search", "Lookup", "Filter")
_READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ACTION = b"Action="
_ONES = (dict, list, set)
_MOST_MEMBERS = 500
"""Larger collections are moto's own catalogues, of images and managed policies, and hold no containers."""

_changing = itertools.count()
_last = [0]
_under_way: list[_Kept] = []


def answer(route: Route, request: Any) -> Answer:
    """Moto's answer, as `routing.answer` gives it; nothing stays of a call that it refuses or breaks at."""
    if _only_reads(request):
        return routing.answer(route, request)
    number = _last[0] = next(_changing)
    kept = _Kept()
    _under_way.append(kept)
    is_done = False
    try:
        found = routing.answer(route, request)
        is_done = found.status < HTTPStatus.BAD_REQUEST
        return found
    finally:
        _under_way.remove(kept)
        # What else changed the account meanwhile (a function that the call ran, a thread) is not to be undone with it.
        if not is_done and _last[0] == number:
            kept.put_back()


def note(backend: Any) -> None:
    """Take down the state of a service that comes to be while a call is under way, as it is at its beginning."""
    for kept in _under_way:
        kept.add(backend)


def note_containers(backend: Any, names: Iterable[str]) -> None:
    """Take down containers of a service that come to be while a call is under way, as they are at its beginning."""
    for kept in _under_way:
        kept.add_containers(backend, names)


def container(holder: Any, name: str, at_first: _T) -> _T:
    """What a service keeps under a name: `at_first` when it is first looked for, and again if that call breaks."""
    if name not in vars(holder):
        setattr(holder, name, at_first)
        note_containers(holder, (name,))
    found: _T = vars(holder)[name]
    return found


class _Kept:
    """What all services hold: a database makes a secret, a load balancer an interface."""

    def __init__(self) -> None:
        from moto.core.base_backend import BackendDict

        self._copies: list[tuple[Any, str, Any, Any, list[tuple[Any, Any]]]] = []
        self._facts: list[tuple[Any, dict[str, Any]]] = []
        """What containers of moto's own classes know of themselves, such as that they are loaded."""
        for backends in list(BackendDict._instances):
            for regions in list(backends.values()):
                for backend in list(regions.values()):
                    self.add(backend)

    def add(self, backend: Any) -> None:
        values = list(vars(backend).values())
        for holder in (backend, *(value for value in values if _is_holder(value))):
            self.add_containers(holder, [name for name, value in vars(holder).items() if isinstance(value, _ONES)])
        self._facts += [(one, dict(vars(one))) for one in values if isinstance(one, _ONES) and hasattr(one, "__dict__")]

    def add_containers(self, holder: Any, names: Iterable[str]) -> None:
        held = vars(holder)
        self._copies += [(holder, name, held[name], _plain(held[name]), _inner(held[name])) for name in names]

    def put_back(self) -> None:
        # What was taken down twice is put back as it was first.
        for backend, name, container, copy, inner in reversed(self._copies):
            setattr(backend, name, container)
            _fill(container, copy)
            for one, before in inner:
                _fill(one, before)
        for container, facts in self._facts:
            vars(container).clear()
            vars(container).update(facts)


def _is_holder(value: Any) -> bool:
    kind: Any = type(value)
    return _is_collection(kind) and hasattr(value, "__dict__")


@functools.cache
def _is_collection(kind: type) -> bool:
    """Whether it is one of moto's own kinds of collection, as for names in any case, with Python's inside."""
    return kind.__module__.startswith("moto.") and not hasattr(kind, "reset")


def _only_reads(request: Any) -> bool:
    if request.method in _READING_METHODS:
        return True
    return _operation(request).startswith(_READING)


def _operation(request: Any) -> str:
    """The name of the call where the request tells it plainly; empty where it stands in the address."""
    if target := request.headers.get("X-Amz-Target"):
        return str(target.rpartition(".")[2])
    body = request.get_data() if request.mimetype == "application/x-www-form-urlencoded" else b""
    _, _, rest = body.partition(_ACTION)
    return str(rest.partition(b"&")[0].decode("latin-1"))


def _plain(container: Any) -> Any:
    """A copy of the container as Python's own class: a class of moto's is not made as that is."""
    kind = next(kind for kind in _ONES if isinstance(container, kind))
    return kind(container)


def _inner(container: Any) -> list[tuple[Any, Any]]:
    if len(container) > _MOST_MEMBERS:
        return []
    members = container.values() if isinstance(container, dict) else container
    return [(member, _plain(member)) for member in members if isinstance(member, _ONES)]


def _fill(container: Any, copy: Any) -> None:
    if len(container) == len(copy) and container == copy:
        return
    container.clear()
    if isinstance(container, list):
        container.extend(copy)
    else:
        container.update(copy)
