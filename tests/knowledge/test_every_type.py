"""Whatever the sandbox makes is known as well: what is not said of a type with a provider is one red line."""

from __future__ import annotations

from typing import Any

import pytest

from patterns.analysis.rates import rates
from patterns.knowledge import DECLARED, About, Family, Nothing, known
from tools.listing import providers

TYPES = sorted(provider.type for provider in providers())
MADE_UP = "AWS::Made::Up"
PAGE = "https://aws.amazon.com/made/pricing/"
WHOLE: dict[str, Any] = {"noun": "example", "family": Family.OTHER, "lost": DECLARED, "free": PAGE}


def missing(type_name: str) -> list[str]:
    """What nobody has said of a type yet, a line each."""
    record = known().get(type_name)
    if record is None:
        return [f"{type_name}: no record in patterns/knowledge/"]
    said = {
        "no noun": bool(record.noun),
        'no price rule and no "free, because"': type_name in rates() or bool(record.free),
        "not said what deleting one loses": bool(
            record.lost.reason if isinstance(record.lost, Nothing) else record.lost
        ),
    }
    return [f"{type_name}: {gap}" for gap, is_said in said.items() if not is_said]


def test_there_are_types() -> None:
    assert len(TYPES) > 70


@pytest.mark.parametrize("type_name", TYPES)
def test_a_type_that_the_sandbox_makes_is_known(type_name: str) -> None:
    assert missing(type_name) == []


def test_a_type_without_a_record_is_found() -> None:
    assert missing(MADE_UP) == ["AWS::Made::Up: no record in patterns/knowledge/"]


@pytest.mark.parametrize(
    ("gap", "line"),
    [
        ({"noun": ""}, "AWS::Made::Up: no noun"),
        ({"free": None}, 'AWS::Made::Up: no price rule and no "free, because"'),
        ({"lost": None}, "AWS::Made::Up: not said what deleting one loses"),
        ({"lost": Nothing("")}, "AWS::Made::Up: not said what deleting one loses"),
    ],
)
def test_a_record_with_a_gap_is_found(monkeypatch: pytest.MonkeyPatch, gap: dict[str, Any], line: str) -> None:
    monkeypatch.setitem(known(), MADE_UP, About(**WHOLE | gap))

    assert missing(MADE_UP) == [line]


def test_a_record_without_a_gap_passes_with_a_page_or_with_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(known(), MADE_UP, About(**WHOLE))
    by_page = missing(MADE_UP)
    monkeypatch.setitem(known(), MADE_UP, About(**WHOLE | {"free": None}))
    monkeypatch.setitem(rates(), MADE_UP, ())

    assert by_page == missing(MADE_UP) == []
