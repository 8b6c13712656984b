"""Who may import whom: the table of the architecture, held against the imports of every module and notebook.

Imports inside functions count, and so does `importlib.import_module` with a name in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.imports import imported

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Row:
    """What one folder or module may import from the project, and what of the world it never imports."""

    may: frozenset[str]
    never: frozenset[str] = frozenset()


def row(may: str = "", never: str = "") -> Row:
    return Row(frozenset(may.split()), frozenset(never.split()))


EVERYTHING = "*"
PUBLIC = "__init__"
WIDGETS = "ipywidgets anywidget IPython"
SDK = "boto3 botocore"
UNITS = {
    "ranges": row(never=f"{SDK} moto troposphere {WIDGETS}"),
    "files": row(never=f"{SDK} moto troposphere {WIDGETS}"),
    "expressions": row(never=f"{SDK} moto troposphere {WIDGETS}"),
    "schedules": row(never=f"{SDK} moto troposphere {WIDGETS}"),
    "template": row("expressions files", never=f"{SDK} moto troposphere {WIDGETS}"),
    "iam": row("expressions ranges", never=f"{SDK} moto troposphere {WIDGETS}"),
    "network": row("template ranges", never=f"{SDK} moto troposphere {WIDGETS}"),
    "knowledge": row("template", never=f"{SDK} moto troposphere {WIDGETS}"),
    "refusals": row("template iam schedules", never=f"{SDK} moto troposphere {WIDGETS}"),
    "functions": row(never=f"moto troposphere {WIDGETS}"),
    "findings": row("template", never=f"{SDK} moto troposphere {WIDGETS}"),
    "parameters": row("template", never=f"{SDK} moto {WIDGETS}"),
    "pattern": row("template parameters scope", never=f"{SDK} moto {WIDGETS}"),
    "scope": row("template parameters pattern", never=f"{SDK} moto {WIDGETS}"),
    "recipes": row("parameters pattern scope", never=f"{SDK} moto {WIDGETS}"),
    "comparison": row("template knowledge", never=f"{SDK} moto troposphere {WIDGETS}"),
    "checks": row("template iam findings knowledge network ranges", never=f"troposphere {SDK} moto {WIDGETS}"),
    "analysis": row(
        "expressions template iam findings knowledge network refusals", never=f"troposphere {SDK} moto {WIDGETS}"
    ),
    "sandbox": row("expressions template comparison iam knowledge network refusals schedules", never=WIDGETS),
    "exercises": row("question trial sandbox template analysis network iam findings", never=f"moto {WIDGETS}"),
    "catalogue": row("recipes checks exercises question instructor pattern findings", never=f"moto {WIDGETS}"),
    "review": row("catalogue findings analysis template parameters pattern", never=f"moto {WIDGETS}"),
    "question": row("trial progress parameters sandbox template", never=f"moto {WIDGETS}"),
    "trial": row("review findings pattern sandbox template", never=f"moto {WIDGETS}"),
    "progress": row("files", never=f"{SDK} moto troposphere {WIDGETS}"),
    "classroom": row("catalogue progress", never=f"{SDK} moto troposphere {WIDGETS}"),
    "doctor": row("progress sandbox", never=f"{SDK} moto troposphere {WIDGETS}"),
    "instructor": row("question trial", never=f"{SDK} moto troposphere {WIDGETS}"),
    "takeaway": row("template", never=f"{SDK} moto {WIDGETS}"),
    "exporting": row("analysis findings review sandbox takeaway template", never=f"{SDK} moto {WIDGETS}"),
    "versions": row("analysis comparison findings review template", never=f"{SDK} moto troposphere {WIDGETS}"),
    "commands": row(EVERYTHING, never=f"moto {WIDGETS}"),
    "pytest_plugin": row("sandbox", never=f"moto {WIDGETS}"),
    "explore": row(EVERYTHING, never="moto"),
    "console": row("analysis comparison findings pattern sandbox template", never=f"{SDK} moto {WIDGETS}"),
    "cli": row(EVERYTHING, never=f"moto {WIDGETS}"),
    "__init__": row(EVERYTHING, never=f"moto {WIDGETS}"),
    "__main__": row(EVERYTHING, never=f"moto {WIDGETS}"),
}
# A notebook reads as its reader would write: the public names, and boto3's exceptions where the call is the lesson.
NOTEBOOKS = row(f"{PUBLIC} iam explore", never=f"moto troposphere ipywidgets anywidget {SDK}")
EXCEPTIONS = ("boto3.exceptions", "botocore.exceptions")


def unit_of(name: str, *, units: Iterable[str]) -> str | None:
    """Return the unit of `patterns` a dotted name lies in, `__init__` for a public name, None for the world's."""
    first, _, rest = name.partition(".")
    if first != "patterns":
        return None
    unit = rest.partition(".")[0]
    return unit if unit in units else PUBLIC


