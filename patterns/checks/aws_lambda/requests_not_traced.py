"""A function whose requests are not traced."""

from __future__ import annotations

from patterns.checks._functions import functions
from patterns.checks._references import undecided
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for function in functions(resolved):
        tracing = at(function.properties, "TracingConfig")
        mode = at(tracing, "Mode")
        if not undecided(tracing) and (mode is None or mode == "PassThrough"):
            yield function.logical_id, ("TracingConfig",) if tracing else ()


RULE = Rule(
    id="LAMBDA-003",
    title="Nobody sees where a request's time goes",
    why=(
        "Without tracing, a slow request is just slow: the log does not say which of the calls behind it took the "
        "time. Set TracingConfig.Mode to Active, and let the role send traces."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
    pillar=Pillar.OPERATIONS,
    best_practice="OPS04-BP05",
    severity=Severity.LOW,
    places=_places,
)
