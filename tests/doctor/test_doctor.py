"""The look at a machine before a class: every check passes where all is well, and else fails with advice."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from patterns import Sandbox, cli
from patterns.doctor import CHECKS, Check, examine, machine, software
from patterns.doctor.line import Line

MIB = 1 << 20


def test_this_environment_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATTERNS_PROGRESS", str(tmp_path / "new" / "progress.json"))
    # Free memory and disk are this machine's at this moment.
    found = examine([check for check in CHECKS if check.name not in ("memory", "disk")])

    assert {name: line.seen for name, line in found.items() if not line.well} == {}
    assert list(tmp_path.iterdir()) == []
    assert Sandbox.live() is None


def test_an_old_python_fails() -> None:
    assert software.python((3, 11, 0)).well
    assert software.python((3, 10, 9)) == Line(
        False, "3.10.9", "install Python 3.11 or newer, and make the environment with it"
    )


@pytest.mark.parametrize(
    ("lock", "well", "seen"),
    [
        ("pytest=={pytest}\n", True, "1 as in the lock"),
        ("pytest==0.1 ; python_version < '3'\npytest=={pytest} ; python_version >= '3'\n", True, "1 as in the lock"),
        ("only-elsewhere==1 ; sys_platform == 'win32'\n", True, "1 as in the lock"),
        ("not-there==1\npytest==0.1\n", False, "2 not as in the lock: not-there missing instead of 1, pytest {pytest}"),
    ],
)
def test_packages_are_compared_with_the_lock(tmp_path: Path, lock: str, well: bool, seen: str) -> None:
    path = tmp_path / "requirements.lock"
    path.write_text(lock.format(pytest=pytest.__version__))

    found = software.packages(path)

    assert found.well is well
    assert found.seen.startswith(seen.format(pytest=pytest.__version__))


def test_without_a_lock_packages_have_only_to_be_there(tmp_path: Path) -> None:
    assert software.packages(tmp_path / "none").seen == "all are installed; there is no lock to compare with"


def test_missing_extensions_are_named(tmp_path: Path) -> None:
    (tmp_path / "anywidget").mkdir()
    (tmp_path / "anywidget" / "package.json").write_text("{}")

    found = software.widgets([tmp_path])

    assert (found.well, found.seen) == (False, "missing: @jupyter-widgets/jupyterlab-manager")


def test_a_missing_package_fails_its_own_line_only() -> None:
    def broken() -> Line:
        raise ModuleNotFoundError("No module named 'moto'")

    found = examine([Check("sandbox", broken), Check("Python", software.python)])

    assert found["sandbox"].seen == "ModuleNotFoundError: No module named 'moto'"
    assert not found["sandbox"].well
    assert found["Python"].well


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ("", "PATTERNS_PROGRESS is empty: nothing is kept"),
        ("{folder}/file/progress.json", "nothing can be written in {folder}/file"),
        ("{folder}/file", "{folder}/file is not a file of progress: it is not JSON"),
    ],
)
def test_progress_that_cannot_be_kept_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, seen: str
) -> None:
    (tmp_path / "file").write_text("no progress")
    monkeypatch.setenv("PATTERNS_PROGRESS", place.format(folder=tmp_path))

    found = machine.progress()

    assert not found.well
    assert found.seen.startswith(seen.format(folder=tmp_path))
    assert found.advice


@pytest.mark.parametrize(("mib", "well"), [(799, False), (800, True)])
def test_memory_is_compared_with_what_a_learner_needs(mib: int, well: bool) -> None:
    assert machine.memory(lambda: mib * MIB).well is well


def test_a_containers_limit_counts_less_what_it_can_give_back(tmp_path: Path) -> None:
    assert machine.free_memory(tmp_path) > 500 * MIB
    (tmp_path / "memory.current").write_text(f"{300 * MIB}\n")
    (tmp_path / "memory.stat").write_text(f"anon 1\ninactive_file {100 * MIB}\n")

    (tmp_path / "memory.max").write_text(f"{500 * MIB}\n")
    assert machine.free_memory(tmp_path) == 300 * MIB

    (tmp_path / "memory.max").write_text("max\n")
    assert machine.free_memory(tmp_path) > 500 * MIB


def test_a_full_disk_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.fullmatch(r"\d+ MiB are free in \S+; 500 MiB are needed", machine.disk(tmp_path).seen)

    monkeypatch.setattr(machine, "DISK_MIB", 1 << 40)
    assert not machine.disk(tmp_path).well
    assert str(tmp_path) in machine.disk(tmp_path).advice


def test_the_command_says_what_to_do_and_exits_with_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [Check("Python", software.python), Check("memory", lambda: Line(False, "1 MiB is free", "close others"))]
    monkeypatch.setattr(examine, "__defaults__", (lines,))

    with pytest.raises(SystemExit) as ended:
        cli.main(["doctor"])
    assert ended.value.code == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["✗ memory  1 MiB is free", "          -> close others"]

    with pytest.raises(SystemExit):
        cli.main(["doctor", "--json"])
    facts = json.loads(capsys.readouterr().out)
    assert [(fact["name"], fact["well"], bool(fact["advice"])) for fact in facts] == [
        ("Python", True, False), ("memory", False, True),
    ]  # fmt: skip


def test_the_command_exits_with_nought_where_all_is_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(examine, "__defaults__", ([Check("Python", software.python)],))

    with pytest.raises(SystemExit) as ended:
        cli.main(["doctor"])

    assert (ended.value.code, capsys.readouterr().out[0]) == (0, "✓")
