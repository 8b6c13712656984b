"""What public functions are given, looked at before anything is kept or begun: a name, names, a mapping, an action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypeVar

from patterns.sandbox.core.errors import SandboxError

LONGEST_SHOWN = 60

Value = TypeVar("Value")
Action = TypeVar("Action", bound=Callable[..., Any])


def text(value: str, what: str) -> str:
    """The value, which is a text that can be written down. Raises `SandboxError`, as all of these do."""
    if not isinstance(value, str):
        raise SandboxError(f"{what} must be a text, got {brief(value)}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise SandboxError(f"{what} has half a character, which no encoding can write: {brief(value)}") from None
    return value


def texts(values: Iterable[str], what: str) -> tuple[str, ...]:
    """The values, each of which is a text."""
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise SandboxError(f"{what} must be a list of texts, got {brief(values)}")
    return tuple(text(each, f"each of {what}") for each in values)


def mapping(values: Mapping[str, Value], what: str) -> Mapping[str, Value]:
    """The mapping, whose keys are texts."""
    if not isinstance(values, Mapping):
        raise SandboxError(f"{what} must be a mapping, such as {{'a': 'b'}}, got {brief(values)}")
    for key in values:
        text(key, f"each key of {what}")
    return values


def path(value: str | PathLike[str], what: str) -> Path:
    """The value as a path, which some file system may have."""
    named = fspath(value) if isinstance(value, PathLike) else value
    if "\0" in text(named, f"the path of {what}"):
        raise SandboxError(f"the path of {what} has a null character: {brief(value)}")
    return Path(named)


def action(value: Action, what: str) -> Action:
    """The value, which can be called."""
    if not callable(value):
        raise SandboxError(f"{what} must be a function that takes nothing, got {brief(value)}")
    return value


def brief(value: Any) -> str:
    """How a value is shown in a sentence: cut, and by its type where it cannot be shown."""
    try:
        shown = ascii(value)
    # Whoever wrote the class of a value may raise anything; and a number of 5,000 digits is not written out.
    except Exception:
        return f"a value of type {type(value).__name__}"
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}..."
