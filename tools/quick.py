"""Runs the tests that a change concerns: `python -m tools.quick [--base REV] [PATH ...]`; without paths, what git says.

Not the whole: what it does not run is said at the end, and `make test` runs it.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePosixPath

from patterns.sandbox import services
from tools.fidelity import ROOT


@dataclass(frozen=True)
class Choice:
    """What to run, why, and which cases of it: `only` is an expression for pytest's `-k`, empty for all."""

    path: str
    why: str
    only: str = ""


ALWAYS = Choice("tests/test_imports.py", "imports"), Choice("tests/test_rooms.py", "imports")
"""Quick, and true of every change of code."""

SAMPLE = "tests/sandbox/test_account.py", "tests/sandbox/stacks"
"""What the machinery of the sandbox is tried with, whichever room of it changed."""


def choices(changed: Iterable[str]) -> list[Choice]:
    """What a change of these files concerns, each path and expression once."""
    every = [choice for path in changed for choice in _of(PurePosixPath(path))]
    if any(choice.path.startswith(("tests/", "notebooks/")) for choice in every):
        every += ALWAYS
    return list({(choice.path, choice.only): choice for choice in every}.values())


def _of(path: PurePosixPath) -> Iterator[Choice]:
    match path.parts:
        case ("patterns", *rest):
            yield from _code(rest)
        case ("tests", "checks", _, name) if name.endswith(".yaml"):
            yield Choice("tests/checks", f"cases of {name}", only=PurePosixPath(name).stem)
        case ("tests", *_):
            yield from _test(path)
        case ("notebooks", name) if name.endswith(".ipynb"):
            yield Choice(f"notebooks/{name}", "a page")
        case ("aws_patterns_pytest.py",):
            yield Choice("tests/test_pytest_plugin.py", "the plug-in of pytest")
        case ("tools", name):
            yield from _existing(f"the tool {name}", f"tests/tools/test_{name}")
        case (first, *_) if first in OWN_FILES:
            yield from _existing("the project's own files", "tests/tools/test_readme.py", "tests/test_setup.py")


OWN_FILES = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "pyproject.toml", "docs", ".github"}


def _code(parts: list[str]) -> Iterator[Choice]:
    match parts:
        case ["sandbox", "services", service, *rest] if service in services.names():
            yield from _service(service, rest)
        case ["sandbox", *rest]:
            yield from _room(rest)
        case ["recipes" | "exercises", name] if not name.startswith("_"):
            yield from _recipe(PurePosixPath(name).stem)
        case ["checks", group, name] if not name.startswith("_"):
            defect = PurePosixPath(name).stem
            yield Choice("tests/checks", f"check {group}/{defect}", only=defect)
        case ["knowledge", name]:
            yield Choice("tests/knowledge", f"what is known of {PurePosixPath(name).stem}")
        case ["explore", *_, name] if PurePosixPath(name).stem not in DRILLED:
            tests = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "explore").glob("test_*.py"))
            yield from (Choice(test, "the page, but its drills") for test in tests if test != DRILLS)
        case [unit, *_]:
            name = PurePosixPath(unit).stem
            yield from _existing(f"the folder {name}", f"tests/{name}", f"tests/test_{name}.py")


DRILLS = "tests/explore/test_drills.py"
DRILLED = ("drills", "traffic", "measures", "running", "spot")
"""What of the page the drills are made of; they take longer than all its other tests."""


def _service(service: str, changed: list[str]) -> Iterator[Choice]:
    names = services.names()[service]
    yield from _existing(f"service {service}", *_tests_of(service, changed))
    if names.cloudformation:
        own = _type(service, changed) or f"::{names.cloudformation}::"
        yield Choice("tests/sandbox/provider/test_every_provider.py", f"its resource types ({own})", only=own)
        yield Choice("tests/knowledge/test_every_type.py", f"what is known of them ({own})", only=own)
    if services.part(service, "permissions") and changed[0] not in FOLDERS:
        yield Choice("tests/sandbox/authorisation/test_every_service.py", "its permissions", only=f"{names.boto3}-")


FOLDERS = "resources", "patches", "behaviours"
"""What of a service IAM asks nothing about."""


def _tests_of(service: str, changed: list[str]) -> list[str]:
    """The tests of a service; those of a large subject, in a folder of their own, only for files that bear its name."""
    folder = ROOT / "tests" / "sandbox" / "services" / service
    subjects = [path for path in folder.glob("*/") if path.name != "__pycache__"]
    apart = [path for path in subjects if not any(part.startswith(path.name) for part in changed)]
    if not apart:
        return [folder.relative_to(ROOT).as_posix()]
    kept = [*folder.glob("test_*.py"), *(path for path in subjects if path not in apart)]
    return sorted(path.relative_to(ROOT).as_posix() for path in kept)


