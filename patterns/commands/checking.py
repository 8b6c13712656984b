"""`aws-patterns check`: findings of one template or of many, for a terminal, code scanning or a test report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from patterns import console
from patterns.commands.options import (
    STANDARD_INPUT,
    AsJson,
    File,
    Settings,
    Sources,
    Tags,
    Values,
    WrongUsage,
    parameters_of,
    printed,
    source_of,
    tags_of,
)  # fmt: skip

if TYPE_CHECKING:
    from patterns.findings import Finding


class Report(StrEnum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


class Level(StrEnum):
    """The severities of findings, by name: `patterns.findings` is loaded only where it is used."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


def check(
    sources: Sources,
    settings: Settings = None,
    values: Values = None,
    file: File = None,
    fail_on: Annotated[Level | None, typer.Option(help="Exit with 1 on a finding at least this severe.")] = None,
    lint: Annotated[bool, typer.Option("--lint/--no-lint", help="Run cfn-lint as well.")] = True,
    form: Annotated[Report, typer.Option("--format", help="SARIF is for code scanning, JUnit for reports.")] = (
        Report.TEXT
    ),
    why: Annotated[bool, typer.Option("--why/--brief", help="Say why each matters, or one line for each.")] = True,
    tags: Tags = None,
    as_json: AsJson = False,
) -> None:
    """List what is wrong with templates. Exits with 1 only with `--fail-on`, and never for accepted findings.

    A finding is accepted, with a reason, in the resource's Metadata: `AcceptedFindings: {S3-004: "kept elsewhere"}`.
    A template that cannot be read ends it with 2, whatever the others are like. With `--json` each finding names its
    `template`.
    """
    from patterns import review
    from patterns.commands import reports
    from patterns.findings import Severity

    names = list(dict.fromkeys(sources))
    if settings and len(names) > 1:
        raise WrongUsage(f"--set {settings[0]}: it is for one recipe, and {len(names)} sources are named")
    given, stack_tags = parameters_of(values, file), tags_of(tags)
    found = {
        "stdin" if name == STANDARD_INPUT else name: review.check(
            source_of(name, settings), parameters=given, lint=lint, tags=stack_tags
        )
        for name in names
    }
    if form is Report.SARIF:
        typer.echo(reports.sarif(found, version("aws-pattern-cookbook")))
    elif form is Report.JUNIT:
        typer.echo(reports.junit(found))
    else:
        facts = [{"template": name, **console.finding_facts(one)} for name, each in found.items() for one in each]
        printed(facts, _lines(found, why), as_json or form is Report.JSON)
    least = Severity[fail_on.name] if fail_on else None
    if least is not None and any(review.at_least(findings, least) for findings in found.values()):
        raise typer.Exit(1)


def _lines(found: Mapping[str, Sequence[Finding]], why: bool) -> list[str]:
    """The findings of one template; of several each under its name."""
    if len(found) == 1:
        return [line for findings in found.values() for line in console.finding_lines(findings, why=why)]
    return [
        line
        for name, findings in found.items()
        for line in (f"{name}:", *(f"  {said}" for said in console.finding_lines(findings, why=why)))
    ]
