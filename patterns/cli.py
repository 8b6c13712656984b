"""The command line `aws-patterns`: what the notebooks do, for terminals and pipelines. Not here: the words (`console`).

    aws-patterns list
    aws-patterns show secure_bucket
    aws-patterns render secure_bucket --set versioning=false --format json
    aws-patterns check template.yaml --fail-on high
    aws-patterns permissions template.yaml
    aws-patterns diagram secure_bucket -o bucket.svg
    aws-patterns compare secure_bucket secure_bucket --set-new versioning=false
    aws-patterns deploy template.yaml --parameter OwnerEmail=data@example.com
    aws-patterns progress
    aws-patterns serve --port 4566

A SOURCE is a recipe's name, whose parameters `--set name=value` chooses, or the path of a template: anything with a dot
or a slash in it, and the name of any file that is not a recipe's. `--parameter Name=value` gives deploy-time values.

`--install-completion` teaches a shell its commands, options and recipes; nothing is downloaded for it.

Exit codes: 0 fine; 1 what `--fail-on` names, or a refused deployment; 2 wrong usage, or a template that cannot be read,
with the reason on stderr and nothing on stdout. `--json` prints one value, its keys those of `console`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from patterns import catalogue, console
from patterns.analysis.dot import LayoutError
from patterns.analysis.usage import UsageError
from patterns.catalogue import UnknownRecipeError
from patterns.classroom import commands as classroom
from patterns.commands import asking, comparing
from patterns.commands.checking import check
from patterns.commands.options import (
    STANDARD_INPUT,
    AsJson,
    File,
    Settings,
    Source,
    Tags,
    Values,
    WrongUsage,
    is_path,
    pairs,
    parameters_of,
    printed,
    source_of,
    tags_of,
)  # fmt: skip
from patterns.commands.serving import serve
from patterns.commands.starting import new
from patterns.doctor.command import doctor
from patterns.house import settings
from patterns.house.settings import HouseError
from patterns.parameters import ParameterError
from patterns.progress import UnreadableProgress
from patterns.sandbox.core.errors import DeploymentRefused, SandboxError, StackFailed
from patterns.template.errors import ParameterError as DeployParameterError
from patterns.template.errors import TemplateError
from patterns.versions import UnknownRule

PROGRAM = "aws-patterns"


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"{PROGRAM} {version('aws-pattern-cookbook')}")
        raise typer.Exit


app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Form(StrEnum):
    """How a template is written."""

    YAML = "yaml"
    JSON = "json"


REFUSALS = (
    WrongUsage, UnknownRecipeError, ParameterError, TemplateError, LayoutError, SandboxError, UsageError,
    UnreadableProgress, UnknownRule, HouseError, classroom.TwoForms,
)  # fmt: skip
"""What a user can fix: one line on stderr, and exit code 2."""


@app.callback()
def program(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    recipes: Annotated[
        list[Path] | None,
        typer.Option("--recipes", metavar="FOLDER", help="A folder with recipes, checks and exercises of your own."),
    ] = None,
    house: Annotated[
        Path | None,
        typer.Option(
            "--house",
            metavar="FILE",
            help="Company defaults; otherwise the nearest aws-patterns.toml upward from here. docs/house.md says more.",
        ),
    ] = None,
) -> None:
    """AWS patterns to try and prove without an AWS account.

    Exit codes: 0 fine; 1 what `--fail-on` names, or a refused deployment; 2 wrong usage, or a template that cannot be
    read, with the reason on stderr and nothing on stdout.
    """
    if recipes or house:
        context.with_resource(settings.using(house, recipes or ()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; raises `SystemExit` with the exit code."""
    try:
        app(args=list(sys.argv[1:] if arguments is None else arguments), prog_name=PROGRAM)
    except REFUSALS as error:
        typer.echo(f"{PROGRAM}: {error}", err=True)
        sys.exit(2)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the recipes."""
    facts = console.recipe_facts(catalogue.recipe_files())
    printed(facts, console.recipe_lines(facts), as_json)


@app.command()
def show(source: Source, settings: Settings = None, as_json: AsJson = False) -> None:
    """Show the parameters of a recipe, or of a template: limits, defaults and what they cost or protect."""
    found = source_of(source, settings)
    facts = console.pattern_facts(found) if hasattr(found, "with_") else console.template_facts(found)
    printed(facts, console.fact_lines(facts), as_json)


@app.command()
def render(
    source: Source,
    settings: Settings = None,
    form: Annotated[Form, typer.Option("--format", help="The form to write the template in.")] = Form.YAML,
    as_json: AsJson = False,
) -> None:
    """Write the template to stdout; `--json` is `--format json`."""
    from patterns.template.source import load
    from patterns.template.text import to_json, to_yaml

    body = load(source_of(source, settings)).body
    typer.echo((to_json if as_json or form is Form.JSON else to_yaml)(body).rstrip("\n"))


app.command()(check)


@app.command()
def diagram(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    file: File = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE.svg", help="Write it here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw a template as SVG, to stdout or into a file."""
    from patterns.analysis.diagram import diagram as drawn
    from patterns.template.resolve import resolve

    picture = drawn(resolve(source_of(source, settings), parameters=parameters_of(values, file)))
    if output is not None:
        _write(output, picture.svg)
    facts = {"svg": picture.svg, "words": picture.words}
    printed(facts, [] if output else [picture.svg.rstrip("\n")], as_json)


