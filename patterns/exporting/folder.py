"""`export`: everything about a template in a folder that stands alone. Not here: what the files say."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from patterns.exporting import readme, suite, troposphere_code
from patterns.exporting.facts import Facts, gathered
from patterns.takeaway import parameter_file
from patterns.template.text import to_json


class ExportError(ValueError):
    """A folder that cannot be exported into; the message says why and what to do."""


def export(source: Any, folder: str | Path, *, parameters: Mapping[str, Any] | None = None) -> list[Path]:
    """Write a template and all that proves it into a new folder; return the files, relative to it.

    The template as YAML and JSON, the troposphere code that makes it (where it makes exactly that), the parameters as
    the AWS CLI reads them, a README with picture, deploy command, bill, findings and what the simulation leaves
    unproven, tests with the `sandbox` fixture, and a workflow that runs them. A template of SAM, with the local files
    that it names, and an app of the CDK are exported as what they are. To say what was proven it is deployed once, in
    an account of its own.

    Raises `ExportError` for a folder that holds something, `TemplateError` for a template that cannot be read.
    """
    place = _place(folder)
    facts = gathered(source, parameters)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as made:
        root = Path(made) / "export"
        for path, text in _files(facts):
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        _copy_along(facts, root)
        # Whole or not at all: what fails half-way leaves nothing under the name that was asked for.
        if place.is_dir():
            place.rmdir()
        root.rename(place)
    return sorted(path.relative_to(place) for path in place.rglob("*") if path.is_file())


def _place(folder: str | Path) -> Path:
    try:
        place = Path(folder)
        is_taken = place.is_file() or (place.is_dir() and any(place.iterdir()))
        is_other = place.resolve().exists() and not place.is_dir()
    # What is no path, or one that no file system has: bytes, a null character, a link to itself.
    except (TypeError, ValueError, OSError, RuntimeError) as error:
        raise ExportError(f"there can be no folder of that name: {error}") from error
    if is_taken or is_other:
        raise ExportError(f"{place} holds something already: choose another folder, or remove what is in it")
    return place


def _files(facts: Facts) -> Iterator[tuple[str, str]]:
    document = facts.document
    if not facts.is_app:
        yield facts.template, document.text
        yield "template.json", to_json(document.body)
        if code := troposphere_code.written(document.body):
            yield "template.py", code
    if values := parameter_file(document):
        yield "parameters.json", values
    yield "picture.svg", facts.picture
    yield "README.md", readme.written(facts)
    yield "tests/test_template.py", suite.written(facts)
    yield "requirements.txt", suite.requirements()
    yield ".github/workflows/test.yml", suite.WORKFLOW


def _copy_along(facts: Facts, root: Path) -> None:
    """The app of the CDK, or the local files that a template names, at the same places beside it."""
    if facts.folder is not None:
        shutil.copytree(facts.folder, root / facts.template)
    for package in facts.packages:
        package.require()
        target = root / _beside(facts, package.file)
        target.parent.mkdir(parents=True, exist_ok=True)
        if package.file.is_dir():
            shutil.copytree(package.file, target, dirs_exist_ok=True)
        else:
            shutil.copy(package.file, target)


def _beside(facts: Facts, file: Path) -> Path:
    """Where a file is from the template's own folder."""
    folder = facts.document.folder or Path()
    try:
        return file.resolve().relative_to(folder.resolve())
    except ValueError:
        raise ExportError(f"{file} lies outside the template's folder {folder}: move it there to export it") from None
