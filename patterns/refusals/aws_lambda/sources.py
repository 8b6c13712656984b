"""What Lambda refuses of an event source mapping as it stands in the call. Not what depends on queue, stream and role.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal
from patterns.refusals.aws_lambda.settings import INVALID, VALIDATION
from patterns.refusals.events.event_patterns import parsed

WITHOUT_WINDOW = 10
"""Messages of a queue that make a batch without a batching window."""
MOST_FILTERS = 10
LONGEST_PATTERN = 4096

RANGES: Mapping[str, tuple[str, int, int]] = {
    "BatchSize": ("batchSize", 1, 10_000),
    "MaximumBatchingWindowInSeconds": ("maximumBatchingWindowInSeconds", 0, 300),
    "MaximumRecordAgeInSeconds": ("maximumRecordAgeInSeconds", -1, 604_800),
    "MaximumRetryAttempts": ("maximumRetryAttempts", -1, 10_000),
    "ParallelizationFactor": ("parallelizationFactor", 1, 10),
    "TumblingWindowInSeconds": ("tumblingWindowInSeconds", 0, 900),
}
CONCURRENCY = (2, 1000)
SHORTEST_RECORD_AGE_SECONDS = 60

OF_STREAMS = (
    "BisectBatchOnFunctionError", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "ParallelizationFactor",
    "StartingPosition", "StartingPositionTimestamp", "TumblingWindowInSeconds",
)  # fmt: skip
"""What a mapping of a queue does not have."""
POSITIONS = {"dynamodb": ("TRIM_HORIZON", "LATEST"), "kinesis": ("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP")}


def wrong_mapping(asked: Mapping[str, Any], source_arn: str, *, is_new: bool) -> Iterator[Refusal]:
    """What a mapping of this source does not take.

    `asked` are the settings as they will be: those of the call over those there are.
    """
    yield from wrong_numbers(asked)
    yield from wrong_filters(asked)
    yield from wrong_for_source(asked, source_arn, is_new=is_new)


def wrong_for_source(asked: Mapping[str, Any], source_arn: str, *, is_new: bool) -> Iterator[Refusal]:
    """What goes with another kind of source only, and what this one asks for."""
    service = source_arn.split(":")[2]
    if service == "sqs":
        yield from _wrong_of_queue(asked, is_fifo=source_arn.endswith(".fifo"))
    elif is_new and service in POSITIONS:
        position = asked.get("StartingPosition")
        if position is None:
            said = "Member must not be null."
            yield VALIDATION, _broken("null", "startingPosition", said, quoted=False)
        elif position not in POSITIONS[service]:
            yield INVALID, f"Unsupported starting position for arn type: {source_arn}"


def wrong_numbers(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the numbers of a mapping."""
    for name, (field, least, most) in RANGES.items():
        value = asked.get(name)
        if value is None:
            continue
        if int(value) > most:
            yield VALIDATION, _broken(value, field, f"Member must have value less than or equal to {most}")
        if int(value) < least:
            yield VALIDATION, _broken(value, field, f"Member must have value greater than or equal to {least}")
    age = asked.get("MaximumRecordAgeInSeconds")
    if age is not None and -1 < int(age) < SHORTEST_RECORD_AGE_SECONDS:
        said = f"Maximum record age in seconds must be -1 or at least {SHORTEST_RECORD_AGE_SECONDS}"
        yield INVALID, f"{said}, and is {age}."


def wrong_filters(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the filters of a mapping."""
    filters = (asked.get("FilterCriteria") or {}).get("Filters") or ()
    if len(filters) > MOST_FILTERS:
        yield VALIDATION, _broken(len(filters), "filterCriteria.filters", f"at most {MOST_FILTERS} filters")
    for one in filters:
        text = one.get("Pattern", "")
        if len(text) > LONGEST_PATTERN:
            said = f"Member must have length less than or equal to {LONGEST_PATTERN}"
            yield VALIDATION, _broken(text, "filterCriteria.filters.1.member.pattern", said)
        try:
            parsed(text)
        except ValueError:
            yield INVALID, "Invalid filter pattern definition."


def _wrong_of_queue(asked: Mapping[str, Any], *, is_fifo: bool) -> Iterator[Refusal]:
    foreign = [name for name in OF_STREAMS if asked.get(name) not in (None, False)]
    if foreign:
        yield INVALID, f"{', '.join(foreign)} cannot be set for an event source of SQS: it is of streams."
    size, window = asked.get("BatchSize") or 0, asked.get("MaximumBatchingWindowInSeconds") or 0
    if is_fifo and size > WITHOUT_WINDOW:
        message = f"Batch size must be at most {WITHOUT_WINDOW} for a FIFO queue, and is {size}."
        yield INVALID, message
    if is_fifo and window:
        yield INVALID, "Maximum batch window in seconds is not supported for FIFO queues."
    if size > WITHOUT_WINDOW and not window:
        yield (
            INVALID,
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than "
            f"{WITHOUT_WINDOW}",
        )
    concurrency = (asked.get("ScalingConfig") or {}).get("MaximumConcurrency")
    if concurrency is not None and not CONCURRENCY[0] <= int(concurrency) <= CONCURRENCY[1]:
        said = f"Member must have value between {CONCURRENCY[0]} and {CONCURRENCY[1]}"
        yield VALIDATION, _broken(concurrency, "scalingConfig.maximumConcurrency", said)


def _broken(value: Any, field: str, constraint: str, *, quoted: bool = True) -> str:
    shown = f"'{value}'" if quoted else value
    return f"1 validation error detected: Value {shown} at '{field}' failed to satisfy constraint: {constraint}"
