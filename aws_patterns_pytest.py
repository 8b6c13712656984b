"""The `sandbox` fixture for a team's own tests: a fresh simulated AWS account per test.

    def test_our_template_keeps_old_versions(sandbox):
        stack = sandbox.deploy("templates/storage.yaml")
        assert stack["Bucket"].actual["VersioningConfiguration"] == {"Status": "Enabled"}

A run whose tests call functions says at its end how their files were kept from the reader's. A team may have a package
`patterns` of its own: ours is found beside this module, and stands under its name only while the fixture lives. What
theirs imports of itself in that time, inside a function, finds ours.

Not here: a live AWS account; a test that needs one should say so itself.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox


_MARKER = "run_foreign_code"
_OPTION = "aws_patterns_run_foreign_code"
_PROGRESS = "PATTERNS_PROGRESS"
"""`patterns.progress.PLACE`, which is not imported here."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a project say that the code of its own templates runs in every test."""
    parser.addini(_OPTION, "Run the code that comes with templates in the account of `sandbox`.", "bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and let tests of exercises write nothing into the progress of who runs them."""
    os.environ.setdefault(_PROGRESS, "")
    config.addinivalue_line("markers", f"{_MARKER}: run the code that comes with templates in the account of `sandbox`")


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """An empty account, live for one test; clients, deployments and its clock hang on it.

    The code of templates runs where the marker run_foreign_code stands, or by the option of that name in all tests.
    """
    runs = request.config.getini(_OPTION) or request.node.get_closest_marker(_MARKER) is not None
    with _under_its_name():
        account: Any = importlib.import_module("patterns.sandbox.account")
        with account.Sandbox(run_foreign_code=bool(runs)) as live:
            yield live


_PACKAGE = "patterns"
_FOLDER = Path(__file__).resolve().parent / _PACKAGE
_kept: dict[str, ModuleType] = {}
"""Our modules while another package has their name: loaded once, since moto's corrections are made as they load."""


@contextmanager
def _under_its_name() -> Iterator[None]:
    """Our package as `patterns`, whatever else has that name; the other one is back afterwards."""
    if _is_ours(sys.modules.get(_PACKAGE)):
        yield
        return
    theirs = _taken_out()
    sys.modules.update(_kept)
    if _PACKAGE not in sys.modules:
        _load()
    try:
        yield
    finally:
        if theirs or not _is_found_first():
            _kept.update(_taken_out())
            sys.modules.update(theirs)


def _is_ours(module: ModuleType | None) -> bool:
    return module is not None and str(_FOLDER) in map(str, getattr(module, "__path__", ()))


def _is_found_first() -> bool:
    """Whether `import patterns` finds ours."""
    found = PathFinder.find_spec(_PACKAGE)
    return found is not None and str(_FOLDER) in map(str, found.submodule_search_locations or ())


def _taken_out() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name == _PACKAGE or name.startswith(f"{_PACKAGE}.")]
    return {name: sys.modules.pop(name) for name in names}


def _load() -> None:
    spec = importlib.util.spec_from_file_location(
        _PACKAGE, _FOLDER / "__init__.py", submodule_search_locations=[str(_FOLDER)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[_PACKAGE] = module
    spec.loader.exec_module(module)


_OUTPUT = "aws_patterns_files"
_SAID: pytest.StashKey[set[str]] = pytest.StashKey()
_ZYGOTE = "patterns.sandbox.services.aws_lambda.runtime.zygote"


def _said() -> set[str]:
    """How functions' files were kept apart in this process; nothing where none was called."""
    zygote: Any = _kept.get(_ZYGOTE) or sys.modules.get(_ZYGOTE)
    return set(zygote.shared.said) if zygote else set()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that pytest-xdist reports from."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_OUTPUT] = sorted(_said())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear it there."""
    heard = node.config.stash.setdefault(_SAID, set())
    heard.update(getattr(node, "workeroutput", {}).get(_OUTPUT, ()))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say it once."""
    for line in sorted({*_said(), *config.stash.get(_SAID, set())}):
        terminalreporter.write_line(f"aws-patterns: {line}")
