"""Of many test cases a seeded sample for `make test`; the others stay in `make test-long`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

import pytest


def sampled(cases: Iterable[Any], most: int, seed: int = 7, *, rows: bool = False) -> list[Any]:
    """The cases as parameters, all but `most` of them marked as long; what is marked already stays so, uncounted.

    With `rows` a case is a tuple with a value for each of several arguments.
    """
    params = [case if _is_param(case) else pytest.param(*case if rows else (case,)) for case in cases]
    free = [number for number, param in enumerate(params) if not param.marks]
    always = set(Random(seed).sample(free, min(most, len(free))))
    return [param if param.marks or number in always else long_case(param) for number, param in enumerate(params)]


def _is_param(case: Any) -> bool:
    return isinstance(case, type(pytest.param()))


def long_case(param: Any) -> Any:
    """The same parameters of a case, left to the long sweep."""
    values: Sequence[Any] = param.values
    return pytest.param(*values, id=param.id, marks=pytest.mark.long)
