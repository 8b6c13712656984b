"""What an expression in JSONata yields in a state machine: bounded in time and size, on the account's clock and chance.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
Not modelled: which numbers `$random` draws from a seed. Not here: where a state has expressions, which moto knows.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from random import Random
from typing import Any

import regex

MILLISECONDS = 2_000
"""How long an expression may take, ours: AWS gives no number."""
DEPTH = 150
"""How deep calls may nest, ours; the library below would go on to the end of the stack."""
LONGEST = 262_144
"""Characters that a state hands on at most: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"""
MOST_ITEMS = 100_000
SECONDS = MILLISECONDS / 1000
HASHES: Mapping[str, str] = {
    "MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512",
}  # fmt: skip
NOTHING = "returned nothing (undefined)."
NO_JSON = "returned an unsupported result type."


class QueryError(ValueError):
    """An expression that yields no value of JSON; the message says why, in a sentence that goes on after its text."""


def evaluated(expression: str, variables: Mapping[str, Any], now: datetime, chance: Random) -> Any:
    """What an expression, without its `{% %}`, yields. Raises `QueryError`.

    `variables` are by their names without the dollar, `states` among them.
    """
    library = _library()
    null = library.Utils.NULL_VALUE
    try:
        query = _made(library, expression, now)
        for name, function in _functions(chance).items():
            query.register_lambda(name, function)
        query.set_output_convert_nulls(False)
        found = query.evaluate(None, {name: _with_nulls(value, null) for name, value in variables.items()})
    except QueryError:
        raise
    except RecursionError:
        raise QueryError("nests too deeply.") from None
    except TimeoutError:
        raise QueryError(f"took longer than {SECONDS:g} s.") from None
    except Exception as error:  # the library has errors of its own and lets Python's through: each is the expression's
        raise QueryError(f"failed: {str(error) or type(error).__name__}") from None
    if found is None:
        raise QueryError(NOTHING)
    return _as_json(found, null)


@functools.cache
def _library() -> Any:
    """The library, which sets the interpreter's own limit when it loads: that one stays as it was."""
    limit = sys.getrecursionlimit()
    import jsonata  # type: ignore[import-untyped]

    sys.setrecursionlimit(limit)
    return jsonata


def _made(library: Any, expression: str, now: datetime) -> Any:
    """An expression that is read, which takes the given moment for now."""
    moment = int(now.timestamp() * 1000)

    class Query(library.Jsonata):  # type: ignore[misc]
        timestamp = property(lambda self: moment, lambda self, value: None)

    return Query(expression, _pattern, MILLISECONDS, DEPTH)


def _pattern(text: str, flags: Any) -> _Pattern:
    return _Pattern(text, (regex.IGNORECASE if flags.case_insensitive else 0) | (regex.M if flags.multiline else 0))


class _Pattern:
    """A regular expression that stops looking."""

    def __init__(self, text: str, flags: int) -> None:
        self._compiled = regex.compile(text, flags)

    def search(self, text: str) -> Any:
        return self._compiled.search(text, timeout=SECONDS)

    def finditer(self, text: str) -> Iterator[Any]:
        return self._compiled.finditer(text, timeout=SECONDS)

    def sub(self, replacement: Any, text: str, count: int = 0) -> str:
        return self._compiled.sub(replacement, text, count=count, timeout=SECONDS)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        parts: list[Any] = self._compiled.split(text, maxsplit=maxsplit, timeout=SECONDS)
        return parts


def _functions(chance: Random) -> dict[str, Callable[..., Any]]:
    """The functions that Step Functions adds, changes and takes away."""

    def random(seed: Any = None) -> float:
        return (chance if seed is None else Random(seed)).random()

    def shuffle(items: list[Any]) -> list[Any]:
        return chance.sample(list(items), len(items))

    def evaluate(*_: Any) -> Any:
        raise QueryError("calls $eval, which Step Functions does not have: use $parse to read JSON.")

    return {
        "eval": evaluate,
        "hash": _hash,
        "pad": _pad,
        "parse": _parse,
        "partition": _partition,
        "random": random,
        "range": _range,
        "shuffle": shuffle,
        "uuid": lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
    }


def _hash(data: Any, algorithm: str) -> str:
    if algorithm not in HASHES:
        raise QueryError(f"names the hash {algorithm}: it must be one of {', '.join(HASHES)}.")
    text = data if isinstance(data, str) else json.dumps(data, separators=(",", ":"))
    return hashlib.new(HASHES[algorithm], text.encode(), usedforsecurity=False).hexdigest()


def _parse(text: str) -> Any:
    try:
        return _with_nulls(json.loads(text), _library().Utils.NULL_VALUE)
    except (ValueError, TypeError):
        raise QueryError("parses a text that is not JSON.") from None


def _partition(items: Any, size: Any) -> list[list[Any]]:
    size = int(size)
    if size < 1:
        raise QueryError(f"parts a list into pieces of {size}: it must be 1 at least.")
    listed = list(items) if isinstance(items, list) else [items]
    return [listed[first : first + size] for first in range(0, len(listed), size)]


def _range(first: Any, last: Any, step: Any = 1) -> list[int]:
    first, last, step = int(first), int(last), int(step)
    if step == 0:
        raise QueryError("makes a range in steps of 0.")
    made = range(first, last + (1 if step > 0 else -1), step)
    if len(made) > MOST_ITEMS:
        raise QueryError(f"makes a range of {len(made)} numbers: {MOST_ITEMS} is the most that the sandbox makes.")
    return list(made)


def _pad(text: str, width: Any, with_: str = " ") -> str:
    width = int(width)
    if abs(width) > LONGEST:
        raise QueryError(f"makes a text of {abs(width)} characters, and a state hands on {LONGEST} at most.")
    filling = str((with_ or " ") * abs(width))[: max(0, abs(width) - len(text))]
    return text + filling if width >= 0 else filling + text


def _with_nulls(value: Any, null: Any) -> Any:
    """The value as the library takes it, to which None is what is not there."""
    if isinstance(value, Mapping):
        return {key: _with_nulls(member, null) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_with_nulls(item, null) for item in value]
    return null if value is None else value


def _as_json(value: Any, null: Any) -> Any:
    """The value as JSON has it: whole numbers without a fraction, and nothing but JSON's kinds."""
    if value is null or value is None:
        return None
    if isinstance(value, Mapping):
        return {str(key): _as_json(member, null) for key, member in value.items()}
    if isinstance(value, list | tuple | range):
        return [_as_json(item, null) for item in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, str | bool | int):
        return value
    raise QueryError(NO_JSON)
