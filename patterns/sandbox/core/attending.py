"""Who of the live account works in which region: the way from what is patched into moto back to the account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from patterns.sandbox.core.errors import SandboxError

Worker = TypeVar("Worker")


class Attending(Generic[Worker]):
    """One worker a region, as long as its account lives."""

    def __init__(self) -> None:
        self._workers: dict[str, Worker] = {}

    def begin(self, region: str, worker: Worker) -> Callable[[], None]:
        """Let `worker` work in a region, instead of any before; return what ends that."""
        self._workers[region] = worker
        return partial(self._end, region, worker)

    def find(self, region: str) -> Worker:
        """Who works in a region. Raises `SandboxError` where nobody does: a call went past the account's gateway."""
        if region not in self._workers:
            raise SandboxError(f"no call has passed the gateway of a live sandbox in {region}")
        return self._workers[region]

    def _end(self, region: str, worker: Worker) -> None:
        if self._workers.get(region) is worker:
            del self._workers[region]
