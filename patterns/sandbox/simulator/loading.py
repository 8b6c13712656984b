"""Moto as one account without its decorator: loaded, given our time and chance, emptied. Not the way requests take.

Nothing here patches the process but for one finder on `sys.meta_path`, which only looks at moto's own modules.
"""

from __future__ import annotations

import functools
import importlib
import importlib.machinery
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.abc import Loader, MetaPathFinder
from random import Random
from types import ModuleType
from typing import Any

from patterns.sandbox import services
from patterns.sandbox.core import chance
from patterns.sandbox.core.clock import Clock
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.core.processes import Processes
from patterns.sandbox.simulator import absent_libraries, speed, threads, time_and_chance, undo

# Asks boto3 for a session of its own while it is imported, before its globals can be replaced.
_SESSION_AT_IMPORT = "moto.ec2.models.availability_zones_and_regions"

# What every service needs; it is the shims' own source, so it loads before them.
CORE = ("moto.core.botocore_stubber", "moto.moto_api._internal")

_loading = threading.Lock()
_live: list[chance.Chance] = []


def load() -> None:
    """Import moto's core and put our sources of time and chance in place, once per process."""
    with _loading:
        if any(isinstance(finder, _MotoFinder) for finder in sys.meta_path):
            return
        for name in CORE:
            importlib.import_module(name)
        sys.meta_path.insert(0, _MotoFinder())
        for name, module in list(sys.modules.items()):
            if name.startswith("moto."):
                _patch(module)
        _silence()
        _draw_per_request()
        _make_backends_apart()
        _share_regions()


@contextmanager
def account(clock: Clock, dice: chance.Chance, processes: Processes) -> Iterator[None]:
    """Keep an account, empty at first, whose time is `clock` and whose ids come from `dice`, for the block.

    Raises `SandboxError` while `mock_aws` is active, because it answers before the sandbox would.
    """
    from moto.core.models import botocore_stubber

    if botocore_stubber.enabled:
        raise SandboxError("moto's mock_aws is active and would answer instead of the sandbox: stop it first")
    empty()
    time_and_chance.bind(clock, processes)
    _live[:] = [dice]
    try:
        yield
    finally:
        empty()
        time_and_chance.release()
        _live.clear()


def drawing(*key: str) -> AbstractContextManager[None]:
    """Let what is drawn inside the block depend on `key` alone, whoever comes to draw it first."""
    return _live[0].drawing(*key)


def empty() -> None:
    """Drop every resource of the account.

    moto's own reset builds all backends anew only to drop them; here they are made when next asked for.
    """
    from moto.core.base_backend import BackendDict, BaseBackend, backend_lock
    from moto.core.model_instances import reset_model_data

    with backend_lock:
        for backends in BackendDict._instances:
            for _, _, backend in list(backends.iter_backends()):
                if type(backend).reset is not BaseBackend.reset:
                    backend.reset()  # closes files, stops threads
            backends.clear()
        BackendDict._instances.clear()
    reset_model_data()


def _silence() -> None:
    """Keep moto from warning, on a page, that a service's model lacks one of its own error codes."""
    from moto.core import errors

    errors.warn = lambda *args, **kwargs: None


def _draw_per_request() -> None:
    from moto.moto_api._internal import mock_random, moto_random

    class PerRequest(moto_random.MotoRandom):  # type: ignore[misc]
        """Moto's single source of chance, drawing from the generator of the request being answered."""

        def random(self) -> float:
            generator = chance.current()
            return generator.random() if generator else Random.random(self)

        def getrandbits(self, k: int, /) -> int:
            generator = chance.current()
            return generator.getrandbits(k) if generator else Random.getrandbits(self, k)

        def choice(self, seq: Any) -> Any:
            # Only for speed: a request id alone takes 52 of them.
            generator = chance.current()
            return generator.choice(seq) if generator else Random.choice(self, seq)

    mock_random.__class__ = PerRequest


def _make_backends_apart() -> None:
    """Let what a service makes by itself at its first use (the default VPC) not depend on who came first."""
    from moto.core.base_backend import AccountSpecificBackend

    made_before = AccountSpecificBackend.__getitem__

    def __getitem__(self: Any, region: str) -> Any:  # noqa: N807
        if not _live or dict.__contains__(self, region):
            return made_before(self, region)
        with _live[0].drawing("backend", self.service_name, self.account_id, region):
            backend = made_before(self, region)
        undo.note(backend)
        return backend

    AccountSpecificBackend.__getitem__ = __getitem__


def _share_regions() -> None:
    """Work out the regions of a service once: moto keeps every account it works them out for, with all it held."""
    from moto.core.base_backend import AccountSpecificBackend

    generate = AccountSpecificBackend._generate_regions.__wrapped__

    @functools.cache
    def known(service_name: str) -> tuple[str, ...]:
        return tuple(generate(None, service_name))

    AccountSpecificBackend._generate_regions = lambda self, service_name: list(known(service_name))


class _MotoFinder(MetaPathFinder):
    """Finds moto's modules as Python does, and patches each right after it ran."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith("moto."):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _PatchingLoader(spec.loader)
        return spec


class _PatchingLoader(Loader):
    def __init__(self, real: Loader) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        # What a module draws while it loads must not come out of the request that happened to load it.
        name = module.__name__
        with _sharing_session(name), absent_libraries.standing_in(name), chance.Chance(0).drawing("import", name):
            self._real.exec_module(module)
        _patch(module)


@contextmanager
def _sharing_session(module_name: str) -> Iterator[None]:
    if module_name != _SESSION_AT_IMPORT:
        yield
        return
    import boto3

    real = boto3.Session
    boto3.Session = time_and_chance.shared_session  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        boto3.Session = real  # type: ignore[misc]


def _patch(module: ModuleType) -> None:
    time_and_chance.apply(module)
    threads.apply(module)
    speed.apply(module)
    _, service, *rest = module.__name__.split(".")
    if service == "core" or rest != ["models"]:
        return
    folder = services.folder("moto", service)
    for patch in services.parts(folder, "patches") if folder else ():
        if hasattr(patch, "apply"):
            patch.apply()
