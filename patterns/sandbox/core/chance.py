"""Chance that repeats: every request draws from a generator of its own. Not the notebook's `random` or `uuid`."""

from __future__ import annotations

import hashlib
import json
import string
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random
from typing import Any
from uuid import UUID

_drawing: ContextVar[Random | None] = ContextVar("drawing", default=None)

LETTERS_AND_DIGITS = string.ascii_lowercase + string.digits


def current() -> Random | None:
    """Return the generator of the request being answered in this thread, or None between requests."""
    return _drawing.get()


class Chance:
    """The source of all ids, keys and names of one account.

    What is drawn depends on the seed, on the key and on how often that key was drawn before, so a call more
    or less elsewhere changes nothing here.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._seen: Counter[bytes] = Counter()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Chance(seed={self.seed})"

    def generator(self, *key: str | bytes) -> Random:
        """Return the generator for `key`; the same key gives another one each time."""
        digest = _digest(key)
        with self._lock:
            self._seen[digest] += 1
            count = self._seen[digest]
        return Random(f"{self.seed}|{digest.hex()}|{count}")

    @contextmanager
    def drawing(self, *key: str | bytes) -> Iterator[None]:
        """Let everything the simulation draws inside this block come from the generator for `key`."""
        token = _drawing.set(self.generator(*key))
        try:
            yield
        finally:
            _drawing.reset(token)

    def token(self, *key: str, length: int = 12, alphabet: str = LETTERS_AND_DIGITS) -> str:
        """Return `length` characters of `alphabet` for `key`, as in the names CloudFormation makes up."""
        generator = self.generator("token", *key)
        return "".join(generator.choices(alphabet, k=length))

    def client_token(self, service: str, operation: str, params: dict[str, Any]) -> str:
        """Return the idempotency token a client makes up for a call, as a UUID."""
        described = json.dumps(params, sort_keys=True, default=lambda value: type(value).__name__)
        generator = self.generator("client", service, operation, described)
        return str(UUID(int=generator.getrandbits(128), version=4))


def _digest(key: tuple[str | bytes, ...]) -> bytes:
    digest = hashlib.sha256()
    for part in key:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()
