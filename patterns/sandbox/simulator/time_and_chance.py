"""Sources of time and chance that stand in moto's own module globals; nobody else's `datetime` or `uuid` changes.

They follow the bound clock and chance while a sandbox lives, and the real ones otherwise.
"""

from __future__ import annotations

import datetime
import functools
import os
import random
import time
import types
import uuid
from types import ModuleType
from typing import Any

from patterns.sandbox.core import chance
from patterns.sandbox.core.clock import Clock
from patterns.sandbox.core.processes import Processes

_clock: list[Clock] = []  # the live sandbox's, or none
_processes: list[Processes] = []


def bind(clock: Clock, processes: Processes) -> None:
    """Let moto's time be that of `clock`, and its waits those of `processes`."""
    _clock[:] = [clock]
    _processes[:] = [processes]


def release() -> None:
    """Give moto the real time back."""
    _clock.clear()
    _processes.clear()


def processes() -> Processes:
    """Return those of the live sandbox."""
    return _processes[0]


def now() -> datetime.datetime:
    """Return the live sandbox's present moment."""
    return _clock[0].now


def _time() -> float:
    return _clock[0].time() if _clock else time.time()


def _sleep(seconds: float) -> None:
    if _processes:
        _processes[0].wait(seconds)
    else:
        time.sleep(seconds)


class _RealInstances(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime.datetime)


class VirtualDatetime(datetime.datetime, metaclass=_RealInstances):
    """`datetime.datetime` with another idea of now; its values are real datetimes."""

    def __new__(cls, *args: Any, **kwargs: Any) -> datetime.datetime:  # type: ignore[misc]
        """Return a real datetime."""
        return datetime.datetime(*args, **kwargs)

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
        """Return the sandbox's present moment; the naive form is UTC, as on the services' machines."""
        if not _clock:
            return datetime.datetime.now(tz)
        now = _clock[0].now
        return now.astimezone(tz) if tz else now.replace(tzinfo=None)

    @classmethod
    def utcnow(cls) -> datetime.datetime:  # type: ignore[override]
        """Return the sandbox's present moment, naive, in UTC."""
        return cls.now(datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls) -> datetime.datetime:  # type: ignore[override]
        """Return the sandbox's present moment, naive."""
        return cls.now()


def _urandom(size: int) -> bytes:
    generator = chance.current()
    return generator.randbytes(size) if generator else os.urandom(size)


def _uuid4() -> uuid.UUID:
    return uuid.UUID(bytes=_urandom(16), version=4)


def _uuid1(node: int | None = None, clock_seq: int | None = None) -> uuid.UUID:
    return uuid.UUID(bytes=_urandom(16), version=1)


def _copy(module: ModuleType, **changed: Any) -> ModuleType:
    copy = types.ModuleType(module.__name__, module.__doc__)
    copy.__dict__.update(vars(module) | changed)
    return copy


_shared: list[Any] = []


def shared_session(*args: Any, **kwargs: Any) -> Any:
    """Return the one session moto needs for lists of regions; each of its own would parse the same files again."""
    import boto3

    if args or kwargs:
        return boto3.session.Session(*args, **kwargs)
    if not _shared:
        _shared.append(boto3.session.Session(region_name="us-east-1"))
    return _shared[0]


# Ids of moto's own registries, drawn by whoever touches a service first: nobody sees them.
_INTERNAL_IDS = ("moto.core.base_backend", "uuid4")


@functools.cache
def _replacements() -> dict[int, Any]:
    """Return, by the identity of what a moto module may hold in a global, what it shall hold instead."""
    import boto3
    from moto.core import loaders
    from moto.moto_api._internal import mock_random

    pairs: list[tuple[Any, Any]] = [
        (datetime, _copy(datetime, datetime=VirtualDatetime)),
        (datetime.datetime, VirtualDatetime),
        (time, _copy(time, time=_time, time_ns=lambda: int(_time() * 1e9), sleep=_sleep)),
        (time.time, _time),
        (time.sleep, _sleep),
        (uuid, _copy(uuid, uuid4=_uuid4, uuid1=_uuid1)),
        (uuid.uuid4, _uuid4),
        (uuid.uuid1, _uuid1),
        (os, _copy(os, urandom=_urandom)),
        (os.urandom, _urandom),
        (random, mock_random),
        (boto3.session.Session, shared_session),
        # A loader of each service's own would look for all services there are on disk again.
        (loaders.create_loader, functools.cache(loaders.create_loader)),
    ]
    return {id(original): replacement for original, replacement in pairs}


def apply(module: ModuleType) -> None:
    """Replace the sources of time, chance and sessions among the globals of one module of moto."""
    replacements = _replacements()
    for name, value in list(vars(module).items()):
        if id(value) in replacements and (module.__name__, name) != _INTERNAL_IDS:
            setattr(module, name, replacements[id(value)])
