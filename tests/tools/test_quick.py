import subprocess
import sys

import pytest

from tools.quick import ROOT, Choice, choices, runs


def paths(*changed: str) -> set[str]:
    return {choice.path for choice in choices(changed)}


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ("patterns/sandbox/services/sqs/patches/counts.py", "tests/sandbox/services/sqs"),
        ("patterns/sandbox/services/sqs/resources/queue.py", "tests/sandbox/provider/test_every_provider.py"),
        ("patterns/sandbox/services/sqs/permissions.py", "tests/sandbox/authorisation/test_every_service.py"),
        ("patterns/sandbox/core/clock.py", "tests/sandbox/core"),
        ("patterns/sandbox/gateway/pipeline.py", "tests/sandbox/gateway"),
        ("patterns/recipes/secure_bucket.py", "notebooks/secure_bucket.ipynb"),
        ("patterns/exercises/secure_bucket.py", "tests/exercises/test_every_exercise.py"),
        ("patterns/checks/s3/versioning_off.py", "tests/checks"),
        ("patterns/knowledge/sqs.py", "tests/knowledge"),
        ("patterns/explore/panels/bill.py", "tests/explore/test_bill.py"),
        ("patterns/explore/drills.py", "tests/explore"),
        ("patterns/cli.py", "tests/test_cli.py"),
        ("notebooks/spot_fleet.ipynb", "notebooks/spot_fleet.ipynb"),
        ("tests/checks/s3/versioning_off.yaml", "tests/checks"),
        ("tests/exercises/secure_bucket.py", "tests/exercises/test_every_exercise.py"),
        ("tests/sandbox/core/test_clock.py", "tests/sandbox/core/test_clock.py"),
        ("tools/readme.py", "tests/tools/test_readme.py"),
        ("README.md", "tests/tools/test_readme.py"),
    ],
)
def test_a_change_chooses_what_looks_at_it(changed: str, wanted: str) -> None:
    assert wanted in paths(changed)


def test_what_is_chosen_is_there() -> None:
    every = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()

    assert [path for path in paths(*every) if not (ROOT / path).exists()] == []


def test_a_change_of_one_check_leaves_the_others_alone() -> None:
    assert Choice("tests/checks", "check s3/versioning_off", "versioning_off") in choices(
        ["patterns/checks/s3/versioning_off.py"]
    )
    assert paths("patterns/checks/s3/versioning_off.py") <= {
        "tests/checks",
        "tests/test_imports.py",
        "tests/test_rooms.py",
    }


def test_what_no_test_looks_at_chooses_nothing() -> None:
    assert choices(["LICENSE", ".gitignore"]) == []


def test_what_is_run_whole_is_not_run_in_part_as_well() -> None:
    whole, part = Choice("tests/checks", "all"), Choice("tests/checks", "some", "versioning")

    assert runs([whole, part]) == [["tests/checks"]]
    assert runs([part]) == [["tests/checks", "-k", "versioning"]]


@pytest.mark.slow
def test_a_change_without_tests_says_so() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tools.quick", "LICENSE"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert run.stdout == "nothing that a test looks at has changed\n"
