"""Deployments after the first, per resource, read-back included: the time stays in proportion to what is deployed.

Beside them moto's own CloudFormation, which reads nothing back and passes over types it does not make.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median

from benchmarks import plain_moto as alternative
from benchmarks.measure import Row, in_fresh_python, timed
from benchmarks.stacks import AT_ONCE, SIZES, template, text
from patterns import Sandbox

THEIR_TIMING = """
import json, time
taken = []
for run in range({runs}):
    {start}
    cloudformation.create_stack(StackName="first", TemplateBody={first!r})
    started = time.perf_counter()
    cloudformation.create_stack(StackName="next", TemplateBody={body!r})
    taken.append(time.perf_counter() - started)
    mock.stop()
print(json.dumps(taken))
"""


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row per size of a stack, in seconds a resource."""
    return [
        Row(
            f"next deployment, a resource: a stack of {size}",
            median(_ours(size) for _ in range(runs)) / size,
            _theirs(plain_moto, size, runs) / size if plain_moto else None,
            "moto's own CloudFormation, without read-back",
            "under 10 ms",
        )
        for size in SIZES
    ]


def _ours(size: int) -> float:
    with Sandbox() as aws:
        aws.deploy(template(AT_ONCE), name="first")
        return timed(lambda: aws.deploy(template(size), name="next"))


def _theirs(python: Path, size: int, runs: int) -> float:
    start = alternative.START.strip().replace("\n", "\n    ")
    timing = THEIR_TIMING.format(first=text(AT_ONCE), body=text(size), runs=runs, start=start)
    taken: list[float] = json.loads(in_fresh_python("\n".join([alternative.IMPORTS, timing]), python=python))
    return median(taken)
