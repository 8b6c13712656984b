"""Each benchmark still runs, at its smallest size; what it measures is for `make bench`, never for a test."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

from benchmarks import (
    analysis,
    deciding,
    drills,
    endpoint,
    enforced,
    findings,
    first_deployment,
    importing,
    memory,
    next_deployments,
    rendering,
    running,
)
from benchmarks.__main__ import NAMES, table
from benchmarks.kernel import CellFailed, kernel
from benchmarks.measure import Row, mebibytes, spoken
from benchmarks.plain_moto import VERSIONS

PARTS = (
    importing, rendering, analysis, findings, deciding, first_deployment, next_deployments, drills, running, enforced,
    endpoint, memory,
)  # fmt: skip


def test_every_benchmark_is_tried_here() -> None:
    assert tuple(part.__name__.removeprefix("benchmarks.") for part in PARTS) == NAMES


QUICK = (deciding, enforced)
"""Tried always; the others, which deploy for seconds, in the long sweep."""


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(part, id=name, marks=() if part in QUICK else pytest.mark.long)
        for part, name in zip(PARTS, NAMES, strict=True)
    ],
)
def test_benchmark_runs_without_the_environment_of_the_alternative(
    part: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_deployment, "READING_SECONDS", 0.1)
    monkeypatch.setattr(next_deployments, "SIZES", (5,))
    monkeypatch.setattr(memory, "SIZES", (5,))

    rows = part.rows(1, None)

    assert rows
    assert all(row.ours > 0 for row in rows)
    alone = part in (analysis, drills, first_deployment, next_deployments, memory)
    assert all((row.theirs is None) == alone for row in rows if row.alternative)


@pytest.mark.slow
def test_cell_that_raises_is_not_a_measurement() -> None:
    with kernel(sys.executable) as cell, pytest.raises(CellFailed, match="ZeroDivisionError: division by zero"):
        cell("1 / 0")


def test_table_shows_each_side_in_its_unit_and_what_was_not_measured() -> None:
    rows = [
        Row("one", 0.0032, 2.314, "the slow way", "under 5 ms"),
        Row("two", 0.045, None, "the other way"),
        Row("three", 212.3 * 2**20, None, "", say=mebibytes),
    ]

    assert table(rows).splitlines()[2:] == [
        "| one | 3.2 ms | 2.31 s: the slow way | under 5 ms |",
        "| two | 45 ms | not measured: the other way |  |",
        "| three | 212 MiB |  |  |",
    ]
    assert [spoken(seconds) for seconds in (0.0099, 0.01, 0.999, 1.0)] == ["9.9 ms", "10 ms", "999 ms", "1.00 s"]


@pytest.mark.slow
def test_unknown_benchmark_is_named() -> None:
    ran = subprocess.run([sys.executable, "-m", "benchmarks", "cooking"], capture_output=True, text=True)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("no benchmark is called 'cooking': there are importing, rendering")


def test_versions_of_the_alternative_are_exact() -> None:
    lines = [line for line in VERSIONS.read_text().splitlines() if not line.startswith("#")]

    assert [line for line in lines if line.count("==") != 1] == []
    assert "moto==5.2.5" in lines
