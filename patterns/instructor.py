"""What an instructor adds for a class: further conditions for exercises of the cookbook, and exercises of his own.

    # class_of_may.py; PATTERNS_CLASS=/path/to/class_of_may.py in the environment of the learners' kernels
    from patterns.instructor import further

    def kept_for_a_month(trial):
        rules = trial.resolved.resources["Shared"].properties.get("LifecycleConfiguration", {}).get("Rules", [])
        return "" if rules else "no rule keeps anything"

    CONDITIONS = {"close_the_shared_bucket": [further("old versions are kept for a month", kept_for_a_month)]}
    EXERCISES = []

A condition is a sentence and a function of a `Trial` that says what was seen instead, or "" where it holds. A further
one is shown to learners without what was seen, and without its sentence unless `tell` is set. It is hidden from the
page, not from the process: whoever can read the file can read the condition. docs/teaching.md says what to do then.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from patterns.question import Condition, Exercise, Kind
from patterns.trial import Lacking, Trial, first, nothing_open

__all__ = ["FILE", "Added", "Condition", "Exercise", "Kind", "Lacking", "NotUsable", "Trial", "added", "first",
           "further", "nothing_open"]  # fmt: skip

FILE = "PATTERNS_CLASS"
"""Environment variable with the Python file of the class; its code runs in the learners' kernels."""
UNTOLD = "a further condition of your instructor"
SEEN = "it does not hold"


class NotUsable(ValueError):
    """The file of the class cannot be used; the message says what is wrong with it."""

    def __init__(self, path: Path | str, wrong: str) -> None:
        super().__init__(f"{FILE} is {path}: {wrong}")


@dataclass(frozen=True)
class Added:
    """Further conditions by the name of the exercise, and exercises of the instructor's own by theirs."""

    path: str = ""
    conditions: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)


def further(says: str, missing: Callable[[Trial], str], *, tell: bool = False) -> Condition:
    """A condition that learners see as "a further condition of your instructor", with its sentence if `tell`.

    What was seen where it does not hold is never told: it would say what is looked for.
    """

    def untold(trial: Trial) -> str:
        try:
            return SEEN if missing(trial) else ""
        except Exception:  # its message would tell as much
            return SEEN

    return Condition(f"{UNTOLD}: {says}" if tell else UNTOLD, untold)


def added() -> Added:
    """What the file of the class adds; nothing without one. Raises `NotUsable`."""
    place = os.environ.get(FILE)
    if not place:
        return Added()
    path = Path(place)
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise NotUsable(path, f"it cannot be read ({error.strerror}); check the path") from None
    return _read(path, changed)


@cache
def _read(path: Path, _changed: int) -> Added:
    found = _module(path)
    given, own = getattr(found, "CONDITIONS", {}), getattr(found, "EXERCISES", ())
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
        raise NotUsable(path, "CONDITIONS is to be a dict: the name of an exercise -> a list of conditions")
    return Added(
        str(path),
        {name: _all(path, f"CONDITIONS[{name!r}]", ones, Condition) for name, ones in given.items()},
        {one.name: one for one in _all(path, "EXERCISES", own, Exercise)},
    )


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("patterns_class", path)
    if spec is None or spec.loader is None:
        raise NotUsable(path, "it is no Python file; give it a name that ends in .py")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # the file is the instructor's: whatever is wrong in it is to be told
        raise NotUsable(path, f"it does not run: {type(error).__name__}: {error}") from error
    return module


def _all(path: Path, place: str, given: Any, kind: type[Any]) -> tuple[Any, ...]:
    if not isinstance(given, list | tuple) or not all(isinstance(one, kind) for one in given):
        raise NotUsable(path, f"{place} is to be a list of {kind.__name__} objects")
    return tuple(given)
