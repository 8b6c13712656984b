"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """Whether it is well, what was seen, and what to do where it is not."""

    well: bool
    seen: str
    advice: str = ""
