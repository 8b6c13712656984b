"""The command line `aws-patterns`: what the notebooks do, for terminals and pipelines. Not here: the words (`console`).

    aws-patterns list
    aws-patterns show secure_bucket
    aws-patterns render secure_bucket --set versioning=false --format json
    aws-patterns check template.yaml --fail-on high
    aws-patterns diagram secure_bucket -o bucket.svg
    aws-patterns compare secure_bucket secure_bucket --set-new versioning=false
    aws-patterns deploy template.yaml --parameter OwnerEmail=data@example.com
    aws-patterns progress
    aws-patterns serve --port 4566

A SOURCE is a recipe's name, whose parameters `--set name=value` chooses, or the path of a template: anything with a dot
or a slash in it, and the name of any file that is not a recipe's. `--parameter Name=value` gives deploy-time values.

Exit codes: 0 fine; 1 findings at or over `--fail-on`, or a refused deployment; 2 wrong usage, or a template that cannot
be read, with the reason on stderr and nothing on stdout. `--json` prints one value, its keys those of `console`.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from patterns import catalogue, console
from patterns.analysis.dot import LayoutError
from patterns.analysis.usage import UsageError
from patterns.catalogue import UnknownRecipeError
from patterns.classroom import commands as classroom
from patterns.doctor.command import doctor
from patterns.parameters import ParameterError, Rejected
from patterns.progress import UnreadableProgress
from patterns.sandbox.core.errors import DeploymentRefused, SandboxError, StackFailed
from patterns.serving import serve
from patterns.template.errors import ParameterError as DeployParameterError
from patterns.template.errors import TemplateError

if TYPE_CHECKING:
    from patterns.pattern import Pattern

PROGRAM = "aws-patterns"

app = typer.Typer(
    help="AWS patterns to try and prove without an AWS account.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Form(StrEnum):
    """How a template is written."""

    YAML = "yaml"
    JSON = "json"


class Level(StrEnum):
    """The severities of findings, by name: `patterns.findings` is loaded only where it is used."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class WrongUsage(ValueError):
    """The command line itself is wrong; the message says what to write instead."""


REFUSALS = (
    WrongUsage, UnknownRecipeError, ParameterError, TemplateError, LayoutError, SandboxError, UsageError,
    UnreadableProgress, classroom.TwoForms,
)  # fmt: skip
"""What a user can fix: one line on stderr, and exit code 2."""

