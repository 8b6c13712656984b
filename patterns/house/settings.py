"""The file `aws-patterns.toml`: which one holds here, and what it says. Not here: what follows from it (`rules`).

recipes = ["ours"]                 # folders with recipes/, exercises/ and checks/ of your own
checks = ["rules/no_europe.py"]    # single checks: files, or modules that Python can import

[tags.Team]
required = true
values = ["shop", "data"]
default = "shop"                   # recipes put it on what they make

[defaults]                         # of every recipe
owner_email = "platform@example.com"

[defaults.secure_bucket]
noncurrent_days = 90

[limits]
monthly_usd = 500
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from patterns import files

FILE = "aws-patterns.toml"
VARIABLE = "PATTERNS_HOUSE"
"""Environment variable with the file's path; empty for none, whatever folder the process is in.

Not an `AWS_` name: a live sandbox hides those.
"""

MOST_BYTES = 1_048_576


class HouseError(ValueError):
    """What a company adds cannot be used; the message says where, what is wrong with it, and what to write."""

    def __init__(self, place: object, wrong: str) -> None:
        super().__init__(f"{place}: {wrong}")


@dataclass(frozen=True)
class TagRule:
    """What a tag has to look like: one of `values`, a whole match of `pattern`; None for what is not limited."""

    required: bool = False
    values: tuple[str, ...] | None = None
    pattern: str | None = None
    default: str | None = None

    def allows(self, value: str) -> bool:
        """Whether a tag may have this value."""
        if self.values is not None and value not in self.values:
            return False
        return self.pattern is None or re.fullmatch(self.pattern, value) is not None

    @property
    def limits(self) -> str:
        """The limits in words."""
        said = [] if self.values is None else [f"one of {', '.join(self.values)}"]
        return " and ".join(said if self.pattern is None else [*said, f"text that matches {self.pattern}"])


@dataclass(frozen=True, eq=False)
class House:
    """What one file says; compared by identity, so that what follows from it is worked out once.

    `defaults` has the values for every recipe under "", and those of one under its name.
    """

    file: Path | None = None
    recipes: tuple[Path, ...] = ()
    checks: tuple[str, ...] = ()
    tags: Mapping[str, TagRule] = field(default_factory=dict)
    defaults: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    monthly_usd: float | None = None

    @property
    def tag_defaults(self) -> dict[str, str]:
        """The tags that recipes put on what they make, beside their own."""
        return {key: rule.default for key, rule in self.tags.items() if rule.default is not None}


NONE = House()

_chosen: list[House] = []


def current() -> House:
    """What holds here: what was chosen, else the file that the environment names, else the nearest upward from here.

    Raises `HouseError`.
    """
    if _chosen:
        return _chosen[-1]
    named = os.environ.get(VARIABLE)
    if named is not None:
        return read(Path(named)) if named else NONE
    found = _upward()
    return read(found) if found else NONE


@contextmanager
def using(file: Path | None = None, recipes: Sequence[Path] = ()) -> Iterator[House]:
    """Let a file hold, or the one that would anyway, with further folders of recipes. Raises `HouseError`."""
    house = current() if file is None else read(file)
    if recipes:
        house = replace(house, recipes=(*house.recipes, *(folder.resolve() for folder in recipes)))
    _chosen.append(house)
    try:
        yield house
    finally:
        _chosen.pop()


def _upward() -> Path | None:
    try:
        here = Path.cwd()
    except FileNotFoundError:  # the folder was removed under the process
        return None
    return next((place for folder in (here, *here.parents) if (place := folder / FILE).is_file()), None)


def read(path: Path) -> House:
    """What a file says, read again once it changes. Raises `HouseError`."""
    try:
        return _read(path.resolve(), path.stat().st_mtime_ns)
    except OSError as error:
        raise HouseError(path, f"it cannot be read ({error.strerror}); check the path") from None


@cache
def _read(path: Path, _changed: int) -> House:
    try:
        said = tomllib.loads(files.text(path, MOST_BYTES))
    except ValueError as error:
        raise HouseError(path, f"it is no TOML: {error}") from None
    known = ("recipes", "checks", "tags", "defaults", "limits")
    _only(path, "the file", said, known)
    tags = _table(path, "tags", said)
    limits = _table(path, "limits", said)
    _only(path, "[limits]", limits, ("monthly_usd",))
    usd = limits.get("monthly_usd")
    if usd is not None and (isinstance(usd, bool) or not isinstance(usd, int | float) or usd < 0):
        raise HouseError(path, f"[limits] monthly_usd = {usd!r} is no amount of dollars: write 0 or more")
    return House(
        path,
        tuple((path.parent / name).resolve() for name in _texts(path, "recipes", said.get("recipes", []))),
        _texts(path, "checks", said.get("checks", [])),
        {key: _tag(path, key, rule) for key, rule in tags.items()},
        _defaults(_table(path, "defaults", said)),
        usd,
    )


def _defaults(said: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    own = {name: value for name, value in said.items() if isinstance(value, Mapping)}
    return {**own, "": {name: value for name, value in said.items() if name not in own}}


def _tag(path: Path, key: str, said: Any) -> TagRule:
    place = f"[tags.{key}]"
    if not isinstance(said, Mapping):
        raise HouseError(path, f"tags.{key} is to be a table: write {place}, and required = true under it")
    _only(path, place, said, ("required", "values", "pattern", "default"))
    required, values = said.get("required", False), said.get("values")
    if not isinstance(required, bool):
        raise HouseError(path, f"{place} required = {required!r} is no switch: write true or false")
    for name in ("pattern", "default"):
        if not isinstance(said.get(name, ""), str):
            raise HouseError(path, f"{place} {name} = {said[name]!r} is no text: write it in quotes")
    try:
        re.compile(said.get("pattern", ""))
    except re.error as error:
        raise HouseError(path, f"{place} pattern = {said['pattern']!r} is no regular expression: {error}") from None
    listed = None if values is None else _texts(path, f"{place} values", values)
    rule = TagRule(required, listed, said.get("pattern"), said.get("default"))
    if rule.default is not None and not rule.allows(rule.default):
        raise HouseError(path, f"{place} default = {rule.default!r} is not {rule.limits}: choose one that is allowed")
    return rule


def _only(path: Path, place: str, said: Mapping[str, Any], known: Sequence[str]) -> None:
    for name in said:
        if name not in known:
            raise HouseError(path, f"{place} says {name!r}, which nothing reads: there are {', '.join(known)}")


def _table(path: Path, name: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
    table = said.get(name, {})
    if not isinstance(table, Mapping):
        raise HouseError(path, f"{name} = {table!r} is no table: write [{name}] on a line of its own")
    return table


def _texts(path: Path, name: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(one, str) and one for one in given):
        raise HouseError(path, f'{name} = {given!r} is no list of texts: write {name} = ["..."]')
    return tuple(given)
