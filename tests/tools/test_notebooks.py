from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.notebooks import ROOT, normalised, run

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def saved(folder: Path, *sources: str) -> Path:
    path = folder / "page.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources]), path)
    return path


def test_widget_leaves_its_picture_and_no_id() -> None:
    view = {WIDGET_VIEW: {"model_id": "a1"}, "text/html": "<b>3</b>", "text/plain": "3 zones"}
    page = new_notebook(cells=[new_code_cell("page", outputs=[new_output("display_data", data=view)])])
    page.metadata["widgets"] = {"a1": {}}

    [cell] = normalised(page).cells

    assert cell.outputs[0].data == {"text/html": "<b>3</b>", "text/plain": "3 zones"}
    assert "widgets" not in normalised(page).metadata


def test_times_and_versions_are_left_out_and_tags_stay() -> None:
    cell = new_code_cell("1", metadata={"execution": {"iopub.status.busy": "2020-01-01"}, "tags": ["predict"]})
    page = new_notebook(cells=[cell], metadata={"language_info": {"name": "python", "version": "3.11.7"}})

    normal = normalised(page)

    assert normal.cells[0].metadata == {"tags": ["predict"]}
    assert normal.metadata.language_info == {"name": "python"}


def test_cell_ids_follow_from_content_and_differ_within_a_page() -> None:
    page = new_notebook(cells=[new_code_cell("1"), new_markdown_cell("1"), new_code_cell("1"), new_code_cell("2")])

    first, prose, repeated, other = (cell.id for cell in normalised(page).cells)

    assert len({first, prose, repeated, other}) == 4
    assert repeated == f"{first}-2"
    moved = normalised(new_notebook(cells=[new_code_cell("2"), new_code_cell("1")]))
    assert [cell.id for cell in moved.cells] == [other, first]


@pytest.mark.slow
def test_second_run_leaves_the_same_bytes(tmp_path: Path) -> None:
    path = saved(tmp_path, "slider = __import__('ipywidgets').IntSlider(3)\nslider", "slider.value + 1")

    run(path)
    first = path.read_bytes()
    run(path)

    assert path.read_bytes() == first
    assert [cell.execution_count for cell in nbformat.read(path, as_version=4).cells] == [1, 2]
    assert b'"4"' in first


@pytest.mark.slow
def test_page_that_raises_is_not_saved(tmp_path: Path) -> None:
    path = saved(tmp_path, "1 + 1", "1 / 0")
    before = path.read_bytes()

    with pytest.raises(CellExecutionError, match="division by zero"):
        run(path)

    assert path.read_bytes() == before


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_committed_notebook_is_in_normal_form(path: Path) -> None:
    committed = nbformat.read(path, as_version=4)

    assert committed == normalised(committed)
    assert not any(output.output_type == "error" for cell in committed.cells for output in cell.get("outputs", ()))
