"""The same everywhere: in whatever zone the machine is, and with docstrings and assertions left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STORY = """
from patterns import DatabaseSecret, Sandbox, catalogue, check
from patterns.explore import tables
print([recipe.summary() for recipe in catalogue.recipes().values()])
with Sandbox(seed=3) as aws:
    stack = aws.deploy(DatabaseSecret())
    aws.clock.advance(days=1)
    print(tables.labels(aws.client("secretsmanager"), stack["Secret"].physical_id)._repr_html_())
    print(tables.timeline(aws.timeline)._repr_html_(), check(DatabaseSecret(), lint=False), stack.snapshot())
    ec2 = aws.client("ec2")
    print(ec2.describe_spot_price_history(Filters=[{"Name": "timestamp", "Values": ["2026-01-0*"]}])["SpotPriceHistory"][:1] != [])
"""  # noqa: E501


def told(*options: str, **environment: str) -> str:
    command = [sys.executable, *options, "-W", "ignore", "-c", STORY]
    ran = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.long
def test_neither_the_zone_of_the_machine_nor_optimised_python_changes_anything() -> None:
    assert told("-OO", TZ="Asia/Kolkata") == told(TZ="UTC")
