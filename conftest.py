"""Tests and compared notebooks know nothing of what the person who runs them has solved, or decided for a company."""

import gc
import os
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from patterns.house.settings import VARIABLE
from patterns.progress import PLACE

os.environ[PLACE] = os.environ[VARIABLE] = ""
for name in ("PATTERNS_CLASS", "PATTERNS_PROGRESS_KEY"):
    os.environ.pop(name, None)

RARELY = (20_000, 20, 50)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage seldom, and not among the loaded tests: by default that is a sixth of the time of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


class Ran(NamedTuple):
    """How a command ended: its exit code, and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command of `aws-patterns` in this process, by its arguments."""
    from patterns import cli

    def ran(*arguments: Any) -> Ran:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        return Ran(int(ended.value.code or 0), *capsys.readouterr())

    return ran
