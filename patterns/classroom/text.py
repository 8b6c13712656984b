"""What the commands about learners print: as facts for machines, whose keys stay, as rows of CSV, and as lines."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from patterns.classroom.paths import PATHS
from patterns.classroom.standing import Learner, Standing
from patterns.classroom.table import Classroom
from patterns.progress import PLACE

Facts = dict[str, Any]
COLUMNS = (
    "learner", "file", "doubt", "exercise", "page", "solved", "passed", "conditions", "tries", "minutes", "seed",
    "missed",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST = 10
"""How many of the conditions that stop people are printed; JSON has all."""


def learner_facts(learner: Learner) -> Facts:
    """`learner`, `file`, `doubt`, `solved` (how many), `tries`, `minutes`, `paths` and `exercises`."""
    return {
        "learner": learner.name,
        "file": learner.file,
        "doubt": learner.doubt,
        "solved": len(learner.solved),
        "tries": learner.tries,
        "minutes": learner.minutes,
        "paths": {name: {"done": done, "exercises": number} for name, (done, number) in learner.on_paths().items()},
        "exercises": [asdict(standing) for standing in learner.standings],
    }


def class_facts(classroom: Classroom) -> Facts:
    """`learners`, as `learner_facts`, `hurdles` and `unreadable`."""
    return {
        "learners": [learner_facts(learner) for learner in classroom.learners],
        "hurdles": [asdict(hurdle) for hurdle in classroom.hurdles],
        "unreadable": list(classroom.unreadable),
    }


def path_facts(solved: AbstractSet[str]) -> list[Facts]:
    """`name`, `promise`, `minutes`, `done`, `next` and `steps` of every learning path."""
    return [
        {
            "name": path.name, "promise": path.promise, "minutes": path.minutes, "done": path.done(solved),
            "next": path.next(solved),
            "steps": [
                {
                    "page": step.page, "minutes": step.minutes, "done": step.done(solved),
                    "exercises": list(step.exercises),
                }
                for step in path.steps
            ],
        }
        for path in PATHS
    ]  # fmt: skip


def csv_of(learners: Iterable[Learner]) -> str:
    """A row for every exercise of every learner; one who tried nothing has a row without an exercise.

    A cell that a spreadsheet would take for a formula begins with an apostrophe: files come from other people.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for learner in learners:
        for standing in learner.standings or (None,):
            facts = asdict(standing) if standing else {}
            row: Facts = {"learner": learner.name, "file": learner.file, "doubt": learner.doubt, **facts}
            row["missed"] = "; ".join(row.get("missed", ()))
            writer.writerow([_harmless(row.get(name, "")) for name in COLUMNS])
    return text.getvalue().rstrip("\n")


def learner_lines(learner: Learner) -> list[str]:
    """Where one learner stands, exercise by exercise, and what the last answer still lacks."""
    kept = f" ({learner.file})" if learner.file else ""
    lines = [f"{learner.name}: {_count(len(learner.solved), 'exercise')} solved, {_count(learner.tries, 'try')}{kept}"]
    if not learner.file:
        lines.append(f"Nothing is kept: {PLACE} is empty.")
    if learner.doubt:
        lines.append(f"This file is {learner.doubt}.")
    head, rows = len(lines), [_cells(standing) for standing in learner.standings]
    shown = _columns(("exercise", "page", "state", "tries", "minutes", "seed"), rows) if rows else []
    for line, standing in zip(shown[1:], learner.standings, strict=True) if shown else ():
        lines.append(line)
        lines += [f"    ✗ {says}" for says in ([] if standing.solved else standing.missed)]
    if shown:
        lines.insert(head, shown[0])
    return [_plain(line) for line in [*lines, *_path_lines(learner)]]


def class_lines(classroom: Classroom) -> list[str]:
    """The table of a class, and the conditions that stop most people."""
    twice = {name for name, number in Counter(learner.name for learner in classroom.learners).items() if number > 1}
    rows = [
        (
            f"{learner.name} ({PurePath(learner.file).name})" if learner.name in twice else learner.name,
            str(len(learner.solved)), str(learner.tries), f"{learner.minutes:g}",
            *(f"{done}/{number}" for done, number in learner.on_paths().values()),
            learner.stopped[-1].exercise if learner.stopped else "", learner.doubt,
        )
        for learner in classroom.learners
    ]  # fmt: skip
    head = ("learner", "solved", "tries", "minutes", *(path.name for path in PATHS), "stands at", "mark")
    lines = _columns(head, rows) if rows else ["No learner."]
    now = [hurdle for hurdle in classroom.hurdles if hurdle.stops][:MOST]
    if now:
        lines += ["", "What stops most people now"]
        lines += [f"  {hurdle.stops} (ever {hurdle.stopped})  {hurdle.exercise}: {hurdle.condition}" for hurdle in now]
    return [_plain(line) for line in lines]


def path_lines(solved: AbstractSet[str]) -> list[str]:
    """Every learning path with its pages, and how many of their exercises are solved."""
    lines = []
    for path in PATHS:
        done, number = path.done(solved), len(path.exercises)
        lines += [f"{path.name}: {done} of {number} exercises, {path.minutes} minutes", f"  {path.promise}"]
        lines += [
            f"  {step.page}: {f'{step.done(solved)} of {len(step.exercises)}' if step.exercises else 'no exercises'}"
            f", {step.minutes} minutes"
            for step in path.steps
        ]
    return lines


def _path_lines(learner: Learner) -> list[str]:
    return [f"{name}: {done} of {number}" for name, (done, number) in learner.on_paths().items()]


def _cells(standing: Standing) -> tuple[str, ...]:
    state = "solved" if standing.solved else f"{standing.passed} of {standing.conditions} hold"
    seed = str(standing.seed) if standing.tries else ""
    return (standing.exercise, standing.page, state, str(standing.tries), f"{standing.minutes:g}", seed)


def _columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return ["  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (head, *rows)]  # fmt: skip


def _count(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else {'try': 'tries'}.get(what, f'{what}s')}"


def _plain(text: str) -> str:
    """Without what would steer a terminal: names come out of other people's files."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
