"""What the project asks of itself beside its code: changelog, pinned actions, hooks, and pages that agree."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.release_check import UNRELEASED, sections, version

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
RECIPE_FILES = (
    "patterns/recipes/<name>.py",
    "patterns/exercises/<name>.py",
    "tests/exercises/<name>.py",
    "notebooks/<name>.ipynb",
    "make golden",
)
USES = re.compile(r"uses: (\S+)@(\S+)(?: # (\S.*))?$", re.MULTILINE)


def text(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def test_every_action_is_pinned_by_commit_with_its_version_or_said_to_be_unconfirmed() -> None:
    uses = [found for path in GITHUB.glob("workflows/*.yml") for found in USES.findall(path.read_text())]

    assert uses
    loose = [
        (action, ref)
        for action, ref, said in uses
        if not (re.fullmatch(r"[0-9a-f]{40}", ref) and re.fullmatch(r"v\d+\.\d+\.\d+", said))
        and not said.startswith("unconfirmed")
    ]
    assert loose == []


def test_an_action_has_one_commit_in_all_workflows() -> None:
    refs: dict[str, set[str]] = {}
    for path in GITHUB.glob("workflows/*.yml"):
        for action, ref, _ in USES.findall(path.read_text()):
            refs.setdefault(action, set()).add(ref)

    assert {action for action, found in refs.items() if len(found) > 1} == set()


def test_workflows_write_nothing_but_a_release() -> None:
    for path in GITHUB.glob("workflows/*.yml"):
        workflow: dict[str, Any] = yaml.safe_load(path.read_text())
        writing = {name for name, job in workflow["jobs"].items() if "write" in job.get("permissions", {}).values()}

        assert workflow["permissions"] == {"contents": "read"}, path.name
        assert writing == ({"publish"} if path.name == "release.yml" else set())


def test_changelog_has_a_section_for_this_version_or_what_is_unreleased() -> None:
    found = sections(text("CHANGELOG.md"))

    assert found.get(version()) or found.get(UNRELEASED)


def test_readme_and_contributing_name_the_same_five_files_of_a_recipe() -> None:
    [readme] = re.findall(r"## Add a recipe\n\n(.*?)\n\n", text("README.md"), re.DOTALL)
    [row] = re.findall(r"^\| a pattern \|.*$", text("CONTRIBUTING.md"), re.MULTILINE)

    assert readme.startswith("Five files:")
    for page in (readme, row):
        assert [file for file in RECIPE_FILES if file not in page] == []


def test_hooks_are_local_and_run_what_make_lint_runs() -> None:
    repositories = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    hooks = {hook["id"]: hook["entry"] for repository in repositories for hook in repository["hooks"]}

    assert {repository["repo"] for repository in repositories} == {"local"}
    lint = re.findall(r"\$\(RUN\) -m (ruff check|ruff format|mypy)(?: --check)?$", text("Makefile"), re.MULTILINE)
    assert set(lint) <= {" ".join(entry.split()[2:4] if "ruff" in entry else ["mypy"]) for entry in hooks.values()}
    assert len(hooks) == 3


def test_dependabot_watches_packages_and_actions_and_leaves_moto_to_people() -> None:
    updates = yaml.safe_load(text(".github", "dependabot.yml"))["updates"]
    ignored = [one["dependency-name"] for update in updates for one in update.get("ignore", [])]

    assert {update["package-ecosystem"] for update in updates} == {"pip", "github-actions"}
    assert ignored == ["moto"]


def test_types_of_test_helpers_are_checked() -> None:
    files = tomllib.loads(text("pyproject.toml"))["tool"]["mypy"]["files"]
    checked = {path for pattern in files for path in ROOT.glob(pattern)}
    helpers = {
        ROOT.joinpath(*name.split(".")).with_suffix(".py")
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^from (tests\.\S+) import", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    loose = {
        helper for helper in helpers if not helper.name.startswith("test_") and not checked & {helper, *helper.parents}
    }
    assert {str(one.relative_to(ROOT)) for one in loose} == set()


HIDING = re.compile(r"^\s+(\w+) = .*(?<![.\w])\1\(", re.MULTILINE)


def made_of_what_it_hides(module: str) -> Iterator[str]:
    """The names that a function calls in what it first assigns to them: it means a name outside, and hides it.

    `started = [started(one) for one in ids]` raises when it runs, and neither ruff nor mypy says so.
    """
    for function in ast.walk(ast.parse(module)) if HIDING.search(module) else ():
        if isinstance(function, ast.FunctionDef):
            known = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign):
                    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
                    called = (call.func for call in ast.walk(node.value) if isinstance(call, ast.Call))
                    yield from names & {name.id for name in called if isinstance(name, ast.Name)} - known
                    known |= names


def test_no_function_calls_what_it_hides_by_the_result() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("patterns", "tools", "benchmarks")
        for path in ROOT.joinpath(folder).rglob("*.py")
        for name in made_of_what_it_hides(path.read_text(encoding="utf-8"))
    ]

    assert list(made_of_what_it_hides("def f(ids):\n    started = [started(one) for one in ids]")) == ["started"]
    assert hidden == []
