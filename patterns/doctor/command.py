"""The command `doctor`: a line for each check, and what to do about those that fail."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False) -> None:
    """Look whether this machine has what the pages need; exits with 1 where it lacks something, and says what to do."""
    from patterns.doctor import examine

    lines = examine()
    if as_json:
        facts = [{"name": name, **asdict(line)} for name, line in lines.items()]
        for fact in facts:
            fact["advice"] = "" if fact["well"] else fact["advice"]
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        width = max(map(len, lines))
        for name, line in lines.items():
            typer.echo(f"{'✓' if line.well else '✗'} {name:{width}}  {line.seen}")
            if not line.well:
                typer.echo(f"  {'':{width}}  -> {line.advice}")
    if not all(line.well for line in lines.values()):
        raise typer.Exit(1)
