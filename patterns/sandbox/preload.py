"""Loads what the first deployment needs while the reader still reads: one module per idle step of the kernel's loop.

Never in a thread, where two half-made modules can meet; outside a Jupyter kernel it does nothing.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from patterns.sandbox.fence.environment import ACCESS_KEY, SECRET_KEY, clean_environment

FIRST_STEP_SECONDS = 0.3
NEXT_STEP_SECONDS = 0.02

_MODULES = (
    "botocore.session",
    "urllib3",
    "requests",
    "boto3",
    "boto3.s3.transfer",
    "werkzeug.test",
    "responses",
    "cryptography.x509",
    "moto.core.responses",
    "patterns.sandbox.account",
)

# Once moto's core is loaded and patched, these come through the patches.
_SERVICES = ("moto.iam.models", "moto.s3.responses", "moto.kms.responses")

# Whose description boto3 reads from a file for the first client.
_MODELS = ("sts", "s3", "kms")

LOADING = threading.RLock()
"""Held by whoever loads the simulation: a kernel answers widgets in a thread of its own, and two threads that import
the same modules at once find them half made."""


@contextmanager
def loading() -> Iterator[None]:
    """Hold `LOADING`, and let Python look for garbage afterwards.

    What is loaded stays, and there is so much of it that looking through it takes a quarter of a first deployment.
    """
    with LOADING:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was_enabled:
                gc.enable()


_steps: deque[Callable[[], object]] = deque()
_started: list[asyncio.AbstractEventLoop] = []


def start() -> bool:
    """Return whether preloading began: only in a Jupyter kernel, and there once."""
    loop = _kernel_loop()
    if loop is None or _started:
        return False
    _started.append(loop)
    steps = [*map(_importing, _MODULES), _load_moto, *map(_importing, _SERVICES), *map(_reading, _MODELS)]
    _steps.extendleft(reversed(steps))
    loop.call_later(FIRST_STEP_SECONDS, _step, loop)
    return True


def add(step: Callable[[], object]) -> None:
    """Append a step; one that raises is passed over, for the cell that needs it will show the error."""
    idle = bool(_started) and not _steps
    _steps.append(step)
    if idle:
        _started[0].call_later(NEXT_STEP_SECONDS, _step, _started[0])


def _kernel_loop() -> asyncio.AbstractEventLoop | None:
    ipykernel = sys.modules.get("ipykernel.kernelapp")
    if ipykernel is None or not ipykernel.IPKernelApp.initialized():
        return None
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _step(loop: asyncio.AbstractEventLoop) -> None:
    if not LOADING.acquire(blocking=False):
        loop.call_later(NEXT_STEP_SECONDS, _step, loop)
        return
    try:
        with clean_environment():
            _steps.popleft()()
    except Exception:
        pass
    finally:
        LOADING.release()
    if _steps:
        loop.call_later(NEXT_STEP_SECONDS, _step, loop)
    else:
        keep()


def keep() -> None:
    """Let Python look for garbage only among what comes from now on: what was loaded stays.

    Looking through all of it takes a quarter of a second, every tenth turn of a large page or so.
    """
    gc.collect()
    gc.freeze()


def _importing(name: str) -> Callable[[], object]:
    return partial(importlib.import_module, name)


def _load_moto() -> None:
    from patterns.sandbox.simulator.loading import load

    load()


def _reading(service: str) -> Callable[[], object]:
    def read() -> None:
        from patterns.sandbox.simulator.time_and_chance import shared_session

        keys = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY}
        shared_session().client(service, region_name="us-east-1", **keys)

    return read
