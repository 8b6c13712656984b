"""Writes the golden templates: each recipe's default template as JSON, for people to review and a test to compare.

python -m tools.golden
"""

from __future__ import annotations

from pathlib import Path

from patterns import catalogue

FOLDER = Path(__file__).parents[1] / "tests" / "golden"


def golden(name: str) -> str:
    """The text of the golden template of a recipe, named as its module is: keys in the template's own order."""
    return catalogue.recipe(name)().to_json().rstrip() + "\n"


def write() -> list[Path]:
    """The files written, one for each recipe; those of recipes that are gone are removed."""
    wanted = {FOLDER / f"{name}.json": name for name in catalogue.recipe_names()}
    for stale in set(FOLDER.glob("*.json")) - set(wanted):
        stale.unlink()
    for file, name in wanted.items():
        file.write_text(golden(name), encoding="utf-8")
    return sorted(wanted)


if __name__ == "__main__":
    for written in write():
        print(written.relative_to(FOLDER.parents[1]))
