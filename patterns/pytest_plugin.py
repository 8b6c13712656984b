"""The `sandbox` fixture for a team's own tests: a fresh simulated AWS account per test.

    def test_our_template_keeps_old_versions(sandbox):
        stack = sandbox.deploy("templates/storage.yaml")
        assert stack["Bucket"].actual["VersioningConfiguration"] == {"Status": "Enabled"}

A run whose tests call functions says at its end how their files were kept from the reader's.

Not here: a live AWS account; a test that needs one should say so itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox


_MARKER = "run_foreign_code"
_OPTION = "aws_patterns_run_foreign_code"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a project say that the code of its own templates runs in every test."""
    parser.addini(_OPTION, "Run the code that comes with templates in the account of `sandbox`.", "bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", f"{_MARKER}: run the code that comes with templates in the account of `sandbox`")


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """An empty account, live for one test; clients, deployments and its clock hang on it.

    The code of templates runs where the marker run_foreign_code stands, or by the option of that name in all tests.
    """
    from patterns.sandbox.account import Sandbox

    runs = request.config.getini(_OPTION) or request.node.get_closest_marker(_MARKER) is not None
    with Sandbox(run_foreign_code=bool(runs)) as account:
        yield account


_OUTPUT = "aws_patterns_files"
_SAID: pytest.StashKey[set[str]] = pytest.StashKey()


def _said() -> set[str]:
    """How functions' files were kept apart in this process; nothing where none was called."""
    zygote: Any = sys.modules.get("patterns.sandbox.services.aws_lambda.runtime.zygote")
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
