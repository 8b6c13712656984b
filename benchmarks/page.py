"""A parameter turned in the page until panel, strip and figures are repainted; beside a bare HTML widget's repaint.

A page of one bucket, and that of the recipe that makes the most resources. All are measured in the browser, from the
click to the frame after the change, in one JupyterLab: the bare widget is the floor of the channel. Needs Chromium.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import quantiles

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator

from benchmarks.largest import largest
from benchmarks.measure import Row
from patterns import SecureBucket
from patterns.parameters import Switch
from patterns.pattern import Pattern
from tools.browser import Lab, deadline, lab
from tools.notebooks import normalised

TURNS = 50
SECONDS = 180
REST_MS = 8000
"""Until the kernel has loaded what it loads while a reader reads; both sides are measured after it."""
PAGES = ((SecureBucket, "under 150 ms"), (type(largest()), "under 250 ms"))
OPEN = "from patterns import {0}, explore\npage = explore({0}())\npage"
BARE = """import ipywidgets
box, text = ipywidgets.Checkbox(description="Bare"), ipywidgets.HTML("off")
text.add_class("pc-bare")
box.observe(lambda change: setattr(text, "value", str(change["new"])), "value")
ipywidgets.VBox([box, text])"""

# Milliseconds from the click on the box to the frame that shows what it changed in the element of this class.
# A browser without a screen may let a frame wait for ever; two frames' time stands for it then.
CLICK = """(box, selector) => new Promise(done => {
  const began = performance.now();
  new MutationObserver((_, seen) => {
    seen.disconnect();
    const end = () => done(performance.now() - began);
    requestAnimationFrame(end);
    setTimeout(end, 34);
  }).observe(document.querySelector(selector), {childList: true, subtree: true, characterData: true});
  box.click();
})"""


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """The 95th percentile of turns, which needs more than `runs` of them to mean something."""
    with deadline(SECONDS), tempfile.TemporaryDirectory() as folder, lab(Path(folder)) as jupyter:
        return [_row(jupyter, Path(folder), *page) for page in PAGES]


def _row(jupyter: Lab, folder: Path, recipe: type[Pattern], target: str) -> Row:
    notebook = new_notebook(cells=[new_code_cell(OPEN.format(recipe.__name__)), new_code_cell(BARE)])
    path = folder / f"{recipe.recipe_name()}.ipynb"
    nbformat.write(normalised(notebook), path)
    with jupyter.open(path, trusted=True) as opened:
        opened.run()
        opened.page.wait_for_timeout(REST_MS)
        switch = next(kind.label for kind in recipe.parameters().values() if isinstance(kind, Switch))
        ours = _ninety_fifth(opened.page.get_by_label(switch, exact=True), ".pc-say")
        theirs = _ninety_fifth(opened.page.get_by_label("Bare"), ".pc-bare")
    what = f"{recipe.recipe_name()}: {switch} turned, page repainted (95th of {TURNS})"
    return Row(what, ours, theirs, "a bare HTML widget", target)


def _ninety_fifth(box: Locator, selector: str) -> float:
    """Seconds within which 19 of 20 turns were repainted."""
    box.wait_for()
    box.evaluate(CLICK, selector)
    times = [float(box.evaluate(CLICK, selector)) / 1000 for _ in range(TURNS)]
    return float(quantiles(times, n=20)[-1])
