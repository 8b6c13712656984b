"""A subnet that holds data, with a default route."""

from __future__ import annotations

from patterns.checks._network import data_subnets, ways_out
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for subnet in data_subnets(resolved):
        if ways_out(resolved, subnet):
            yield subnet.logical_id, ()


RULE = Rule(
    id="VPC-012",
    title="The data tier has a way out to the internet",
    why=(
        "Databases answer the application and call nobody themselves. A route out is a way for stolen data, and for "
        "whatever an intruder wants to fetch."
    ),
    source="https://docs.aws.amazon.com/wellarchitected/latest/framework/sec05-bp01.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP01",
    severity=Severity.LOW,
    places=_places,
)
