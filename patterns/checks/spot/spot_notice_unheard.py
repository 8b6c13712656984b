"""Spot capacity, and no rule on the notice of its interruption."""

from __future__ import annotations

from patterns.checks.spot._spot import fleets, groups
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown

WARNING = "EC2 Spot Instance Interruption Warning"


def _places(resolved: Resolved) -> Places:
    if any(_may_hear(at(rule.properties, "EventPattern")) for rule in of_type(resolved, "AWS::Events::Rule")):
        return
    for resource in (*groups(resolved), *fleets(resolved)):
        yield resource.logical_id, ()


def _may_hear(pattern: object) -> bool:
    """Whether a rule listens to the notice, or nobody can tell."""
    kinds = at(pattern, "detail-type")
    if isinstance(pattern, Unknown) or isinstance(kinds, Unknown):
        return True
    listens = "aws.ec2" in entries(at(pattern, "source"))
    return WARNING in entries(kinds) or (kinds is None and listens)


RULE = Rule(
    id="SPOT-006",
    title="Nothing acts on the two-minute notice",
    why=(
        "EC2 sends an event two minutes before it takes a Spot Instance back. Without a rule on that event nothing is "
        "drained or saved, unless the instance watches its own metadata. Send it to a function or a queue."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL11-BP06",
    severity=Severity.LOW,
    places=_places,
)
