"""The gallery: every recipe on one card, in reading order, with what the reader has solved."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns import catalogue
from patterns.classroom.paths import PATHS, Step
from patterns.explore import gallery as gallery_module
from patterns.explore.gallery import gallery


@pytest.mark.slow
def test_every_recipe_has_its_card_and_links_to_its_page():
    cards = [card for cards in gallery().paths.values() for card in cards]

    assert sorted(card.name for card in cards) == list(catalogue.recipe_names())
    html = gallery()._repr_html_()
    for card in cards:
        assert f'href="{card.name}.ipynb"' in html
        assert card.picture.startswith('<img alt="Diagram of ')


@pytest.mark.slow
def test_what_is_to_be_read_before_comes_before():
    order = [card.name for cards in gallery().paths.values() for card in cards]

    for name in order:
        path = catalogue.recipe(name).path
        for earlier in catalogue.recipe(name).after:
            if catalogue.recipe(earlier).path == path:
                assert order.index(earlier) < order.index(name)


@pytest.mark.slow
def test_solved_exercises_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATTERNS_PROGRESS", str(tmp_path / "progress.json"))
    assert "0 of 3 exercises done" in repr(gallery())

    catalogue.exercise("what_a_delete_leaves").check(3)

    assert "secure_bucket: " in repr(gallery())
    assert "First week (1 of 20 exercises done · 300 minutes)" in repr(gallery())
    assert "00_start_here read first, secure_bucket 1/3, least" in repr(gallery())
    assert "1 of 3 exercises done" in repr(gallery())


@pytest.mark.slow
def test_learning_paths_come_first_and_link_their_pages():
    shown = gallery()

    assert [walk.path for walk in shown.walks] == list(PATHS)
    html = shown._repr_html_()
    assert html.index("Learning paths") < html.index("Build the network")
    for step in (step for path in PATHS for step in path.steps):
        assert f'href="{step.page}.ipynb"' in html


@pytest.mark.slow
def test_a_page_whose_exercises_are_all_solved_is_ticked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gallery_module, "solved", lambda: frozenset(Step("secure_bucket").exercises))

    assert "secure_bucket ✓ 3/3" in repr(gallery())
    assert "✓ 3/3</span>" in gallery()._repr_html_()


@pytest.mark.slow
def test_exercises_of_the_instructor_are_shown_with_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert "instructor" not in repr(gallery()) + gallery()._repr_html_()
    one = "Exercise({name!r}, Kind.BUILD, 'Build.', (), ())"
    own = ", ".join(one.format(name=name) for name in ("our_<queue>", "our_topic"))
    (tmp_path / "class.py").write_text(f"from patterns.instructor import Exercise, Kind\nEXERCISES = [{own}]")
    monkeypatch.setenv("PATTERNS_CLASS", str(tmp_path / "class.py"))
    monkeypatch.setattr(gallery_module, "solved", lambda: frozenset({"our_topic"}))

    assert "Of your instructor: our_<queue> to do, our_topic ✓ solved\n" in repr(gallery())
    assert "our_&lt;queue&gt; to do</span>" in gallery()._repr_html_()