def _type(service: str, changed: list[str]) -> str:
    """The resource type that a file of `resources/` makes, empty for every other file."""
    match changed:
        case ["resources", name] if not name.startswith("_"):
            made = importlib.import_module(f"patterns.sandbox.services.{service}.resources.{PurePosixPath(name).stem}")
            return str(made.PROVIDER.type)
    return ""


def _room(parts: list[str]) -> Iterator[Choice]:
    name = PurePosixPath(parts[0]).stem
    yield from _existing(f"the room {name}", f"tests/sandbox/{name}", f"tests/sandbox/test_{name}.py", *SAMPLE)


def _recipe(name: str) -> Iterator[Choice]:
    words = f"recipe {name}"
    class_name = "".join(part.capitalize() for part in name.split("_"))
    yield from _existing(words, f"tests/recipes/test_{name}.py", f"tests/seed/test_{name}.py")
    yield Choice("tests/recipes/test_every_recipe.py", f"{words}: golden template, defaults", only=class_name)
    yield Choice("tests/exercises/test_every_exercise.py", f"{words}: exercises", only=_any(_exercises(name)))
    yield Choice(f"notebooks/{name}.ipynb", f"{words}: its page")


def _exercises(recipe: str) -> list[str]:
    from patterns.catalogue import exercises

    return [exercise.name for exercise in exercises().get(recipe, ())]


def _any(names: list[str]) -> str:
    return " or ".join(names) or "nothing"


def _test(path: PurePosixPath) -> Iterator[Choice]:
    if path.parts[1] == "exercises" and not path.name.startswith("test_"):
        yield from _recipe(path.stem)
    elif path.name.startswith("test_"):
        yield Choice(str(path), "a test")
    else:
        yield Choice(str(path.parent), f"what uses {path.name}")


def _existing(why: str, *paths: str) -> Iterator[Choice]:
    return (Choice(path, why) for path in paths if (ROOT / path).exists())


def changed(base: str) -> list[str]:
    """The files that differ from a revision, those that git does not know yet among them."""
    asked = ("diff", "--name-only", base), ("ls-files", "--others", "--exclude-standard")
    said = [subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True) for words in asked]
    return [line for run in said for line in run.stdout.splitlines() if (ROOT / line).exists()]


def runs(wanted: Iterable[Choice]) -> list[list[str]]:
    """The arguments of each run of pytest: all that is run whole at once, then one for each expression."""
    whole = [choice.path for choice in wanted if not choice.only]
    some: dict[str, list[str]] = {}
    for choice in wanted:
        if choice.only and choice.path not in whole:
            some.setdefault(choice.only, []).append(choice.path)
    return [*([whole] if whole else []), *([*paths, "-k", only] for only, paths in some.items())]


def main(arguments: list[str]) -> int:
    """Say what was chosen and why, and run it; the exit code is pytest's, 5 for nothing to run counts as 0."""
    parser = argparse.ArgumentParser(prog="make quick", description=__doc__)
    parser.add_argument("paths", nargs="*", help="files that changed, instead of what git says")
    parser.add_argument("--base", default="HEAD", help="the revision to compare with")
    given = parser.parse_args(arguments)
    wanted = choices(given.paths or changed(given.base))
    if not wanted:
        print("nothing that a test looks at has changed")
        return 0
    for choice in wanted:
        print(f"  {choice.path}{f' -k {choice.only!r}' if choice.only else ''}: {choice.why}", flush=True)
    worst = 0
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        for code, said in pool.map(_ran, runs(wanted)):
            print(said, flush=True)
            worst = max(worst, 0 if code == NO_TESTS else code)
    print("everything else was not run: make test runs the whole", flush=True)
    return worst


def _ran(arguments: list[str]) -> tuple[int, str]:
    """The exit code of one run of pytest, and what it said."""
    options = ["--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider"]
    options += [] if "-k" in arguments else ["--numprocesses=logical", "--dist=loadfile"]
    command = [sys.executable, "-m", "pytest", *arguments, *options]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return run.returncode, run.stdout


MOST_AT_ONCE = 2
"""Runs of pytest side by side: the small ones mostly start, and can do so while the large one works."""


NO_TESTS = 5

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
