"""What the sandbox shows of each resource type: every provider's examples, deployed and read back. Not the page of it.

That is `fidelity_page`, and what a service does and does not beside its resources is said in its own `fidelity.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from patterns.sandbox.account import Sandbox
from patterns.sandbox.provider.base import Provider
from patterns.sandbox.provider.finding import provider
from patterns.template.schema import FOLDER, schema
from tools.clearing import release
from tools.schemas import SERVICES, types_extracted, types_with_provider
from tools.stage import on_stage

ROOT = Path(__file__).resolve().parents[1]


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


def types_measured() -> list[str]:
    """Every type with a provider, in order."""
    return types_with_provider(SERVICES, types_extracted(FOLDER))


@cache
def fidelities() -> tuple[Fidelity, ...]:
    """The fidelity of every type with a provider, by type."""
    return tuple(fidelity_of(name) for name in types_measured())


@cache
def fidelity_of(type_name: str) -> Fidelity:
    """The fidelity of one type, measured once in a process."""
    return fidelity(provider(type_name))


def fidelity(made_by: Provider) -> Fidelity:
    """The fidelity of one type, measured on its provider's examples: what no example declares counts as absent."""
    effects = {prop.name: prop.effect for prop in made_by.properties if prop.effect}
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
    for example, unsimulated in zip(made_by.examples, _unsimulated(made_by), strict=True):
        declared |= {path for path in writable if _declares(example, path)}
        lost |= {path for path in writable for found in unsimulated if _within(path, found)}
    return declared - lost


def _unsimulated(made_by: Provider) -> Iterator[tuple[str, ...]]:
    """The paths that do not read back, of each example in turn: one stage for all of them, a stack for each."""
    with Sandbox() as account:
        for properties in on_stage(account, *made_by.examples):
            body = {"Resources": {"Example": {"Type": made_by.type, "Properties": properties}}}
            stack = account.deploy(body, name="example")
            yield stack["Example"].unsimulated
            release(account, stack)
            stack.delete()


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
