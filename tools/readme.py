"""Writes what is generated: three pages and a picture in docs/, the marked parts of README.md. Its rest is people's.

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`, and every part there is must have its place.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Callable, Mapping, Sequence

from tools import command_page, fidelity_page, house, iam_cases
from tools.fidelity import ROOT, summary

README = ROOT / "README.md"

EXAMPLE = """\
from patterns import SecureBucket, Sandbox, check, compare

bucket = SecureBucket(versioning=False)
for finding in check(bucket):
    print(finding.title, "->", finding.remedy)

with Sandbox() as aws:
    stack = aws.deploy(bucket)
    print(compare(bucket, SecureBucket())[0].logical_id, "would change in place")
    stack.update(SecureBucket())
    print(stack.status, stack["Bucket"].actual["VersioningConfiguration"])
"""
"""What the README shows of the library: it runs when the README is written, and its output is what it prints."""

MARKED = re.compile(r"(<!-- generated: (\S+) -->\n).*?<!-- end -->", re.DOTALL)


class MarkerError(ValueError):
    """The README's markers and the parts there are do not fit; the message names the part and what to write."""


def patterns() -> str:
    """A table of the recipes, each linked to its notebook."""
    from patterns.catalogue import recipes

    rows = [
        (f"[{name}](notebooks/{name}.ipynb)", recipe.title, recipe.summary(), recipe.pillar, str(recipe.minutes))
        for name, recipe in recipes().items()
    ]
    return _table(("pattern", "question", "what it is", "pillar", "minutes"), rows)


def example() -> str:
    """The example, and what it prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(EXAMPLE, "README.md", "exec"), {})
    return f"```python\n{EXAMPLE}```\n\n```text\n{said.getvalue()}```"


def commands() -> str:
    """A table of the Makefile's targets, in its own words."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.findall(r"^([a-z-]+):.*?## (.*)$", makefile, re.MULTILINE)
    return _table(("command", "what it does"), [(f"`make {name}`", what) for name, what in found])


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, ["---"] * len(headings), *rows))


def counts() -> str:
    """The counts of docs/fidelity.md, with a link."""
    return f"{summary()} [docs/fidelity.md](docs/fidelity.md) has the list."


PARTS: Mapping[str, Callable[[], str]] = {
    "patterns": patterns,
    "example": example,
    "commands": commands,
    "fidelity": counts,
}


def written(text: str, parts: Mapping[str, Callable[[], str]] = PARTS) -> str:
    """`text` with every part made anew between its markers. Raises `MarkerError`."""
    placed = [name for _, name in MARKED.findall(text)]
    for name in parts:
        if placed.count(name) != 1:
            raise MarkerError(
                f"README.md has {placed.count(name)} places for the generated part {name!r}, not one: "
                f"write `<!-- generated: {name} -->` and `<!-- end -->`, each on a line of its own"
            )
    for name in placed:
        if name not in parts:
            raise MarkerError(f"README.md has a place for {name!r}, which nothing makes: there are {', '.join(parts)}")
    return MARKED.sub(lambda place: f"{place[1]}{parts[place[2]]()}\n<!-- end -->", text)


def main() -> None:
    """Write the five files; ends with 1 and a sentence when the README's markers do not fit."""
    fidelity_page.PAGE.parent.mkdir(exist_ok=True)
    for generated in (command_page, fidelity_page, iam_cases):
        generated.PAGE.write_text(generated.page(), encoding="utf-8")
    house.PICTURE.write_text(house.picture(), encoding="utf-8")
    try:
        README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
    except MarkerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
