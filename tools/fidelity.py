"""The page docs/fidelity.md: what the sandbox shows of each resource type, and where the sandbox is not AWS.

Everything on it is measured when it is written: each provider's examples are deployed and read back, and the code of
each behaviour and limit is run. Not here: the README (`readme`), and the entries themselves (`behaviours`, `limits`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from patterns.sandbox import services
from patterns.sandbox.account import Sandbox
from patterns.sandbox.permissions import service
from patterns.sandbox.provider.base import Provider, provider
from patterns.template.schema import FOLDER, schema
from tools.behaviours import BEHAVIOURS, DOCS, Behaviour
from tools.limits import LIMITS, Limit, shown
from tools.schemas import SERVICES, types_extracted, types_with_provider
from tools.stage import on_stage

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "fidelity.md"


@dataclass(frozen=True)
class Fidelity:
    """How the properties a template can set on one type fare; paths are dotted, objects opened one level.

    `kept` maps the path of a property that reads back, but does nothing, to the sentence saying so.
    """

    type: str
    read_back: tuple[str, ...]
    kept: Mapping[str, str]
    absent: tuple[str, ...]

    @property
    def writable(self) -> int:
        """How many properties a template can set."""
        return len(self.read_back) + len(self.kept) + len(self.absent)


@cache
def fidelities() -> tuple[Fidelity, ...]:
    """The fidelity of every type with a provider, by type."""
    return tuple(fidelity(provider(name)) for name in types_with_provider(SERVICES, types_extracted(FOLDER)))


def fidelity(made_by: Provider) -> Fidelity:
    """The fidelity of one type, measured on its provider's examples: what no example declares counts as absent."""
    effects = {one.name: one.effect for one in made_by.properties if one.effect}
    writable = schema(made_by.type).writable_paths()
    proven = _proven(made_by, writable)
    return Fidelity(
        made_by.type,
        tuple(path for path in writable if path in proven and _top(path) not in effects),
        {path: effects[_top(path)] for path in writable if path in proven and _top(path) in effects},
        tuple(path for path in writable if path not in proven),
    )


def _proven(made_by: Provider, writable: Iterable[str]) -> set[str]:
    """The paths that some example declares and that read back as declared wherever one does."""
    declared: set[str] = set()
    lost: set[str] = set()
    for example in made_by.examples:
        unsimulated = _unsimulated(made_by.type, example)
        declared |= {path for path in writable if _declares(example, path)}
        lost |= {path for path in writable for found in unsimulated if _within(path, found)}
    return declared - lost


def _unsimulated(type_name: str, example: Mapping[str, Any]) -> tuple[str, ...]:
    with Sandbox() as account:
        [properties] = on_stage(account, example)
        stack = account.deploy(
            {"Resources": {"Example": {"Type": type_name, "Properties": properties}}}, name="example"
        )
        return stack["Example"].unsimulated


def _declares(example: Mapping[str, Any], path: str) -> bool:
    found: Any = example
    for step in path.split("."):
        if not isinstance(found, Mapping) or step not in found:
            return False
        found = found[step]
    return True


def _within(path: str, found: str) -> bool:
    """Whether what did not read back lies at a path, below it or above it."""
    steps, other = path.split("."), re.sub(r"\[\d+\]", "", found).split(".")
    return all(one == two for one, two in zip(steps, other, strict=False))


def _top(path: str) -> str:
    return path.partition(".")[0]


def summary() -> str:
    """The counts of all types together, in one sentence."""
    found = fidelities()
    writable = sum(one.writable for one in found)
    read_back, kept = sum(len(one.read_back) for one in found), sum(len(one.kept) for one in found)
    return (
        f"Of the {writable} properties that a template can set on the {len(found)} resource types the sandbox makes, "
        f"{read_back} read back from the services as declared, {kept} read back but do nothing, and "
        f"{writable - read_back - kept} are not proven by any example. "
        "Whatever does not read back when you deploy it is listed as unsimulated."
    )


def page() -> str:
    """The whole page, as Markdown."""
    parts = [HEAD, summary(), _counts(), BEHAVIOURS_HEAD, *_behaviours(), ASKED_HEAD, _asked(), LIMITS_HEAD, *_limits()]
    parts += [TYPES_HEAD, *map(_section, fidelities()), GAPS_HEAD, _gaps()]
    return "\n\n".join(parts) + "\n"


