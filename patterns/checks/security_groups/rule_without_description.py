"""A security group's rule that says nothing about itself."""

from __future__ import annotations

from patterns.checks._rules import ingress_rules
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for place, rule in ingress_rules(resolved):
        if not at(rule, "Description"):
            yield place


RULE = Rule(
    id="SG-004",
    title="Nobody can tell what this rule is for",
    why=(
        "A rule without a description is a rule nobody dares to remove. Saying who calls costs nothing, and it is "
        "where an audit looks."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    pillar=Pillar.OPERATIONS,
    best_practice="SEC05-BP02",
    severity=Severity.LOW,
    places=_places,
)
