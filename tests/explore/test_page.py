"""The page's widget: what it takes from the browser, and that a long session keeps nothing."""

from __future__ import annotations

import gc
import random
import tracemalloc

import pytest

from patterns import SecureBucket
from patterns.explore import Workbench
from patterns.explore.page import Page


def test_messages_of_the_browser_are_clicks_and_each_is_answered() -> None:
    page = Page()
    seen: list[tuple[str, str, str]] = []
    page.observe(lambda change: seen.append(tuple(change["new"][part] for part in ("name", "value", "text"))), "action")

    for content in ({"name": "undo"}, {"name": "undo"}, {"name": "accept", "value": "S3-004 Bucket", "text": "why"}):
        page._handle_custom_msg(content, [])

    assert seen == [("undo", "", ""), ("undo", "", ""), ("accept", "S3-004 Bucket", "why")]
    assert page.answered == 3


def test_unknown_action_is_answered_and_changes_nothing() -> None:
    workbench = Workbench(SecureBucket())
    view = workbench.view

    workbench.page._handle_custom_msg({"name": "wait"}, [])

    assert workbench.page.answered == 1
    assert workbench.view is view


def test_script_has_one_export_and_no_import() -> None:
    script = Page._esm

    assert script.count("export ") == 1
    assert "import " not in script


@pytest.mark.long
def test_300_turns_lose_none_and_keep_no_memory() -> None:
    workbench, chance = Workbench(SecureBucket()), random.Random(0)
    kinds = SecureBucket.parameters()

    def turn() -> None:
        name = chance.choice(["versioning", "noncurrent_days", "tls_only", "access_logs", "encryption"])
        before, problem = workbench.source, workbench.turn(name, value := chance.choice(kinds[name].choices()))
        assert problem == ""
        assert workbench.source == before.with_(**{name: value})
        assert workbench.view.source is workbench.source

    for _ in range(100):
        turn()
    gc.collect()
    tracemalloc.start()
    for _ in range(300):
        turn()
    gc.collect()
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # Everything allocated meanwhile and still there: the undo line, and caches that have their bounds.
    assert held < 20 * 2**20
