"""The form in which a service or room says what it does as AWS does, and what it does not: data, with code to show it.

The entries stand in the `fidelity.py` of each folder; docs/fidelity.md is made of them. Not here: the running of their
code, which `tools.entries` does for the page and for the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from textwrap import dedent


class Level(StrEnum):
    """How close the sandbox comes to the page of AWS that an entry names."""

    FAITHFUL = "faithful"
    SIMPLIFIED = "simplified"
    ABSENT = "absent"


FAITHFUL, SIMPLIFIED, ABSENT = Level


@dataclass(frozen=True)
class Limit:
    """One difference from AWS: what differs in one sentence, and code whose last expression shows it.

    The code runs in a fresh sandbox `aws` in which `stack` is a deployed `SecureBucket`, `bucket` its bucket's name,
    `s3` a client of it, and `attempt` tells what comes of a call; `make_function`, `call` and `log_lines` are those of
    `tools.code`, and `fleet` is `tools.fleet`.
    """

    differs: str
    code: str

    @property
    def lines(self) -> list[str]:
        """The code, line by line."""
        return _lines(self.code)


@dataclass(frozen=True)
class Behaviour:
    """What an account does when time passes or something happens, how close it comes to AWS, and code that shows it.

    `page` is the address below docs.aws.amazon.com that says so. The code runs as that of a limit does. `modules` are
    those of the folder's `behaviours` that it tells of.
    """

    happens: str
    level: Level
    page: str
    code: str
    modules: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The code, line by line."""
        return _lines(self.code)


@dataclass(frozen=True)
class Refused:
    """Which of AWS's refusals the making of a type meets here beyond its schema, and which are not made.

    `page` is the address below docs.aws.amazon.com that states them.
    """

    made: str
    page: str
    not_made: str


def _lines(code: str) -> list[str]:
    return dedent(code).strip().splitlines()
