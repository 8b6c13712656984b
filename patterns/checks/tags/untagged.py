"""A resource that could say whose it is, and does not."""

from __future__ import annotations

from patterns.checks.tags._tags import tag_property
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for resource in resolved.resources.values():
        name = tag_property(resource.type)
        if name and not at(resource.properties, *name.split(".")):
            yield resource.logical_id, ()


RULE = Rule(
    id="TAG-001",
    title="Nobody can tell whose resource this is",
    why=(
        "Without tags a bill cannot be split, and nobody knows whom to ask before deleting. Tags cost nothing, and "
        "only what is tagged from the beginning shows up in reports about the past."
    ),
    source=("https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html"),
    pillar=Pillar.COST,
    best_practice="COST03-BP02",
    severity=Severity.LOW,
    places=_places,
)
