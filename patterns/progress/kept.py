"""A file of progress: every try at an exercise, in order, each with a digest that depends on all before it.

    {"version": 2, "learner": "ada", "keyed": false, "solved_before": [], "edited": false,
     "attempts": [{"exercise": "…", "at": "2026-11-30T15:20:00Z", "passed": ["…"], "missed": [], "minutes": 2.5,
                   "seed": 0, "digest": "…"}],
     "seal": "…"}

`solved_before` are exercises from a file of version 1, which was a list of names. `docs/teaching.md` says what an
edit that shows is, and what does not show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from patterns import files
from patterns.progress import chain

VERSION = 2
LARGEST_BYTES = 10_000_000


class UnreadableProgress(Exception):
    """A file that is no file of progress; the message names it, what is wrong, and what to do."""

    def __init__(self, path: Path, wrong: str) -> None:
        super().__init__(f"{path} is not a file of progress: {wrong}")


@dataclass(frozen=True)
class Attempt:
    """One answer to an exercise: the conditions that held and those that did not, by their sentences.

    `at` is the time in UTC, `minutes` the time spent before it, `seed` that of the account in which it was tried.
    """

    exercise: str
    at: str
    passed: tuple[str, ...]
    missed: tuple[str, ...]
    minutes: float
    seed: int
    digest: str = ""

    @property
    def solved(self) -> bool:
        """Whether every condition held."""
        return bool(self.passed) and not self.missed

    @property
    def fact(self) -> dict[str, Any]:
        """What its digest is of."""
        values_by_name = asdict(self)
        del values_by_name["digest"]
        return {**values_by_name, "passed": list(self.passed), "missed": list(self.missed)}


@dataclass(frozen=True)
class Progress:
    """All that one learner has tried. `edited` stays once an edit has been seen, whatever is written later."""

    learner: str
    attempts: tuple[Attempt, ...] = ()
    solved_before: tuple[str, ...] = ()
    keyed: bool = False
    edited: bool = False
    seal: str = ""

    @property
    def solved(self) -> frozenset[str]:
        """The names of the exercises solved so far."""
        return frozenset(self.solved_before).union(attempt.exercise for attempt in self.attempts if attempt.solved)

    @property
    def was_edited(self) -> bool:
        """Whether something does not fit that can be checked here."""
        return self.edited or bool(self._where()) if self._checkable else self.edited

    @property
    def doubt(self) -> str:
        """Why the file cannot be taken as the cookbook wrote it, in words; "" where everything fits."""
        if self.edited:
            return "edited by hand"
        if not self._checkable:
            return f"sealed with a key: set {chain.KEY} to it to check the file"
        if chain.key() and not self.keyed:
            return "not sealed with the key of the class"
        where = self._where()
        other = ", or sealed with another key" if self.keyed and where else ""
        return f"edited by hand: {where}{other}" if where else ""

    def with_attempt(self, attempt: Attempt) -> Progress:
        """This progress with one more try, sealed."""
        before = self.attempts[-1].digest if self.attempts else self._opening()
        told = replace(attempt, digest=chain.digest(before, attempt.fact, self._key))
        longer = replace(self, attempts=(*self.attempts, told), edited=self.was_edited)
        return replace(longer, seal=longer._sealed())

    def to_json(self) -> str:
        """The text of its file."""
        attempts = [{**attempt.fact, "digest": attempt.digest} for attempt in self.attempts]
        return json.dumps(
            {
                "version": VERSION, "learner": self.learner, "keyed": self.keyed,
                "solved_before": list(self.solved_before), "edited": self.edited, "attempts": attempts,
                "seal": self.seal,
            },
            indent=1, ensure_ascii=False,
        )  # fmt: skip

    @property
    def _key(self) -> str:
        return chain.key() if self.keyed else ""

    @property
    def _checkable(self) -> bool:
        return bool(chain.key()) or not self.keyed

    def _opening(self) -> str:
        return chain.digest("", [VERSION, self.learner, self.keyed, list(self.solved_before)], self._key)

    def _sealed(self) -> str:
        last = self.attempts[-1].digest if self.attempts else self._opening()
        return chain.digest(last, [len(self.attempts), self.edited], self._key)

    def _where(self) -> str:
        """What does not fit, in words; "" where all does."""
        if not self.seal and not self.attempts:
            return ""
        before = self._opening()
        for number, one in enumerate(self.attempts, 1):
            if one.digest != chain.digest(before, one.fact, self._key):
                return f"what it says up to try {number} is not what was written"
            before = one.digest
        return "" if self.seal == self._sealed() else "its end is not what was written"


def read(path: Path) -> Progress:
    """The progress that a file holds; one of version 1 has no tries. Raises `UnreadableProgress`."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UnreadableProgress(path, f"it is larger than {LARGEST_BYTES // 1_000_000} MB; ask for another copy")
        document = json.loads(files.text(path, LARGEST_BYTES))
        # What JSON lets through, and no output takes: numbers without end, halves of signs.
        json.dumps(document, allow_nan=False, ensure_ascii=False).encode()
    except OSError as error:
        raise UnreadableProgress(path, f"it cannot be read ({error.strerror}); check its name and its rights") from None
    except (ValueError, RecursionError):
        raise UnreadableProgress(path, "it is not JSON; ask for another copy") from None
    if isinstance(document, list):
        if all(isinstance(name, str) for name in document):
            return Progress("", solved_before=tuple(document))
        raise UnreadableProgress(path, "it is a list, but not of the names of exercises")
    if not isinstance(document, Mapping):
        raise UnreadableProgress(
            path, f"it holds a {type(document).__name__}; choose what `aws-patterns progress` names"
        )
    return _progress(path, document)


_FORMS: Mapping[str, type | tuple[type, ...]] = {
    "learner": str, "keyed": bool, "solved_before": list, "edited": bool, "attempts": list, "seal": str,
}  # fmt: skip
_OF_ATTEMPT: Mapping[str, type | tuple[type, ...]] = {
    "exercise": str, "at": str, "passed": list, "missed": list, "minutes": (int, float), "seed": int, "digest": str,
}  # fmt: skip


def _progress(path: Path, found: Mapping[str, Any]) -> Progress:
    if found.get("version") != VERSION:
        raise UnreadableProgress(
            path,
            f"its version is {found.get('version')!r}, and this cookbook reads {VERSION}: use one for all",
        )
    _look(path, "", found, _FORMS)
    attempts = []
    for number, one in enumerate(found["attempts"], 1):
        _look(path, f"try {number}: ", one, _OF_ATTEMPT)
        texts = {name: _texts(path, f"try {number}: {name}", one[name]) for name in ("passed", "missed")}
        attempts.append(Attempt(**{**{name: one[name] for name in _OF_ATTEMPT}, **texts}))
    before = _texts(path, "solved_before", found["solved_before"])
    return Progress(
        found["learner"], tuple(attempts), before, keyed=found["keyed"], edited=found["edited"], seal=found["seal"]
    )


def _look(path: Path, place: str, found: Any, forms: Mapping[str, type | tuple[type, ...]]) -> None:
    if not isinstance(found, Mapping):
        raise UnreadableProgress(path, f"{place}this is no object with names and values; ask for another copy")
    for name, form in forms.items():
        if name not in found:
            raise UnreadableProgress(path, f"{place}{name!r} is missing; ask for another copy")
        if not isinstance(found[name], form) or (isinstance(found[name], bool) and form is not bool):
            raise UnreadableProgress(path, f"{place}{name!r} is {found[name]!r:.60}; ask for another copy")


def _texts(path: Path, place: str, found: Iterable[Any]) -> tuple[str, ...]:
    texts = tuple(found)
    if not all(isinstance(text, str) for text in texts):
        raise UnreadableProgress(path, f"{place} holds something that is no text; ask for another copy")
    return texts
