"""What a fresh clone is set up from: lock, environment file, Makefile, pipeline and wheel say the same."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
SETUP_FILES = ["Makefile", "environment.yml", "pyproject.toml", "requirements.lock", "tools/environment.py", ".ci/run"]


def declared() -> list[str]:
    return [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]


def locked() -> list[Requirement]:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]


def targets() -> set[str]:
    rules = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return set(rules)


@pytest.mark.parametrize("dependency", declared())
def test_lock_holds_a_fitting_version_of_every_dependency(dependency: str) -> None:
    wanted = Requirement(dependency)

    pins = [one for one in locked() if canonicalize_name(one.name) == canonicalize_name(wanted.name)]

    assert pins
    for pin in pins:
        [version] = pin.specifier
        assert wanted.specifier.contains(version.version, prereleases=True)


def test_lock_pins_every_line_exactly() -> None:
    loose = [str(one) for one in locked() if [clause.operator for clause in one.specifier] != ["=="] or one.url]

    assert loose == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_lock_names_each_package_once_per_environment(python: str, platform: str) -> None:
    environment = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": platform}

    names = [one.name for one in locked() if one.marker is None or one.marker.evaluate(environment)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", SETUP_FILES)
def test_no_index_address_is_written_down(name: str) -> None:
    text = (ROOT / name).read_text()

    assert re.findall(r"--(?:extra-)?index-url|--find-links|--default-index|https?://\S*(?:simple|pypi)\S*", text) == []


def test_conda_environment_is_the_lock_and_the_project() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, packages = environment["dependencies"]

    assert (environment["name"], pip) == (PROJECT["name"], "pip")
    assert packages == {"pip": ["-r requirements.lock", "-e ."]}
    pythons = SpecifierSet(python.removeprefix("python"))
    classified = [
        classifier.rpartition(" ")[2] for classifier in PROJECT["classifiers"] if "Python :: 3." in classifier
    ]
    assert [one for one in classified if not pythons.contains(one)] == []
    assert not pythons.contains("3.10")
    assert not SpecifierSet(PROJECT["requires-python"]).contains("3.10")


def test_make_alone_explains_every_target() -> None:
    command = ["make", "--no-print-directory"]

    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert {line.split()[1] for line in shown.splitlines()} == targets()


def test_make_without_a_usable_python_says_what_to_install(tmp_path: Path) -> None:
    command = ["make", f"VENV={tmp_path}/venv", "PYTHON=no-such-python", f"{tmp_path}/venv/.ready"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode != 0
    assert "No usable Python: 'no-such-python' is not 3.11 or newer" in done.stderr
    assert "make PYTHON=/path/to/python3" in done.stderr


def test_pipelines_run_targets_that_exist() -> None:
    files = [ROOT / ".ci" / "run", *(ROOT / ".github" / "workflows").glob("*.yml")]
    call = re.compile(r"^(?:step |\s*- run: )?make (?:\S+=\S+ )*([a-z-]+)$", re.MULTILINE)

    called = {target for path in files for target in call.findall(path.read_text())}

    assert called == {"test", "test-long", "lint", "readme", "browser-test", "coverage", "release-check"}
    assert called <= targets()


def test_workflow_covers_every_classified_python() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())["jobs"]

    classified = [
        classifier.rpartition(" ")[2] for classifier in PROJECT["classifiers"] if "Python :: 3." in classifier
    ]

    assert jobs["test"]["strategy"]["matrix"]["python"] == classified


@pytest.mark.slow
def test_wheel_works_without_the_repository(tmp_path: Path) -> None:
    wheels, site = tmp_path / "wheels", tmp_path / "site"
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", wheels], cwd=ROOT, check=True)
    [wheel] = wheels.glob("aws_pattern_cookbook-*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-warn-conflicts"]
    subprocess.run([*pip, "--target", site, wheel], check=True)
    # -P keeps the working directory off the path, and the target stands before the editable install.
    probe = "import patterns; print(patterns.__file__); print(*sorted(dir(patterns)))"

    shown = subprocess.run(
        [sys.executable, "-P", "-c", probe],
        cwd=tmp_path,
        env={"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert Path(shown[0]) == site / "patterns" / "__init__.py"
    assert "SecureBucket" in shown[1].split()
    data = {path.relative_to(ROOT) for path in (ROOT / "patterns").rglob("*") if path.suffix in {".json", ".typed"}}
    assert {path for path in data if not (site / path).is_file()} == set()
    assert Path("patterns/py.typed") in data
