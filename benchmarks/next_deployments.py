"""Deployments after the first, per resource, read-back included: the time stays in proportion to what is deployed.

Beside them moto's own CloudFormation, which reads nothing back and passes over types it does not make.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median

from benchmarks import plain_moto as alternative
from benchmarks.measure import Row, in_fresh_python, timed
from patterns import Sandbox, SecureBucket

STACKS = (1, 2, 5, 10)


THEIR_TIMING = """
import json, time
taken = {{}}
for count in {stacks}:
    taken[count] = []
    for run in range({runs}):
        {start}
        create("first")
        started = time.perf_counter()
        for number in range(count):
            create(f"next-{{number}}")
        taken[count].append(time.perf_counter() - started)
        mock.stop()
print(json.dumps(taken))
"""


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row per number of stacks deployed one after another, in seconds a resource."""
    pattern = SecureBucket()
    resources = len(pattern.to_dict()["Resources"])
    theirs = _theirs(plain_moto, pattern, STACKS, runs) if plain_moto else {}
    return [
        Row(
            f"next deployments, a resource: {count * resources} resources in {count} stack{'s' * (count > 1)}",
            median(_ours(pattern, count) for _ in range(runs)) / (count * resources),
            theirs[count] / (count * resources) if theirs else None,
            "moto's own CloudFormation, without read-back",
            "under 10 ms",
        )
        for count in STACKS
    ]


def _ours(pattern: SecureBucket, count: int) -> float:
    with Sandbox() as aws:
        aws.deploy(pattern, name="first")
        return timed(lambda: [aws.deploy(pattern, name=f"next-{number}") for number in range(count)])


def _theirs(python: Path, pattern: SecureBucket, stacks: tuple[int, ...], runs: int) -> dict[int, float]:
    start = alternative.START.strip().replace("\n", "\n        ")
    timing = THEIR_TIMING.format(stacks=stacks, runs=runs, start=start)
    said = in_fresh_python("\n".join([alternative.IMPORTS, alternative.creation(pattern), timing]), python=python)
    return {int(count): median(taken) for count, taken in json.loads(said).items()}
