"""A class on a JupyterHub: eight learners at once run a page and solve an exercise, each with a file of his own.

It needs Node.js, for the hub's proxy; a machine without it fails the long test, it does not skip it.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from patterns.classroom.table import classroom
from patterns.doctor.machine import MEMORY_MIB
from tools.hub import LEARNERS, LOCK, Missing, culler, hub, install
from tools.learners import EXERCISE, Learned, learn, pull, table

CULL_SECONDS = 120
CONDITIONS = 4


def committed(repository: Path, text: str) -> Path:
    """A page in a repository of git, committed."""
    repository.mkdir(exist_ok=True)
    page = repository / "page.txt"
    page.write_text(text)
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    new = () if (repository / ".git").exists() else (("init", "--quiet", "--initial-branch=main"),)
    for command in (*new, ("add", "."), ("commit", "--quiet", "-m", text)):
        subprocess.run(["git", *who, *command], cwd=repository, check=True)
    return page


@pytest.mark.long
def test_eight_learners_at_once_run_a_page_and_solve_an_exercise(tmp_path: Path) -> None:
    with hub(tmp_path) as running:
        learned = learn(running, LEARNERS)
        print(table(learned))  # noqa: T201

        assert [(one.name, one.errors, one.verdicts) for one in learned] == [
            (name, (), (f"2 of {CONDITIONS} hold", "solved")) for name in LEARNERS
        ]
        assert max(one.most_mib for one in learned) < MEMORY_MIB
        found = classroom(running.homes.glob("*/.local/share/aws-patterns/progress.json"))
        assert {(learner.name, learner.doubt, learner.solved) for learner in found.learners} == {
            (name, "", frozenset({EXERCISE})) for name in LEARNERS
        }

        page = committed(tmp_path / "cookbook", "first")
        assert '"phase": "finished"' in pull(running, LEARNERS[0], page.parent)
        pulled = running.homes / LEARNERS[0] / "cookbook" / page.name
        (pulled.parent / "mine.txt").write_text("kept")
        committed(page.parent, "second")
        assert '"phase": "finished"' in pull(running, LEARNERS[0], page.parent)
        assert (pulled.read_text(), (pulled.parent / "mine.txt").read_text()) == ("second", "kept")

        assert running.running() == sorted(LEARNERS)
        with culler(running, idle_seconds=1):
            give_up = time.monotonic() + CULL_SECONDS
            while running.running() and time.monotonic() < give_up:
                time.sleep(0.5)
        assert running.running() == []


def test_a_machine_without_node_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(Missing, match="install node and npm"):
        install(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_jupyterhub_is_not_in_the_lock() -> None:
    assert "jupyterhub" not in LOCK.read_text()


def test_the_table_has_median_and_most() -> None:
    learned = [Learned(str(most), (), (), 1, 20, 3, most) for most in (300, 340, 420)]

    assert table(learned).splitlines()[-1] == "| memory at its most (MiB) | 340 | 420 |"
