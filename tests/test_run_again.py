"""A page can be run again: each cell twice, and each section twice after the set-up cell alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READY = (
    "00_start_here", "secure_bucket", "encryption_key", "resource_tags", "least_privilege_policy", "service_role",
    "database_secret", "private_instance", "three_tier_vpc", "lambda_function", "circuit_breaker",
    "multi_az_service", "spot_fleet", "web_application",
)  # fmt: skip
"""The pages that can; all, once the others can."""


def failures(page: Path, folder: Path) -> list[str]:
    """In a process of its own, as a page has one, and in the folder of the page."""
    surroundings = {**os.environ, "PATTERNS_PROGRESS": "", "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder)}
    ran = subprocess.run(
        [sys.executable, "-m", "tools.run_again", str(page)],
        cwd=ROOT / "notebooks", env=surroundings, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: list[str] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", READY)
def test_a_page_runs_twice_and_each_of_its_sections_alone(name: str, tmp_path: Path) -> None:
    assert failures(ROOT / "notebooks" / f"{name}.ipynb", tmp_path) == []


@pytest.mark.slow
def test_a_section_that_leans_on_another_is_found(tmp_path: Path) -> None:
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    page = tmp_path / "leaning.ipynb"
    first = [new_markdown_cell("# Leaning"), new_code_cell("import patterns")]
    rest = [new_code_cell("made = 1"), new_markdown_cell("After it.\n\n## Later"), new_code_cell("made + 1")]
    nbformat.write(new_notebook(cells=[*first, new_markdown_cell("## Sooner"), *rest]), page)

    assert failures(page, tmp_path) == ["Later: NameError: name 'made' is not defined in made + 1"]
