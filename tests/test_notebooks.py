"""The form of a page: skeleton and budgets, held for every notebook. That its outputs are true is for nbval."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from patterns.catalogue import recipe, recipe_names
from tools.minutes import minutes, printed

FOLDER = Path(__file__).parents[1] / "notebooks"
PAGES = sorted(FOLDER.glob("*.ipynb"))
BOLD_TERM = re.compile(r"\*\*[^*]+\*\*")


def cells(page: Path, kind: str) -> list[Any]:
    return [cell for cell in nbformat.read(page, as_version=4).cells if cell.cell_type == kind]


def lines(cell: Any) -> list[str]:
    return [line for line in cell.source.splitlines() if line.strip()]


every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def test_there_is_a_start_page_and_one_page_for_each_recipe() -> None:
    assert [page.stem for page in PAGES] == ["00_start_here", *recipe_names()]


@every_page
def test_page_has_12_to_25_code_cells_most_of_them_short(page: Path) -> None:
    lengths = sorted(len(lines(cell)) for cell in cells(page, "code"))

    assert 12 <= len(lengths) <= 25
    assert lengths[-1] <= 12
    assert lengths[len(lengths) // 2] <= 4


@every_page
def test_title_is_a_question_or_a_promise_with_what_to_expect(page: Path) -> None:
    first = cells(page, "markdown")[0].source

    assert first.startswith("# ")
    assert [word for word in ("**You will learn**", "**Time:**", "**Read before:**") if word not in first] == []


@pytest.mark.parametrize("name", recipe_names())
def test_title_and_minutes_are_those_of_the_recipe(name: str) -> None:
    first = cells(FOLDER / f"{name}.ipynb", "markdown")[0].source

    assert first.splitlines()[0] == f"# {recipe(name).title}"
    assert f"**Time:** {recipe(name).minutes} minutes" in first


MEASURED = (
    "00_start_here", "secure_bucket", "encryption_key", "resource_tags", "least_privilege_policy", "service_role",
    "database_secret", "private_instance", "three_tier_vpc", "lambda_function", "circuit_breaker",
    "multi_az_service", "spot_fleet", "web_application",
)  # fmt: skip
"""The pages whose minutes are printed as they are measured; all, once the others are."""


@pytest.mark.parametrize("name", MEASURED)
def test_the_minutes_on_a_page_are_those_that_are_measured(name: str) -> None:
    page = FOLDER / f"{name}.ipynb"

    assert printed(page) == minutes(page)


@every_page
def test_every_code_cell_shows_a_result_or_asserts(page: Path) -> None:
    imports, *others = cells(page, "code")

    silent = [cell.source for cell in others if not cell.outputs and "assert " not in cell.source]

    assert imports.source.count("import ") >= 2
    assert silent == []


@every_page
def test_last_code_cell_proves_the_title(page: Path) -> None:
    assert "assert " in cells(page, "code")[-1].source


@every_page
def test_code_is_plain(page: Path) -> None:
    trees = [ast.parse(cell.source) for cell in cells(page, "code")]
    nodes = [node for tree in trees for node in ast.walk(tree)]

    assert [node.name for node in nodes if isinstance(node, ast.ClassDef)] == []
    assert [node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"] == []
    assert [
        node.name for node in nodes if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 6
    ] == []


@every_page
def test_prose_before_a_cell_is_short(page: Path) -> None:
    long = [cell.source[:60] for cell in cells(page, "markdown") if len(cell.source.split()) > 130]

    assert long == []


@every_page
def test_no_sample_of_an_answer_might_be_the_answer(page: Path) -> None:
    text = "\n".join(cell.source for kind in ("markdown", "code") for cell in cells(page, kind))

    assert re.findall(r"\.check\(\s*[\d\[{\"']", text) == []


@every_page
def test_page_names_its_sources(page: Path) -> None:
    last = cells(page, "markdown")[-1].source

    assert "Sources" in last
    assert last.count("https://docs.aws.amazon.com/") >= 3


@every_page
def test_outputs_hold_nothing_of_this_machine(page: Path) -> None:
    text = "".join(str(cell.outputs) for cell in cells(page, "code"))

    assert re.findall(r"0x[0-9a-f]{6,}|/home/|/root/|/work/|Traceback", text) == []
    assert "widget-view" not in text
