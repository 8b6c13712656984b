"""What several commands take: a source, parameters by hand or from a file, and the form of what they print."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from patterns import catalogue, files
from patterns.catalogue import UnknownRecipeError
from patterns.house.settings import HouseError
from patterns.parameters import ParameterError, Rejected

if TYPE_CHECKING:
    from patterns.pattern import Pattern

STANDARD_INPUT = "-"

MOST_BYTES = 1_048_576
"""Of a file of parameters."""


def _completed(begun: str) -> list[str]:
    """The recipes that a shell offers; where none fits, it goes on with files."""
    try:
        return [name for name in catalogue.recipe_names() if name.startswith(begun)]
    except HouseError:  # the command itself will say so; between two keys is no place for it
        return []


Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE", help="A recipe's name, the path of a template, or - for stdin.", autocompletion=_completed
    ),
]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...", help="Recipes' names, paths of templates, or - for stdin.", autocompletion=_completed
    ),
]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Choose a recipe's parameter.")]
Values = Annotated[
    list[str] | None, typer.Option("--parameter", metavar="NAME=VALUE", help="Give a deploy-time parameter its value.")
]
File = Annotated[
    Path | None,
    typer.Option("--parameters-file", metavar="FILE", help="Deploy-time parameters, as the AWS CLI reads them."),
]
Tags = Annotated[
    list[str] | None,
    typer.Option("--tags", metavar="KEY=VALUE", help="A tag of the whole stack, which its resources get as well."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


class WrongUsage(ValueError):
    """The command line itself is wrong; the message says what to write instead."""


def source_of(name: str, settings: Sequence[str] | None) -> Any:
    """The pattern or the template that a SOURCE and its `--set` stand for."""
    if not is_path(name):
        return _pattern(catalogue.recipe(name), pairs("--set", settings))
    if settings:
        raise WrongUsage(f"--set {settings[0]}: {name} is a template, not a recipe: use --parameter")
    from patterns.template.source import load

    return load(_standard_input() if name == STANDARD_INPUT else Path(name))


def _standard_input() -> str:
    """What stands on stdin, read once; a line of it is a template too, and no path."""
    try:
        return f"{sys.stdin.read()}\n"
    except ValueError as error:
        raise WrongUsage(f"what stands on stdin is no text: {error}") from None


def is_path(name: str) -> bool:
    """Whether a SOURCE is the path of a template, not the name of a recipe."""
    if name == STANDARD_INPUT or any(mark in name for mark in "./\\"):
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


def pairs(option: str, given: Sequence[str] | None) -> dict[str, str]:
    """The names and values of `NAME=VALUE` texts."""
    pairs = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise WrongUsage(f"{option} {text}: write {option} NAME=VALUE")
        pairs[name] = value
    return pairs


def parameters_of(values: Sequence[str] | None, file: Path | None, option: str = "--parameter") -> dict[str, Any]:
    """The deploy-time parameters of a file, before which those of the command line go."""
    return {**(_read(file) if file else {}), **pairs(option, values)}


def tags_of(given: Sequence[str] | None) -> dict[str, str] | None:
    """The tags of a stack, None where there are none to give."""
    return None if given is None else pairs("--tags", given)


def _read(file: Path) -> dict[str, Any]:
    """Any form that the AWS CLI, SAM or CodePipeline reads, and `export` writes.

    https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/index.html
    """
    try:
        said = json.loads(files.text(file, MOST_BYTES))
    except OSError as error:
        raise WrongUsage(f"--parameters-file {file} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise WrongUsage(f"--parameters-file {file} is no JSON: {error}") from None
    if isinstance(said, Mapping):
        inner = said.get("Parameters", said)
        if isinstance(inner, Mapping) and all(isinstance(value, str | int | float) for value in inner.values()):
            return dict(inner)
    elif isinstance(said, list) and all(isinstance(each, str) for each in said):
        return dict(pairs(f"--parameters-file {file}:", said))
    elif isinstance(said, list) and all(isinstance(each, Mapping) and "ParameterKey" in each for each in said):
        return {each["ParameterKey"]: each.get("ParameterValue", "") for each in said}
    raise WrongUsage(
        f"--parameters-file {file}: write "
        '[{"ParameterKey": "Name", "ParameterValue": "value"}], ["Name=value"] or {"Parameters": {"Name": "value"}}'
    )


def printed(facts: Any, lines: Sequence[str], as_json: bool) -> None:
    """Print one value for machines, or lines for people."""
    if as_json:
        typer.echo(json.dumps(facts, indent=2, default=str, ensure_ascii=False))
    elif lines:
        typer.echo("\n".join(lines))
