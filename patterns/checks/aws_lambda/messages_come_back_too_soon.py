"""A queue that shows a message again while its function may still be at work."""

from __future__ import annotations

from patterns.checks._references import target
from patterns.checks.aws_lambda._mappings import QUEUE, mappings, seconds
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved

TIMES = 6
VISIBLE_AFTER, FUNCTION_ENDS_AFTER = 30, 3
"""Seconds where a template does not say.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
"""


def _places(resolved: Resolved) -> Places:
    found: dict[str, bool] = {}
    for mapping in mappings(resolved, QUEUE):
        queue = target(resolved, at(mapping.properties, "EventSourceArn"))
        function = target(resolved, at(mapping.properties, "FunctionName"))
        if queue is None or function is None:
            continue
        hidden = seconds(at(queue.properties, "VisibilityTimeout"), default=VISIBLE_AFTER)
        busy = seconds(at(function.properties, "Timeout"), default=FUNCTION_ENDS_AFTER)
        if hidden is not None and busy is not None and hidden < TIMES * busy:
            found[queue.logical_id] = at(queue.properties, "VisibilityTimeout") is not None
    for name, declared in found.items():
        yield name, ("VisibilityTimeout",) if declared else ()


RULE = Rule(
    id="LAMBDA-005",
    title="A message comes back while its function is still at work",
    why=(
        "Lambda may wait for a free place and try again before the function begins; meanwhile the message reappears "
        "and is processed twice. Hide it for six times the function's timeout; below the timeout itself, Lambda "
        "refuses the mapping."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL04-BP04",
    severity=Severity.MEDIUM,
    places=_places,
)