Source = Annotated[str, typer.Argument(metavar="SOURCE", help="A recipe's name, or the path of a template.")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Choose a recipe's parameter.")]
Values = Annotated[
    list[str] | None, typer.Option("--parameter", metavar="NAME=VALUE", help="Give a deploy-time parameter its value.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


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
    facts = console.recipe_facts(catalogue.recipe_names())
    _print(facts, console.recipe_lines(facts), as_json)


@app.command()
def show(source: Source, settings: Settings = None, as_json: AsJson = False) -> None:
    """Show the parameters of a recipe, or of a template: limits, defaults and what they cost or protect."""
    found = _source(source, settings)
    facts = console.pattern_facts(found) if hasattr(found, "with_") else console.template_facts(found)
    _print(facts, console.fact_lines(facts), as_json)


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

    body = load(_source(source, settings)).body
    typer.echo((to_json if as_json or form is Form.JSON else to_yaml)(body).rstrip("\n"))


@app.command()
def check(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    fail_on: Annotated[Level | None, typer.Option(help="Exit with 1 on a finding at least this severe.")] = None,
    lint: Annotated[bool, typer.Option("--lint/--no-lint", help="Run cfn-lint as well.")] = True,
    as_json: AsJson = False,
) -> None:
    """List what is wrong with a template. Exits with 1 only with `--fail-on`, and never for accepted findings."""
    from patterns import review
    from patterns.findings import Severity

    found = review.check(_source(source, settings), parameters=_pairs("--parameter", values), lint=lint)
    _print([console.finding_facts(one) for one in found], console.finding_lines(found), as_json)
    if fail_on is not None and review.at_least(found, Severity[fail_on.name]):
        raise typer.Exit(1)


@app.command()
def diagram(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE.svg", help="Write it here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw a template as SVG, to stdout or into a file."""
    from patterns.analysis.diagram import diagram as drawn
    from patterns.template.resolve import resolve

    picture = drawn(resolve(_source(source, settings), parameters=_pairs("--parameter", values)))
    if output is not None:
        _write(output, picture.svg)
    facts = {"svg": picture.svg, "words": picture.words}
    _print(facts, [] if output else [picture.svg.rstrip("\n")], as_json)


@app.command()
def cost(
    source: Source,
    settings: Settings = None,
    values: Values = None,
    use: Annotated[
        list[str] | None,
        typer.Option("--use", metavar="NAME=NUMBER", help="How much is used: storage_gb=50, or Bucket.storage_gb=5."),
    ] = None,
    region: Annotated[str, typer.Option(help="Whose prices.")] = "us-east-1",
    as_json: AsJson = False,
) -> None:
    """Estimate what a template costs in a month, line by line; what has no price is listed, never counted as zero."""
    from patterns.analysis.cost import cost as estimated

    given = _pairs("--parameter", values)
    found = estimated(_source(source, settings), _usage(use), parameters=given, region=region)
    _print(console.estimate_facts(found), console.estimate_lines(found), as_json)


@app.command()
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="What is deployed: a recipe's name or a path.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What would be deployed.")],
    settings: Settings = None,
    old_settings: Annotated[
        list[str] | None, typer.Option("--set-old", metavar="NAME=VALUE", help="Like --set, for OLD only.")
    ] = None,
    new_settings: Annotated[
        list[str] | None, typer.Option("--set-new", metavar="NAME=VALUE", help="Like --set, for NEW only.")
    ] = None,
    values: Values = None,
    as_json: AsJson = False,
) -> None:
    """List what an update from OLD to NEW does to each resource; `--set` applies to both where they are recipes."""
    from patterns.comparison import difference

    if settings and _is_path(old) and _is_path(new):
        raise WrongUsage(
            f"--set {settings[0]}: neither {old} nor {new} is a recipe: give a template's parameters with --parameter"
        )
    before, after = (
        _source(name, [*(() if _is_path(name) else settings or ()), *(own or ())])
        for name, own in ((old, old_settings), (new, new_settings))
    )
    changes = difference.compare(before, after, parameters=_pairs("--parameter", values))
    _print([console.change_facts(change) for change in changes], console.change_lines(changes), as_json)


@app.command()
def deploy(
    source: Source,
    settings: Settings = None,
    values: Values = None,
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
    as_json: AsJson = False,
) -> None:
    """Deploy into a fresh sandbox, and print its events and how much of the template the services report.

    As with `aws cloudformation deploy`, a template that changes who may do what has to be acknowledged.
    """
    from patterns.sandbox.account import Sandbox
    from patterns.template.source import load

    document = load(_source(source, settings))
    try:
        with Sandbox(region=region) as account:
            acknowledged = capabilities or (() if _is_path(source) else None)
            given = _pairs("--parameter", values)
            unsupported: Literal["refuse", "leave_out"] = "leave_out" if leave_out else "refuse"
            stack = account.deploy(
                document, name=name, parameters=given, capabilities=acknowledged, unsupported=unsupported, trust=trust
            )
            facts = console.stack_facts(stack)
    except DeployParameterError:
        raise
    except (DeploymentRefused, StackFailed, TemplateError) as refusal:
        facts = console.refusal_facts(refusal)
    _print(facts, console.stack_lines(facts), as_json)
    if facts["reason"]:
        typer.echo(f"{PROGRAM}: {facts['reason']}", err=True)
        raise typer.Exit(1)


classroom.add_to(app)
app.command()(doctor)
app.command()(serve)


def _source(name: str, settings: Sequence[str] | None) -> Any:
    """The pattern or the template that a SOURCE and its `--set` stand for."""
    if not _is_path(name):
        return _pattern(catalogue.recipe(name), _pairs("--set", settings))
    if settings:
        raise WrongUsage(f"--set {settings[0]}: {name} is a template, not a recipe: use --parameter")
    from patterns.template.source import load

    return load(Path(name))


def _is_path(name: str) -> bool:
    if any(mark in name for mark in "./\\"):
        return True
    try:
        catalogue.recipe(name)
    except UnknownRecipeError:
        return Path(name).exists()
    return False


def _pattern(recipe: type[Pattern], settings: dict[str, str]) -> Pattern:
    kinds = recipe.parameters()
    values: dict[str, Any] = {}
    for name, text in settings.items():
        if name not in kinds:
            near = difflib.get_close_matches(name, kinds, n=1)
            advice = f"did you mean {near[0]}?" if near else f"its parameters are {', '.join(kinds)}"
            raise WrongUsage(f"--set {name}: {recipe.recipe_name()} has no such parameter: {advice}")
        try:
            values[name] = kinds[name].parsed(text)
        except Rejected as refusal:
            raise ParameterError(name, text, str(refusal)) from None
    return recipe(**values)


def _pairs(option: str, given: Sequence[str] | None) -> dict[str, str]:
    pairs = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise WrongUsage(f"{option} {text}: write {option} NAME=VALUE")
        pairs[name] = value
    return pairs


def _usage(given: Sequence[str] | None) -> dict[str, Any]:
    """Quantities by name, and by logical id for those written `Bucket.storage_gb=5`; a wrong one is left as it is."""
    found: dict[str, Any] = {}
    for name, text in _pairs("--use", given).items():
        resource, dot, quantity = name.rpartition(".")
        place = found.setdefault(resource, {}) if dot else found
        try:
            place[quantity] = float(text)
        except ValueError:
            place[quantity] = text
    return found


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUsage(f"{path} cannot be written: {error.strerror}") from None


def _print(facts: Any, lines: Sequence[str], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, indent=2, default=str, ensure_ascii=False))
    elif lines:
        typer.echo("\n".join(lines))
