"""The commands about learners: where one stands, where a class does, and which paths there are.

    aws-patterns progress --csv
    aws-patterns class collected/*.json
    aws-patterns paths

Not here: the words (`text`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV: a row for every exercise of every learner.")]
Files = Annotated[list[Path], typer.Argument(metavar="FILES...", help="Files of progress, one for each learner.")]


class TwoForms(ValueError):
    """--json and --csv: give one of them."""

    def __init__(self) -> None:
        super().__init__("--json and --csv: give one of them")


def add_to(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    app.command()(progress)
    app.command("class")(class_)
    app.command()(paths)


def progress(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Show what you have tried and solved, and where the file of it is.

    Conditions passed are those of the best try; minutes are those spent before answers, as far as a page can tell.
    """
    from patterns import progress as kept
    from patterns.classroom import text
    from patterns.classroom.standing import learner

    one = learner(kept.loaded(), kept.place())
    _print(text.learner_facts(one), text.csv_of([one]), text.learner_lines(one), as_json=as_json, as_csv=as_csv)


def class_(files: Files, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Merge files of progress: who stands where, which file was edited by hand, and what stops most people.

    Exits with 1 where a file could not be read; the others are shown all the same.
    """
    from patterns.classroom import text
    from patterns.classroom.table import classroom

    found = classroom(files)
    facts, rows = text.class_facts(found), text.csv_of(found.learners)
    _print(facts, rows, text.class_lines(found), as_json=as_json, as_csv=as_csv)
    for wrong in found.unreadable:
        typer.echo(f"aws-patterns: {wrong}", err=True)
    if found.unreadable:
        raise typer.Exit(1)


def paths(as_json: AsJson = False) -> None:
    """List the learning paths, their pages, and how many of their exercises you have solved."""
    from patterns.classroom import text
    from patterns.progress import solved

    done = solved()
    _print(text.path_facts(done), "", text.path_lines(done), as_json=as_json)


def _print(facts: Any, rows: str, lines: list[str], *, as_json: bool, as_csv: bool = False) -> None:
    if as_json and as_csv:
        raise TwoForms
    if as_json:
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        typer.echo(rows if as_csv else "\n".join(lines))
