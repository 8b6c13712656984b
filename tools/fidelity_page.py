"""The page docs/fidelity.md, room by room and service by service: what each does as AWS does, and what it does not.

Everything on it is measured when it is written: each provider's examples are deployed and read back (`fidelity`), and
the code of every entry is run (`entries`). Not here: the README (`readme`).
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from patterns.sandbox import services
from patterns.sandbox.core.fidelity_entries import Behaviour, Limit
from patterns.sandbox.permissions import service
from patterns.template.schema import schema
from tools.entries import behaviours, limits, refusals, shown
from tools.fidelity import ROOT, Fidelity, fidelities, summary

PAGE = ROOT / "docs" / "fidelity.md"
PACKAGE = ROOT / "patterns"
DOCS = "https://docs.aws.amazon.com"
LAYERS = ("iam", "sandbox", "template")
"""The layers below the recipes, whose modules say themselves what they leave out."""

HEAD = """# What the sandbox shows, and what it does not

Written by `make readme`, which deploys every provider's examples, reads them back, and runs all code below; do not edit
it. A property counts as read back only where an example declares it and the services report it as declared. Objects are
opened one level, lists are not."""

REFUSED = """## What is refused

Every type is held to its schema (properties, types, choices, patterns, limits, what is required together or excludes
each other), and to cfn-lint's rules between properties that are named here, before anything is made. Its service
refuses more when it is asked, and names that are taken wherever AWS does. What AWS refuses besides is in the last
column, as far as AWS's reference states it.
"""

LEGEND = """## How to read this page

First what holds for the whole account, then service by service.

**What it does** when time passes or something happens: **faithful** is what the page of AWS describes, as far as
anything on this page says; **simplified** is that with the differences named here; **absent** is refused or stays
without effect.

**Where it is not AWS**: each line can be seen in the sandbox. After `stack = aws.deploy(SecureBucket())`, with `bucket`
its bucket's name and `s3 = aws.client("s3")`, the code gives what stands below it; so does that of what it does.

**Calls that IAM decides about**: roles and users are held to their policies in these calls, with the actions,
resources and condition keys that AWS's service authorization reference has for them. Any other call of
theirs is neither allowed nor denied: an error says that it is not evaluated.

**Left out** is what the modules of the sandbox say of themselves."""


def page() -> str:
    """The whole page, as Markdown."""
    parts = [HEAD, summary(), _counts(), _refusals(), LEGEND]
    for place in places():
        if sections := list(_sections(place)):
            parts += [f"## {title(place)}", *sections]
    return "\n\n".join(parts) + "\n"


@cache
def places() -> tuple[str, ...]:
    """The packages below `patterns` that the page tells of: layers and rooms with something to say, then services."""
    told = [f"sandbox.{name}" for name in behaviours()]
    every = sorted({*told, *left_out(PACKAGE), *(f"sandbox.services.{name}" for name in services.names())})
    return tuple(sorted(every, key=lambda place: (place.startswith("sandbox.services."), place)))


def title(place: str) -> str:
    """What a package is, in its own words: the beginning of its docstring."""
    said = import_module(f"patterns.{place}").__doc__ or place
    return re.split(r"[.:](?:\s|$)", said, maxsplit=1)[0]


def _sections(place: str) -> Iterator[str]:
    """The parts about one place that are not empty, each with a heading that names it."""
    name, key = place.rpartition(".")[2], place.removeprefix("sandbox.")
    parts = {
        "what it does": map(behaviour, behaviours().get(key, ())),
        "where it is not AWS": map(limit, limits().get(key, ())),
        "calls that IAM decides about": _asked(name) if place.startswith("sandbox.services.") else (),
        "resource types": map(_type, _types(name)) if place.startswith("sandbox.services.") else (),
        "left out": _left_out(place),
    }
    for heading, entries in parts.items():
        if text := "\n\n".join(entries):
            yield f"### {name}: {heading}"
            yield text


def behaviour(entry: Behaviour) -> str:
    """An entry of the page about what happens, run."""
    return f"- **{entry.level}**: {entry.happens} [AWS]({DOCS}{entry.page})\n\n{_run(entry)}"


def limit(entry: Limit) -> str:
    """An entry of the page about what differs, run."""
    return f"- {entry.differs}\n\n{_run(entry)}"


def _run(entry: Behaviour | Limit) -> str:
    code = "\n".join(f"  {line}".rstrip() for line in [*entry.lines, f"# {shown(entry)}"])
    return f"  ```python\n{code}\n  ```"


def _asked(folder: str) -> Iterator[str]:
    known = service(services.names()[folder].boto3)
    if known:
        calls = sorted({*known.table, *known.several})
        yield f"{len(calls)} calls: {', '.join(calls)}"


def _counts() -> str:
    rows = [
        f"| {found.type} | {found.writable} | {len(found.read_back)} | {len(found.kept)} | {len(found.absent)} |"
        for found in fidelities()
    ]
    head = "| type | properties | read back | kept without effect | not proven |\n|---|--:|--:|--:|--:|"
    return "\n".join([head, *rows])


def _refusals() -> str:
    """The table of what is refused, type by type: by its schema, and beyond it by its service."""
    rows = []
    for found in fidelities():
        said, rules = refusals()[found.type], schema(found.type).rules
        named = ", ".join(dict.fromkeys(rule.name for rule in rules)) or "-"
        rows.append(f"| {found.type} | {named} | {said.made} ([AWS]({DOCS}{said.page})) | {said.not_made} |")
    head = "| type | rules between properties | refused by its service | not refused here |\n|---|---|---|---|"
    return "\n".join([REFUSED, head, *rows])


def _types(folder: str) -> list[Fidelity]:
    name = services.names()[folder].cloudformation
    return [found for found in fidelities() if found.type.split("::")[1] == name]


def _type(found: Fidelity) -> str:
    kept = [f"- kept without effect: `{path}`. {effect}" for path, effect in found.kept.items()]
    lines = [f"- read back: {_code(found.read_back)}", *kept, f"- not proven: {_code(found.absent)}"]
    return "\n".join([f"#### {found.type}", "", *lines])


def _code(paths: Iterable[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths) or "none"


def _left_out(place: str) -> Iterator[str]:
    if said := left_out(PACKAGE).get(place):
        yield "\n".join(f"- {part}: {gap}" for part, gap in said)


@cache
def left_out(package: Path) -> dict[str, list[tuple[str, str]]]:
    """The sentence after "Not modelled" in each module's docstring, with what it is about, by the place it is in."""
    found = defaultdict(list)
    for layer in LAYERS:
        for path in sorted((package / layer).rglob("*.py")):
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            if gap := re.search(r"Not modelled(?: yet)?: (.*?\.)(?:\s|$)", said, re.DOTALL):
                place, part = _place(path.relative_to(package))
                found[place].append((part, " ".join(gap[1].split())))
    return dict(found)


def _place(path: Path) -> tuple[str, str]:
    """The layer, room or service of a module, and what it is about in words: ("sandbox.services.s3", "access logs")."""
    *folders, name = path.with_suffix("").parts
    depth = 3 if folders[:2] == ["sandbox", "services"] else 2 if folders[0] == "sandbox" else 1
    return ".".join(folders[:depth]), name.replace("_", " ")