@app.command()
def cost(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    file: File = None,
    use: Annotated[
        list[str] | None,
        typer.Option("--use", metavar="NAME=NUMBER", help="How much is used: storage_gb=50, or Bucket.storage_gb=5."),
    ] = None,
    region: Annotated[str, typer.Option(help="Whose prices.")] = "us-east-1",
    as_json: AsJson = False,
) -> None:
    """Estimate what a template costs in a month, line by line; what has no price is listed, never counted as zero."""
    from patterns.analysis.cost import cost as estimated

    given = parameters_of(values, file)
    found = estimated(source_of(source, settings), _usage(use), parameters=given, region=region)
    printed(console.estimate_facts(found), console.estimate_lines(found), as_json)


@app.command()
def deploy(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    file: File = None,
    name: Annotated[str | None, typer.Option(help="The stack's name; by default the source suggests one.")] = None,
    region: Annotated[str, typer.Option(help="The sandbox's region.")] = "us-east-1",
    capabilities: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CAPABILITY", help="Acknowledge that a template makes roles (CAPABILITY_IAM, CAPABILITY_NAMED_IAM)."
        ),
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Leave out what the sandbox cannot make, and what needs it.")
    ] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run the code that comes with the template: you have read it.")
    ] = False,
    tags: Tags = None,
    as_json: AsJson = False,
) -> None:
    """Deploy into a fresh sandbox, and print its events and how much of the template the services report.

    As with `aws cloudformation deploy`, a template that changes who may do what has to be acknowledged.
    """
    from patterns.sandbox.account import Sandbox
    from patterns.template.source import load

    document = load(source_of(source, settings))
    try:
        with Sandbox(region=region) as account:
            acknowledged = capabilities or (() if is_path(source) else None)
            given = parameters_of(values, file)
            unsupported: Literal["refuse", "leave_out"] = "leave_out" if leave_out else "refuse"
            stack = account.deploy(
                document, name=name, parameters=given, capabilities=acknowledged, unsupported=unsupported, trust=trust,
                tags=tags_of(tags),
            )  # fmt: skip
            facts = console.stack_facts(stack)
    except DeployParameterError:
        raise
    except (DeploymentRefused, StackFailed, TemplateError) as refusal:
        facts = console.refusal_facts(refusal)
    printed(facts, console.stack_lines(facts), as_json)
    if facts["reason"]:
        typer.echo(f"{PROGRAM}: {facts['reason']}", err=True)
        raise typer.Exit(1)


@app.command()
def export(
    source: Source,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder, or an empty one.")],
    settings: Settings = None,
    values: Values = None,
    file: File = None,
    as_json: AsJson = False,
) -> None:
    """Write a folder to walk away with: template, parameters, deploy command, bill, findings, and tests that pass."""
    from patterns.exporting.folder import ExportError
    from patterns.exporting.folder import export as exported

    given = Path(source) if is_path(source) and source != STANDARD_INPUT else source_of(source, settings)
    try:
        files = exported(given, folder, parameters=parameters_of(values, file))
    except ExportError as error:
        raise WrongUsage(str(error)) from None
    printed([str(file) for file in files], [str(folder / file) for file in files], as_json)


comparing.add_to(app)
asking.add_to(app)
classroom.add_to(app)
app.command()(new)
app.command()(doctor)
app.command()(serve)


def _usage(given: Sequence[str] | None) -> dict[str, Any]:
    """Quantities by name, and by logical id for those written `Bucket.storage_gb=5`; a wrong one is left as it is."""
    usage: dict[str, Any] = {}
    for name, text in pairs("--use", given).items():
        resource, dot, quantity = name.rpartition(".")
        place = usage.setdefault(resource, {}) if dot else usage
        try:
            place[quantity] = float(text)
        except ValueError:
            place[quantity] = text
    return usage


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUsage(f"{path} cannot be written: {error.strerror}") from None
