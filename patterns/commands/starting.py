"""`aws-patterns new`: the first recipe of one's own, with exercise, notebook and tests that pass at once."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from patterns import catalogue
from patterns.commands import first_texts
from patterns.commands.options import AsJson, WrongUsage, printed
from patterns.house import settings

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the recipe is called, such as orders_store.")],
    folder: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The folder of your recipes, a Python package; made if need be.")
    ] = Path("ours"),
    as_json: AsJson = False,
) -> None:
    """Write a recipe of your own with an exercise, a notebook and tests that pass at once.

    The nearest aws-patterns.toml has to name the folder; where there is none, one is written beside the folder.
    """
    place = folder.resolve()
    _refuse(name, place)
    house = _house_file(place)
    texts = first_texts.texts(name)
    written = [*_written(place, texts), *([] if house.is_file() else [_write(house, first_texts.house(place.name))])]
    with settings.using(house, [place]):
        written.append(_write(place / "notebooks" / f"{name}.ipynb", _notebook(name)))
    shown = [str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path) for path in written]
    printed(shown, [*shown, *_advice(house, place)], as_json)


def _refuse(name: str, place: Path) -> None:
    if not NAME.fullmatch(name):
        raise WrongUsage(f"new {name}: write small letters, digits and single underscores, such as orders_store")
    if name in catalogue.recipe_names():
        raise WrongUsage(f"new {name}: there is a recipe of that name; choose another")
    if not place.name.isidentifier():
        raise WrongUsage(f"--folder {place}: Python cannot import it: use letters, digits and underscores")
    if not place.exists() and importlib.util.find_spec(place.name):
        raise WrongUsage(f"--folder {place}: Python has a module {place.name} already; choose another name")
    paths = [*(place / path for path in first_texts.texts(name)), place / "notebooks" / f"{name}.ipynb"]
    for path in paths:
        if path.exists():
            raise WrongUsage(f"new {name}: {path} is there already; remove it, or choose another name")


def _house_file(place: Path) -> Path:
    """The file that holds for the folder, or the one beside it that is yet to be written."""
    above = (parent / settings.FILE for parent in place.parents)
    return next((path for path in above if path.is_file()), place.parent / settings.FILE)


def _advice(house: Path, place: Path) -> Iterator[str]:
    if place not in settings.read(house).recipes:
        yield f"now add {place} to the list `recipes` in {house}"
    yield f"try: pytest {place.name}/tests; pytest --nbval --nbval-current-env {place.name}/notebooks"


def _written(place: Path, texts: dict[str, str]) -> Iterator[Path]:
    for package in ("", "recipes", "exercises", "checks"):
        start = place / package / "__init__.py"
        if not start.exists():
            yield _write(start, first_texts.package(package))
    for path, text in texts.items():
        yield _write(place / path, text)


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUsage(f"{path} cannot be written: {error.strerror}") from None
    return path


def _notebook(name: str) -> str:
    """The page, with the outputs that its cells have: what it asks is shown as the exercise shows itself."""
    question = catalogue.exercise(first_texts.exercise_name(name))
    shown = {"text/html": question._repr_html_(), "text/plain": repr(question)}
    cells = [
        _cell(number, source, shown if source.startswith("exercise(") else output)
        for number, (source, output) in enumerate(first_texts.page(name), 1)
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    page = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(page, indent=1, ensure_ascii=False) + "\n"


def _cell(number: int, source: str, output: str | dict[str, str] | None) -> dict[str, Any]:
    """A cell of text where its source is that, else of code, its result under it."""
    cell: dict[str, Any] = {"id": f"cell-{number}", "metadata": {}, "source": source.splitlines(keepends=True)}
    if source.startswith("#"):
        return {"cell_type": "markdown", **cell}
    data = {"text/plain": output} if isinstance(output, str) else output
    lines = {kind: text.splitlines(keepends=True) for kind, text in (data or {}).items()}
    # nbval takes a cell without a number for one that nobody ran.
    result = {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": lines}
    return {"cell_type": "code", "execution_count": number, "outputs": [result] if data else [], **cell}
