"""The entries of every `fidelity.py` of the sandbox, found, and run as the page and the tests need it.

Not here: what an entry is (`patterns.sandbox.core.fidelity_entries`), and the page made of them (`fidelity_page`).
"""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from patterns import sandbox
from patterns.sandbox import services
from patterns.sandbox.core.fidelity_entries import Behaviour, Limit, Refused

FIDELITY = "fidelity"


@cache
def behaviours() -> dict[str, tuple[Behaviour, ...]]:
    """What each folder says it does, by the folder's name below the sandbox: `services.sqs`, `authorisation`."""
    return {folder: getattr(_fidelity(folder), "BEHAVIOURS", ()) for folder in folders()}


@cache
def limits() -> dict[str, tuple[Limit, ...]]:
    """What each folder says it does not do as AWS does, by the folder's name below the sandbox."""
    return {folder: getattr(_fidelity(folder), "LIMITS", ()) for folder in folders()}


@cache
def refusals() -> dict[str, Refused]:
    """Which of AWS's refusals each type meets, by the type's name, as its service says."""
    return {name: said for folder in folders() for name, said in getattr(_fidelity(folder), "REFUSALS", {}).items()}


@cache
def folders() -> tuple[str, ...]:
    """The rooms and services with entries: the rooms first, in the order of the alphabet, then the services."""
    rooms = sorted(info.name for info in pkgutil.iter_modules(sandbox.__path__) if info.ispkg)
    places = [*rooms, *(f"services.{name}" for name in services.names())]
    return tuple(place for place in places if find_spec(f"{sandbox.__name__}.{place}.{FIDELITY}"))


def _fidelity(folder: str) -> Any:
    return import_module(f"{sandbox.__name__}.{folder}.{FIDELITY}")


def untold(folder: str, modules: Iterable[str], told_by: Iterable[Behaviour]) -> list[str]:
    """A line for each module by which a service acts and that no entry of its own tells of, and for each misnamed."""
    told = {module for entry in told_by for module in entry.modules}
    there = set(modules)
    return [
        *(f"services/{folder}/fidelity.py tells nothing of behaviours/{name}.py" for name in sorted(there - told)),
        *(f"services/{folder}/fidelity.py tells of behaviours/{name}.py, not there" for name in sorted(told - there)),
    ]


def behaviour_modules(folder: str) -> list[str]:
    """The names of the modules by which a service acts of itself."""
    return [module.__name__.rpartition(".")[2] for module in services.parts(folder, "behaviours")]


def services_without(part: str, below: Path) -> Iterator[str]:
    """The services in a folder that make resources, but have no module or package of this name."""
    for resources in sorted(below.glob("*/resources")):
        if not any((resources.parent / name).exists() for name in (f"{part}.py", part)):
            yield resources.parent.name


def unasked(below: Path) -> Iterator[str]:
    """A line for each service that makes resources, asks IAM about none of its calls, and does not say so."""
    for folder in services_without("permissions", below):
        says = (below / folder / f"{FIDELITY}.py").read_text(encoding="utf-8")
        if "NO_PERMISSIONS = Limit(" not in says or "    NO_PERMISSIONS,\n" not in says:
            yield f"services/{folder} has no permissions.py, and its fidelity.py has no NO_PERMISSIONS among its LIMITS"


@cache
def shown(entry: Behaviour | Limit) -> str:
    """What the last expression of an entry's code gives, as a notebook would show it, in a fresh sandbox."""
    from patterns import Sandbox, SecureBucket
    from patterns.explore.tables import attempt
    from tools import fleet
    from tools.code import call, log_lines, make_function

    with Sandbox() as aws:
        stack = aws.deploy(SecureBucket())
        names = {"aws": aws, "stack": stack, "bucket": stack.outputs["BucketName"], "s3": aws.client("s3")}
        names |= {"attempt": attempt, "SecureBucket": SecureBucket}
        names |= {"make_function": make_function, "call": call, "log_lines": log_lines, "fleet": fleet}
        return repr(value_of("\n".join(entry.lines), names))


def value_of(code: str, names: dict[str, Any]) -> Any:
    """The value of the last expression of `code`, which runs with `names`."""
    *statements, last = ast.parse(code).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(statements, []), "<entry>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<entry>", "eval"), names)
