"""A function that can only take or fail a whole batch of messages."""

from __future__ import annotations

from patterns.checks.aws_lambda._mappings import QUEUE, mappings, seconds
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown

REPORTS = "ReportBatchItemFailures"
BATCH = 10
"""Messages in a batch where a template does not say."""


def _places(resolved: Resolved) -> Places:
    for mapping in mappings(resolved, QUEUE):
        answers = each(at(mapping.properties, "FunctionResponseTypes"))
        size = seconds(at(mapping.properties, "BatchSize"), default=BATCH)
        reports = any(isinstance(answer, Unknown) or answer == REPORTS for answer in answers)
        if size is not None and size > 1 and not reports:
            yield mapping.logical_id, ()


RULE = Rule(
    id="LAMBDA-006",
    title="One bad message sends the whole batch back",
    why=(
        "When the function fails, all messages of the batch return, including those already done: they are processed "
        "again, and end up among the dead letters beside the bad one. Report only the failed ones, with "
        "ReportBatchItemFailures."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL04-BP04",
    severity=Severity.LOW,
    places=_places,
)
