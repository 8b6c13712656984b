"""Which exercises a reader has solved, kept between sessions in the reader's own data folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

from platformdirs import user_data_path

PLACE = "PATTERNS_PROGRESS"
"""Environment variable with the file to use instead; empty keeps nothing, as in tests and when pages are made.

Not an `AWS_` name: a live sandbox hides those.
"""


def solved() -> frozenset[str]:
    """The names of the exercises solved so far; none where the file is missing or cannot be read."""
    place = _place()
    try:
        found = json.loads(place.read_text(encoding="utf-8")) if place else []
    except (OSError, ValueError):
        return frozenset()
    return frozenset(name for name in found if isinstance(name, str)) if isinstance(found, list) else frozenset()


def remember(name: str) -> None:
    """Keep that an exercise was solved; where nothing can be written it is forgotten with the kernel."""
    place, known = _place(), solved()
    if place is None or name in known:
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(sorted({*known, name})), encoding="utf-8")
    except OSError:
        return


def _place() -> Path | None:
    given = os.environ.get(PLACE)
    if given is None:
        return user_data_path("aws-patterns", appauthor=False) / "progress.json"
    return Path(given) if given else None
