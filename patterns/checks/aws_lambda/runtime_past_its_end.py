"""A Lambda runtime past its end of life."""

from __future__ import annotations

from patterns.checks._references import known_text
from patterns.checks.aws_lambda._end_of_life import AS_OF, RUNTIMES
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for function in of_type(resolved, "AWS::Lambda::Function", "AWS::Serverless::Function"):
        ends = RUNTIMES.get(known_text(at(function.properties, "Runtime")) or "")
        if ends and ends <= AS_OF:
            yield function.logical_id, ("Runtime",)


RULE = Rule(
    id="LAMBDA-001",
    title="The function's runtime is past its end",
    why=(
        "After a runtime's end nobody fixes its security holes, and some time later AWS refuses to create functions "
        "on it, then to update them. Move to a newer version of the language, and test before those dates."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
