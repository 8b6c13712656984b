"""docs/cli.md: every command with its arguments and options, in the words that `--help` prints."""

from __future__ import annotations

from tools.fidelity import ROOT

PAGE = ROOT / "docs" / "cli.md"


def page() -> str:
    """The page, as typer writes it of the commands."""
    import typer
    from typer.cli import get_docs_for_click

    from patterns import cli

    command = typer.main.get_command(cli.app)
    return get_docs_for_click(
        obj=command,
        ctx=typer.Context(command),
        name=cli.PROGRAM,
        title="Command line",
    )
