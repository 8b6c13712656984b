"""Who may import whom inside the sandbox: the table of `tools.rooms`, held against every import."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tools.rooms import PAIRS, ROOMS, circles, rooms_in, violations

SANDBOX = Path(__file__).parents[1] / "patterns" / "sandbox"


def plant(folder: Path, place: str, source: str = "") -> None:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{source}\n", encoding="utf-8")


def test_no_import_breaks_the_table() -> None:
    assert violations(SANDBOX) == []


def test_every_room_is_in_the_table() -> None:
    assert rooms_in(SANDBOX) - ROOMS.keys() == set()


def test_a_room_that_is_not_in_the_table_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "leftovers/one.py")
    plant(tmp_path, "extra.py")

    assert rooms_in(tmp_path) - ROOMS.keys() == {"leftovers", "extra"}


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("core/planted.py", "from patterns.sandbox import gateway"),
        ("core/planted.py", "import boto3"),
        ("core/planted.py", "from patterns.sandbox.services.sqs import target"),
        ("simulator/planted.py", "from patterns.sandbox.gateway import Call"),
        ("simulator/planted.py", "from patterns.sandbox.services.sqs.patches import counts"),
        ("gateway/planted.py", "from patterns.sandbox.fence import standing"),
        ("gateway/planted.py", "def late():\n    from patterns.sandbox.services.s3 import target"),
        ("permissions.py", "from patterns.sandbox.gateway import Call"),
        ("permissions.py", "from patterns.sandbox.authorisation import authoriser"),
        ("provider/planted.py", "from patterns.sandbox.stacks.stack import Stack"),
        ("provider/planted.py", "import moto.core"),
        ("stacks/planted.py", "from patterns.sandbox.services.sqs.resources import queue"),
        ("stacks/planted.py", "from patterns.sandbox.gateway import Call"),
        ("delivery/planted.py", "from patterns.sandbox.services.sqs.target import TARGET"),
        ("authorisation/planted.py", "from patterns.sandbox.services.s3.patches import kept"),
        ("authorisation/planted.py", "from moto.iam import models"),
        ("faults/planted.py", "from patterns.sandbox.services.ec2.spot.service import Spot"),
        ("services/__init__.py", "from patterns.sandbox.services.sqs import NAMES"),
        ("services/sqs/planted.py", "import moto.sqs.models"),
        ("services/sqs/planted.py", "import importlib\n\nimportlib.import_module('moto.sqs.models')"),
        ("services/sqs/planted.py", "from patterns.sandbox.account import Sandbox"),
        ("services/sqs/planted.py", "from patterns.sandbox.authorisation.authoriser import Authoriser"),
        ("services/sqs/planted.py", "from patterns.sandbox.stacks.engine import Engine"),
        ("services/sqs/planted.py", "from ..s3 import log_destinations"),
        ("services/cloudwatch/planted.py", "from patterns.sandbox.services.autoscaling.groups import service"),
        ("services/sqs/patches/planted.py", "from patterns.sandbox.gateway import Call"),
        ("services/sqs/patches/planted.py", "from patterns.sandbox.provider.base import Provider"),
        ("services/sqs/patches/planted.py", "from patterns.sandbox.services.s3.patches import kept"),
    ],
)
def test_planted_violation_is_found(tmp_path: Path, place: str, line: str) -> None:
    plant(tmp_path, place, line)

    [found] = violations(tmp_path)

    assert found.startswith(f"{place} imports ")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("core/account.py", "if TYPE_CHECKING:\n    from patterns.sandbox.gateway import Gateway"),
        ("simulator/planted.py", "import moto.core\nfrom patterns.sandbox.core.clock import Clock"),
        ("faults/planted.py", "from patterns.sandbox.services.ec2.spot.faults import SpotInterruption"),
        ("services/sqs/planted.py", "from patterns.sandbox.services.sqs.patches import counts"),
        ("services/sqs/planted.py", "from patterns.sandbox.services.cloudwatch.metrics import Metrics"),
        ("services/sqs/patches/planted.py", "from moto.sqs import models"),
        ("services/brand_new/resources/thing.py", "from patterns.sandbox.provider.base import Provider"),
        ("account.py", "from patterns.sandbox.stacks.engine import Engine"),
        ("services/cloudformation/planted.py", "from patterns.sandbox.stacks.engine import Engine"),
    ],
)
def test_import_of_the_table_is_allowed(tmp_path: Path, place: str, line: str) -> None:
    plant(tmp_path, place, line)

    assert violations(tmp_path) == []


def test_services_that_import_one_another_are_in_no_circle() -> None:
    below = defaultdict(set)
    for above, other in PAIRS:
        below[above].add(other)

    def under(service: str) -> set[str]:
        return below[service].union(*map(under, below[service]))

    assert [service for service in list(below) if service in under(service)] == []


def test_no_module_of_the_sandbox_imports_itself_in_a_circle_when_it_runs() -> None:
    assert circles(SANDBOX, with_types=False) == []


@pytest.mark.slow
def test_circles_that_only_a_type_checker_sees_stay_small_and_within_one_room() -> None:
    found = circles(SANDBOX, with_types=True)

    assert [circle for circle in found if len(circle) > 10] == []
    assert [circle for circle in found if len({place(name) for name in circle}) > 1] == []


def place(name: str) -> str:
    """The room or the service that a module lies in."""
    return ".".join(name.split(".")[: 2 if name.startswith("services.") else 1])


def test_a_circle_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "core/a.py", "from patterns.sandbox.core import b")
    plant(tmp_path, "core/b.py", "def late():\n    from patterns.sandbox.core.a import A")
    plant(tmp_path, "core/c.py", "from patterns.sandbox.core import a")

    assert circles(tmp_path, with_types=False) == [["core.a", "core.b"]]


def test_the_root_of_the_sandbox_stays_small() -> None:
    assert len(list(SANDBOX.glob("*.py"))) <= 8
