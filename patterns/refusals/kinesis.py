"""What Kinesis refuses of how long a stream keeps its records.

https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

CODE = "InvalidArgumentException"
LEAST_HOURS, MOST_HOURS = 24, 8760


def _retention(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    hours = asked.get("RetentionPeriodHours")
    if hours is not None and int(hours) < LEAST_HOURS:
        told = f"Requested retention period ({hours} hours) is too short."
        yield CODE, f"Minimum allowed retention period is {LEAST_HOURS} hours. {told}"
    if hours is not None and int(hours) > MOST_HOURS:
        yield CODE, f"Maximum allowed retention period is {MOST_HOURS} hours. Requested: {hours} hours."


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::Kinesis::Stream": (_retention,)}
