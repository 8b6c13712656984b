"""`aws-patterns new`: what it writes passes its own tests at once, in a folder outside this repository."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from patterns import cli
from patterns.house import settings


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    return tmp_path


def test_it_writes_recipe_exercise_notebook_tests_and_the_file_that_names_their_folder(outside, capsys):
    assert run("new", "first_store", "--folder", "first_shelf", "--json") == 0

    assert json.loads(capsys.readouterr().out) == [
        "first_shelf/__init__.py", "first_shelf/recipes/__init__.py", "first_shelf/exercises/__init__.py",
        "first_shelf/checks/__init__.py", "first_shelf/recipes/first_store.py", "first_shelf/exercises/first_store.py",
        "first_shelf/tests/test_first_store.py", "aws-patterns.toml", "first_shelf/notebooks/first_store.ipynb",
    ]  # fmt: skip
    assert settings.current().recipes == (outside / "first_shelf",)


def test_a_second_recipe_joins_the_first_and_a_file_that_does_not_name_the_folder_is_not_touched(outside, capsys):
    (outside / "aws-patterns.toml").write_text("recipes = []\n")

    assert run("new", "second_store", "--folder", "second_shelf") == 0
    said = capsys.readouterr().out.splitlines()
    assert run("new", "third_store", "--folder", "second_shelf") == 0

    assert said[-2] == f"now add {outside / 'second_shelf'} to the list `recipes` in {outside / 'aws-patterns.toml'}"
    assert (outside / "aws-patterns.toml").read_text() == "recipes = []\n"
    assert (outside / "second_shelf" / "recipes" / "third_store.py").is_file()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Store",), "new Store: write small letters, digits and single underscores"),
        (("secure_bucket",), "new secure_bucket: there is a recipe of that name"),
        (("a_store", "--folder", "our-own"), "our-own: Python cannot import it"),
        (("a_store", "--folder", "json"), "Python has a module json already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_written(outside, capsys, arguments, said):
    assert run("new", *arguments) == 2

    assert said in capsys.readouterr().err
    assert list(outside.iterdir()) == []


def test_files_that_are_there_stay(outside, capsys):
    (outside / "kept" / "recipes").mkdir(parents=True)
    (outside / "kept" / "recipes" / "a_store.py").write_text("mine")

    assert run("new", "a_store", "--folder", "kept") == 2

    assert "kept/recipes/a_store.py is there already" in capsys.readouterr().err
    assert (outside / "kept" / "recipes" / "a_store.py").read_text() == "mine"


@pytest.mark.slow
def test_what_it_writes_passes_its_tests_and_its_notebook_passes_nbval(outside):
    command = [sys.executable, "-m", "patterns", "new", "orders_store"]
    subprocess.run(command, check=True, capture_output=True, cwd=outside)

    pytest_ = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q"]
    tests = subprocess.run([*pytest_, "ours/tests"], capture_output=True, text=True, cwd=outside)
    nbval = ["--nbval", "--nbval-current-env", "ours/notebooks"]
    page = subprocess.run([*pytest_, *nbval], capture_output=True, text=True, cwd=outside)

    assert "5 passed" in tests.stdout, tests.stdout
    assert "5 passed" in page.stdout, page.stdout