def broken(row: Row, names: Iterable[str], *, own: str | None) -> Iterator[str]:
    """Yield each imported name the row does not allow."""
    for name in names:
        unit = unit_of(name, units=UNITS)
        if unit is None:
            if name.partition(".")[0] in row.never and not name.startswith(EXCEPTIONS):
                yield name
        elif unit != own and unit not in row.may and EVERYTHING not in row.may:
            yield name


def units_in(patterns: Path) -> set[str]:
    modules = {path.stem for path in patterns.glob("*.py")}
    return modules | {path.name for path in patterns.iterdir() if any(path.rglob("*.py"))}


def violations(root: Path) -> list[str]:
    """Return one line per import that breaks the table: the file, and the name it imports."""
    found = []
    for path in sorted((root / "patterns").rglob("*.py")):
        place = path.relative_to(root)
        unit = place.with_suffix("").parts[1]
        if unit in UNITS:
            names = (name for name, _ in imported(path.read_text(), package=".".join(place.parent.parts)))
            found += [f"{place} imports {name}" for name in broken(UNITS[unit], names, own=unit)]
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        names = (name for source in code_cells(path) for name, _ in imported(source, package=""))
        found += [f"{path.relative_to(root)} imports {name}" for name in broken(NOTEBOOKS, names, own=None)]
    return found


def code_cells(notebook: Path) -> Iterator[str]:
    cells = json.loads(notebook.read_text())["cells"]
    return ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def test_no_import_breaks_the_table() -> None:
    assert violations(ROOT) == []


def test_every_unit_has_a_row() -> None:
    assert units_in(ROOT / "patterns") - UNITS.keys() == set()


def test_unit_without_a_row_is_found(tmp_path: Path) -> None:
    (tmp_path / "leftovers").mkdir()
    (tmp_path / "leftovers" / "one.py").touch()
    (tmp_path / "extra.py").touch()

    assert units_in(tmp_path) - UNITS.keys() == {"leftovers", "extra"}


@pytest.mark.parametrize(
    ("place", "line", "name"),
    [
        ("template/planted.py", "import boto3", "boto3"),
        ("template/planted.py", "from patterns.sandbox import Sandbox", "patterns.sandbox.Sandbox"),
        ("template/planted.py", "from ..sandbox import Sandbox", "patterns.sandbox.Sandbox"),
        ("template/planted.py", "from .. import sandbox", "patterns.sandbox"),
        ("template/planted.py", "from patterns import SecureBucket", "patterns.SecureBucket"),
        ("checks/planted.py", "def late():\n    import troposphere.s3", "troposphere.s3"),
        ("checks/planted.py", "import importlib\nimportlib.import_module('moto.core')", "moto.core"),
        ("recipes/planted.py", "from patterns.functions import echo", "patterns.functions.echo"),
        ("sandbox/deep/planted.py", "from ipywidgets import VBox", "ipywidgets.VBox"),
        ("sandbox/deep/planted.py", "from ...recipes import secure_bucket", "patterns.recipes.secure_bucket"),
        ("explore/planted.py", "import moto", "moto"),
        ("cli.py", "from IPython.display import HTML", "IPython.display.HTML"),
    ],
)
def test_planted_violation_is_found(tmp_path: Path, place: str, line: str, name: str) -> None:
    planted = tmp_path / "patterns" / place
    planted.parent.mkdir(parents=True)
    planted.write_text(f"{line}\n")

    assert violations(tmp_path) == [f"patterns/{place} imports {name}"]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("template/planted.py", "from .text import read"),
        ("template/planted.py", "import json"),
        ("checks/planted.py", "from patterns.findings import Finding"),
        ("functions/planted.py", "import boto3"),
        ("sandbox/planted.py", "import moto"),
        ("explore/planted.py", "import anywidget"),
    ],
)
def test_import_of_the_table_is_allowed(tmp_path: Path, place: str, line: str) -> None:
    planted = tmp_path / "patterns" / place
    planted.parent.mkdir(parents=True)
    planted.write_text(f"{line}\n")

    assert violations(tmp_path) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from patterns import Sandbox", []),
        ("from patterns.iam import Policies", []),
        ("from botocore.exceptions import ClientError", []),
        ("import boto3", ["boto3"]),
        ("from patterns.sandbox import Sandbox", ["patterns.sandbox.Sandbox"]),
        ("from moto import mock_aws", ["moto.mock_aws"]),
    ],
)
def test_notebook_keeps_to_the_public_surface(tmp_path: Path, line: str, found: list[str]) -> None:
    cell = {"cell_type": "code", "source": [line]}
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "page.ipynb").write_text(json.dumps({"cells": [cell]}))

    assert violations(tmp_path) == [f"notebooks/page.ipynb imports {name}" for name in found]
