"""A forecast that is names: in which forms they may be given. Not an exercise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from patterns.trial import Lacking


def named(answer: Any, wanted: str) -> set[str]:
    """The names in an answer: a list, or a text such as "AppA, AppC" or "AppA and AppC".

    Raises `Lacking` for anything else, which says what is `wanted`.
    """
    names = [name for name in re.findall(r"\w+", answer) if name != "and"] if isinstance(answer, str) else answer
    if not isinstance(names, Iterable) or isinstance(names, (bytes, Mapping)):
        raise Lacking(f"give {wanted}")
    said = {str(name).strip() for name in names}
    if not said:
        raise Lacking(f"give {wanted}")
    return said
