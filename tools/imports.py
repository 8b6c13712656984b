"""What a module imports, read from its text. Not who may import whom: `rooms` and `tests/test_imports.py` hold that."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache


@cache
def imported(source: str, *, package: str) -> tuple[tuple[str, bool], ...]:
    """The dotted name of everything a module of `package` imports, `from a import b` as `a.b`, and whether for types.

    Imports inside functions count, and so does `importlib.import_module` with a name in it.
    """
    tree = ast.parse(source)
    nodes = list(_statements(tree.body))
    if "import_module" in source or "__import__" in source:
        nodes += [(node, False) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return tuple((name, for_types) for node, for_types in nodes for name in _names(node, package.split(".")))


def _statements(body: Iterable[ast.AST], for_types: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Every statement, those within others too, and whether only a type checker reads it."""
    for node in body:
        yield node, for_types
        inner = for_types or _is_type_checking(node)
        for field in ("body", "orelse", "handlers", "finalbody", "cases"):
            block = getattr(node, field, ())
            if isinstance(block, list):
                yield from _statements(block, inner if field == "body" else for_types)


def _names(node: ast.AST, package: list[str]) -> Iterator[str]:
    match node:
        case ast.Import():
            yield from (alias.name for alias in node.names)
        case ast.ImportFrom():
            parents = package[: len(package) + 1 - node.level] if node.level else []
            base = ".".join([*parents, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)
        case ast.Call(
            func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield name


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
