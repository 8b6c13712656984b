from __future__ import annotations

import re

import pytest

from patterns.catalogue import recipe_names
from tools import command_page, readme
from tools.readme import PARTS, README, ROOT, MarkerError, written

TWO = {"first": lambda: "one", "second": lambda: "two\nlines"}
TEXT = """\
Words of a person.
<!-- generated: first -->
old
<!-- end -->
More words.
<!-- generated: second -->
<!-- end -->
"""


def test_parts_are_made_anew_and_the_rest_stays() -> None:
    made = written(TEXT, TWO)

    assert made == TEXT.replace("old", "one").replace("second -->\n", "second -->\ntwo\nlines\n")
    assert written(made, TWO) == made


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TEXT.replace("second", "third"), "README.md has 0 places for the generated part 'second', not one"),
        (TEXT + TEXT, "README.md has 2 places for the generated part 'first', not one"),
        (TEXT.replace("<!-- end -->\n", ""), "write `<!-- generated: first -->` and `<!-- end -->`"),
        (TEXT + "<!-- generated: x -->\n<!-- end -->", "a place for 'x', which nothing makes: there are first, second"),
    ],
)
def test_markers_that_do_not_fit_are_named(text: str, message: str) -> None:
    with pytest.raises(MarkerError, match=re.escape(message)):
        written(text, TWO)


def test_readme_is_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    [counts] = re.findall(r"<!-- generated: fidelity -->\n(.*?)\n<!-- end -->", text, re.DOTALL)

    # The counts take a run of every type; the pipeline makes them anew and compares.
    assert written(text, PARTS | {"fidelity": lambda: counts}) == text, "run `make readme`"


def test_every_pattern_is_linked_to_its_notebook() -> None:
    links = re.findall(r"\]\((\S+)\)", PARTS["patterns"]())

    assert links == [f"notebooks/{name}.ipynb" for name in recipe_names()]
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_every_command_is_explained() -> None:
    targets = re.findall(r"^([a-z-]+):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert re.findall(r"^\| `make ([a-z-]+)`", PARTS["commands"](), re.MULTILINE) == targets


def test_example_is_short_and_shows_what_it_prints() -> None:
    code, said = re.findall(r"```\w+\n(.*?)```", PARTS["example"](), re.DOTALL)

    assert code == readme.EXAMPLE
    assert len([line for line in code.splitlines() if line]) <= 10
    assert said.splitlines()[-1] == "UPDATE_COMPLETE {'Status': 'Enabled'}"


def test_the_page_of_commands_is_what_help_prints() -> None:
    assert command_page.page() == command_page.PAGE.read_text(encoding="utf-8"), "run `make readme`"
