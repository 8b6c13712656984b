"""The largest recipe deployed, per resource, and an hour of the account's time in which it loses a zone."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from benchmarks.largest import largest
from benchmarks.measure import Row, timed
from patterns import Sandbox
from patterns.explore.drills import zone_drill
from patterns.pattern import Pattern


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """Two rows, in seconds; beside the stack that is measured there is one that was deployed before."""
    pattern = largest()
    pairs = [_measured(pattern, number) for number in range(runs)]
    name, size = pattern.name.replace("-", " "), len(pattern.to_dict()["Resources"])
    return [
        Row(f"next deployment, a resource: {name}", median(one for one, _ in pairs) / size, None, "", "under 10 ms"),
        Row(f"a zone outage drill of an hour: {name}", median(one for _, one in pairs), None, "", "under 1 s"),
    ]


def _measured(pattern: Pattern, number: int) -> tuple[float, float]:
    with Sandbox(seed=number) as aws:
        aws.deploy(pattern, name="first")
        deployed = timed(lambda: aws.deploy(pattern, name="next"))
        stack = aws.stacks[-1]
        aws.clock.advance(minutes=2)
        return deployed, timed(lambda: zone_drill(aws, stack, "us-east-1a", minutes=60))