HEAD = """# What the sandbox shows, and what it does not

Written by `make readme`, which deploys every provider's examples, reads them back, and runs all code below; do not edit
it. A property counts as read back only where an example declares it and the services report it as declared. Objects are
opened one level, lists are not."""

BEHAVIOURS_HEAD = """## Background behaviour

What happens in the account when time passes or something happens. **Faithful** is as the AWS page describes, as far as
anything on this page says; **simplified** is that with the differences named below; **absent** is refused or has no
effect. The code gives what stands below it, in a sandbox as the next part describes."""

TYPES_HEAD = """## Type by type"""

ASKED_HEAD = """## Which calls IAM decides about

Roles and users are held to their policies in these calls, with the actions, resources and condition keys that AWS's
service authorization reference has for them. Any other call of theirs is neither allowed nor denied: an error says that
it is not evaluated."""

LIMITS_HEAD = """## Where the sandbox is not AWS

Each line can be seen in the sandbox: after `stack = aws.deploy(SecureBucket())`, with `bucket` its bucket's name and
`s3 = aws.client("s3")`, the code gives what stands below it."""

GAPS_HEAD = """## What a part of the sandbox leaves out

In the words of the modules themselves."""


def _counts() -> str:
    rows = [
        f"| {one.type} | {one.writable} | {len(one.read_back)} | {len(one.kept)} | {len(one.absent)} |"
        for one in fidelities()
    ]
    head = "| type | properties | read back | kept without effect | not proven |\n|---|--:|--:|--:|--:|"
    return "\n".join([head, *rows])


def _section(found: Fidelity) -> str:
    kept = [f"- kept without effect: `{path}`. {effect}" for path, effect in found.kept.items()]
    lines = [f"- read back: {_code(found.read_back)}", *kept, f"- not proven: {_code(found.absent)}"]
    return "\n".join([f"### {found.type}", "", *lines])


def _code(paths: Iterable[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths) or "none"


def _behaviours() -> Iterator[str]:
    for subject in dict.fromkeys(one.subject for one in BEHAVIOURS):
        yield f"### {subject}: what happens"
        yield "\n\n".join(behaviour(one) for one in BEHAVIOURS if one.subject == subject)


def behaviour(one: Behaviour) -> str:
    """An entry of the page, run."""
    return f"- **{one.level}**: {one.happens} [AWS]({DOCS}{one.page})\n\n{_run(one.lines, one.shown)}"


def _asked() -> str:
    """One line per service: its calls, in the order of the alphabet."""
    found = {name: service(name) for name in sorted(names.boto3 for names in services.names().values())}
    calls = {name: sorted({*known.table, *known.several}) for name, known in found.items() if known}
    return "\n".join(f"- **{name}** ({len(names)}): {', '.join(names)}" for name, names in calls.items())


def _limits() -> Iterator[str]:
    for subject in dict.fromkeys(one.subject for one in LIMITS):
        yield f"### {subject}"
        yield "\n\n".join(limit(one) for one in LIMITS if one.subject == subject)


def limit(one: Limit) -> str:
    """An entry of the page, run."""
    return f"- {one.differs}\n\n{_run(one.code.splitlines(), shown(one))}"


def _run(lines: list[str], given: str) -> str:
    code = "\n".join(f"  {line}".rstrip() for line in [*lines, f"# {given}"])
    return f"  ```python\n{code}\n  ```"


def _gaps() -> str:
    return "\n".join(f"- `{module}`: {gap}" for module, gap in gaps(ROOT / "patterns"))


def gaps(package: Path) -> list[tuple[str, str]]:
    """The sentence after "Not modelled" in each module docstring of the layers below the recipes, by module."""
    found = []
    for folder in ("iam", "sandbox", "template"):
        for path in sorted((package / folder).rglob("*.py")):
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            if gap := re.search(r"Not modelled(?: yet)?: (.*?\.)(?:\s|$)", said, re.DOTALL):
                found.append((".".join(path.relative_to(package.parent).with_suffix("").parts), _line(gap[1])))
    return found


def _line(text: str) -> str:
    return " ".join(text.split())
