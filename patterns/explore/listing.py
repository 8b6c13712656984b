"""A template as a page shows it: its text, by whose line numbers errors and findings speak. Not what is in it."""

from __future__ import annotations

from pathlib import Path


def numbered(template: str) -> str:
    """A template as text, its lines numbered as errors and findings number them; of a file if it is one line."""
    text = template if "\n" in template else Path(template).read_text(encoding="utf-8")
    lines = text.rstrip().splitlines()
    return "\n".join(f"{number:{len(str(len(lines)))}}  {line}".rstrip() for number, line in enumerate(lines, 1))
