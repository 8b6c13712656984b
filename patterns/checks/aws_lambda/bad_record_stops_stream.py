"""A function that reads a stream and tries a bad record until it expires."""

from __future__ import annotations

from typing import Any

from patterns.checks.aws_lambda._mappings import STREAMS, mappings
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved

LIMITS = ("MaximumRetryAttempts", "MaximumRecordAgeInSeconds")


def _places(resolved: Resolved) -> Places:
    for mapping in mappings(resolved, *STREAMS):
        if all(_is_endless(at(mapping.properties, limit)) for limit in LIMITS):
            yield mapping.logical_id, ()


def _is_endless(limit: Any) -> bool:
    """Whether a limit certainly is none: -1 stands for that, and is what holds where nothing is said."""
    return limit is None or str(limit) == "-1"


RULE = Rule(
    id="LAMBDA-007",
    title="One bad record stops the stream for a day",
    why=(
        "A stream keeps its order, so Lambda tries a bad record again until it expires, and those behind it wait. "
        "Limit it with MaximumRetryAttempts or MaximumRecordAgeInSeconds, halve the batch with "
        "BisectBatchOnFunctionError, and keep what fails."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP04",
    severity=Severity.MEDIUM,
    places=_places,
)
