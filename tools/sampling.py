"""Of many test cases a seeded sample for `make test`, more for the pipeline; `make test-long` runs all others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

import pytest


def sampled(cases: Iterable[Any], most: int, seed: int = 7, *, slow: int = 0, rows: bool = False) -> list[Any]:
    """The cases as parameters: `most` of them unmarked, `slow` more marked as slow, and all others as long.

    What is marked already stays so, uncounted. With `rows` a case is a tuple, with a value for each argument.
    """
    params = [case if _is_param(case) else pytest.param(*case if rows else (case,)) for case in cases]
    free = [number for number, param in enumerate(params) if not param.marks]
    drawn = Random(seed).sample(free, min(most + slow, len(free)))
    left = {number: marked(params[number], pytest.mark.long) for number in set(free).difference(drawn)}
    left |= {number: marked(params[number], pytest.mark.slow) for number in drawn[most:]}
    return [left.get(number, param) for number, param in enumerate(params)]


def _is_param(case: Any) -> bool:
    return isinstance(case, type(pytest.param()))


def long_case(param: Any) -> Any:
    """The same parameters of a case, left to the long sweep."""
    return marked(param, pytest.mark.long)


def marked(param: Any, mark: pytest.MarkDecorator) -> Any:
    """The same parameters of a case, with a mark."""
    values: Sequence[Any] = param.values
    return pytest.param(*values, id=param.id, marks=mark)
