"""Where the file of progress is, and how a try is added to it: whole or not at all, also from several pages at once."""

from __future__ import annotations

import contextlib
import getpass
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from patterns.progress import chain, stopwatch
from patterns.progress.kept import Attempt, Progress, UnreadableProgress, read

PLACE = "PATTERNS_PROGRESS"
"""Environment variable with the file to use instead; empty keeps nothing, as in tests and when pages are made.

Not an `AWS_` name: a live sandbox hides those.
"""
LEARNER = "PATTERNS_LEARNER"
"""Environment variable with the name to keep progress under; else that of the account on JupyterHub or the machine."""


def place() -> Path | None:
    """The file of progress, whether it is there or not; None where nothing is kept."""
    given = os.environ.get(PLACE)
    if given is None:
        return user_data_path("aws-patterns", appauthor=False) / "progress.json"
    return Path(given) if given else None


def loaded() -> Progress:
    """The progress of this reader so far; none where the file is missing. Raises `UnreadableProgress`."""
    path = place()
    if path is None or not path.exists():
        return Progress(learner(), keyed=bool(chain.key()))
    kept = read(path)
    return kept if kept.learner else replace(kept, learner=learner(), keyed=bool(chain.key()))


def solved() -> frozenset[str]:
    """The names of the exercises solved so far; none where the file is missing or cannot be read."""
    try:
        return loaded().solved
    except UnreadableProgress:
        return frozenset()


def record(exercise: str, *, passed: Iterable[str], missed: Iterable[str], seed: int) -> None:
    """Keep one try at an exercise; where nothing can be written it is forgotten.

    A file that cannot be read is not written over: it is kept beside the new one, named `….unreadable`.
    """
    minutes, path = stopwatch.WATCH.answered(exercise), place()
    if path is None:
        return
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    attempt = Attempt(exercise, now, tuple(passed), tuple(missed), minutes, seed)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path):
            _write(path, _before(path).with_attempt(attempt))


def learner() -> str:
    """The name that progress is kept under."""
    for name in (LEARNER, "JUPYTERHUB_USER"):
        if given := os.environ.get(name):
            return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user often has no name
        return "unnamed"


def _before(path: Path) -> Progress:
    try:
        return loaded()
    except UnreadableProgress:
        _put_aside(path)
        return loaded()


def _put_aside(path: Path) -> None:
    number = 1
    while (aside := path.with_name(f"{path.name}.unreadable-{number}")).exists():
        number += 1
    path.rename(aside)


def _write(path: Path, progress: Progress) -> None:
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(progress.to_json(), encoding="utf-8")
    beside.replace(path)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Within the block no other process of this reader writes the file."""
    try:
        import fcntl
    except ImportError:  # not on Windows, where the cookbook runs in WSL
        yield
        return
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
