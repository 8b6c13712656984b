"""An answer of moto's that lacks something, completed before it is serialized. Not which answers those are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def completed(response: Any, complete: Callable[[Any], object]) -> Iterator[None]:
    """Let `complete` change the result of what `response`, moto's handler of one request, answers in the block."""
    serialized = response.serialized

    def completing(result: Any) -> Any:
        complete(result.result)
        return serialized(result)

    response.serialized = completing
    try:
        yield
    finally:
        del response.serialized
