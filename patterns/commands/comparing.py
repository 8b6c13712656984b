"""`aws-patterns compare`: what a reviewer asks of an update, for a terminal, a pull request or a pipeline.

aws-patterns compare old.yaml new.yaml --markdown
aws-patterns compare secure_bucket secure_bucket --set-new versioning=false --fail-on new-finding
aws-patterns compare app.yaml app.yaml --parameter-old Stage=dev --parameter-new Stage=prod --fail-on "cost>10%"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from patterns import console
from patterns.commands.options import (
    AsJson,
    File,
    Settings,
    Values,
    WrongUsage,
    is_path,
    parameters_of,
    printed,
    source_of,
)  # fmt: skip

if TYPE_CHECKING:
    from patterns.versions import Update

REPLACED = {"always": "replaced", "conditional": "perhaps replaced", "never": "in place"}


def add_to(app: typer.Typer) -> None:
    """Add the command to a command line."""
    app.command()(compare)


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
    file: File = None,
    old_values: Annotated[
        list[str] | None, typer.Option("--parameter-old", metavar="NAME=VALUE", help="Like --parameter, for OLD only.")
    ] = None,
    new_values: Annotated[
        list[str] | None, typer.Option("--parameter-new", metavar="NAME=VALUE", help="Like --parameter, for NEW only.")
    ] = None,
    region: Annotated[str, typer.Option(help="Whose prices and names.")] = "us-east-1",
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE", help="Exit with 1 on: replacement, removal, new-finding, new-permission, cost>10%."
        ),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print a comment for a pull request.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what an update from OLD to NEW does to resources, bill, findings and permissions.

    `--set` and `--parameter` apply to both where they have such a parameter.
    """
    from patterns.versions import Update, version

    if settings and is_path(old) and is_path(new):
        raise WrongUsage(
            f"--set {settings[0]}: neither {old} nor {new} is a recipe: give a template's parameters with --parameter"
        )
    if markdown and as_json:
        raise WrongUsage("--markdown and --json: give one of them")
    before, after = (
        source_of(name, [*(() if is_path(name) else settings or ()), *(own or ())])
        for name, own in ((old, old_settings), (new, new_settings))
    )
    shared = parameters_of(values, file)
    sides = []
    for source, own, option in ((before, old_values, "--parameter-old"), (after, new_values, "--parameter-new")):
        sides.append((source, {**_declared(source, shared, (before, after)), **parameters_of(own, None, option)}))
    update = Update(*(version(source, parameters=given, region=region) for source, given in sides))
    broken = [(rule, what) for rule in fail_on or () for what in update.broken(rule)]
    printed(_facts(update, broken), list(_markdown(update, broken) if markdown else _lines(update)), as_json)
    for rule, what in broken:
        typer.echo(f"aws-patterns: {rule}: {what}", err=True)
    if broken:
        raise typer.Exit(1)


def _declared(source: Any, shared: dict[str, Any], both: Sequence[Any]) -> dict[str, Any]:
    """Of what is given for both sides, what this one declares; a name that neither declares stays, to be refused."""
    from patterns.template.source import load

    declared = [set(load(each).body.get("Parameters", {})) for each in both]
    own = set(load(source).body.get("Parameters", {}))
    return {name: value for name, value in shared.items() if name in own or not any(name in one for one in declared)}


def _facts(update: Update, broken: Sequence[tuple[str, str]]) -> console.Facts:
    """`changes`, `monthly_usd` before and after, findings and permissions that come and go, and the rules broken."""
    return {
        "changes": [console.change_facts(change) for change in update.changes],
        "monthly_usd": {"old": update.old.estimate.monthly_usd, "new": update.new.estimate.monthly_usd},
        "findings": {
            "new": [console.finding_facts(new_finding) for new_finding in update.new_findings],
            "gone": [console.finding_facts(gone_finding) for gone_finding in update.gone_findings],
        },
        "permissions": {"new": update.new_permissions, "gone": update.lost_permissions},
        "broken": [{"rule": rule, "what": what} for rule, what in broken],
    }


def _lines(update: Update) -> Iterator[str]:
    if update.changes or update.is_nothing:
        yield from console.change_lines(update.changes)
    if update.bill:
        yield f"cost: {_cost(update)}"
    yield from (
        f"finding + {new_finding.id} {new_finding.resource}: {new_finding.title}" for new_finding in update.new_findings
    )
    yield from (
        f"finding - {gone_finding.id} {gone_finding.resource}: {gone_finding.title}"
        for gone_finding in update.gone_findings
    )
    yield from (f"permission + {new_permission}" for new_permission in update.new_permissions)
    yield from (f"permission - {lost_permission}" for lost_permission in update.lost_permissions)


def _cost(update: Update) -> str:
    old, new = update.old.estimate.monthly_usd, update.new.estimate.monthly_usd
    percent = f", {update.dearer_usd / old:+.0%}" if old else ""
    return f"${old:,.2f} -> ${new:,.2f} a month ({update.dearer_usd:+,.2f}{percent})"


def _markdown(update: Update, broken: Sequence[tuple[str, str]]) -> Iterator[str]:
    if update.is_nothing:
        yield "**Nothing changes.**"
        return
    yield from (f"> ❌ `{rule}`: {_escaped(what)}" for rule, what in broken)
    yield from ("", *_change_table(update)) if update.changes else ("",)
    if update.bill:
        yield from ("", f"**Cost**: {_cost(update)}".replace("->", "→"))
    for title, found in (("New findings", update.new_findings), ("Findings that are gone", update.gone_findings)):
        if found:
            yield from ("", f"**{title}**", "")
            yield from (f"- {one.severity} {one.id} `{one.resource}`: {_escaped(one.title)}" for one in found)
    for title, said in (
        ("New permissions", update.new_permissions), ("Permissions that are gone", update.lost_permissions)
    ):  # fmt: skip
        if said:
            yield from ("", f"**{title}**", "")
            yield from (f"- `{one.replace('`', '')}`" for one in said)


def _change_table(update: Update) -> Iterator[str]:
    yield from ("| | Resource | Type | How | What it means |", "|---|---|---|---|---|")
    for change in update.changes:
        how, lost = REPLACED.get(change.replacement or "", ""), _escaped(change.consequence or "")
        yield f"| {change.action} | `{change.logical_id}` | {change.type} | {how} | {lost} |"


def _escaped(text: str) -> str:
    """Text from a template within Markdown: no table, tag or link of its own."""
    return "".join(f"\\{mark}" if mark in "|<>[]`*_" else mark for mark in text).replace("\n", " ")
