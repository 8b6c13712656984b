"""A Spot Fleet that can draw from one pool only."""

from __future__ import annotations

from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown

CONFIG = "SpotFleetRequestConfigData"


def _places(resolved: Resolved) -> Places:
    for fleet in of_type(resolved, "AWS::EC2::SpotFleet"):
        specifications = at(fleet.properties, CONFIG, "LaunchSpecifications")
        templates = at(fleet.properties, CONFIG, "LaunchTemplateConfigs")
        if isinstance(specifications, list) and templates is None and _is_one(specifications):
            yield fleet.logical_id, (CONFIG, "LaunchSpecifications")
        elif isinstance(templates, list) and specifications is None and _is_one_override(templates):
            yield fleet.logical_id, (CONFIG, "LaunchTemplateConfigs")


def _is_one(specifications: list[object]) -> bool:
    """Whether it is one type in one subnet; without a subnet EC2 chooses among all zones."""
    subnet = at(specifications[0], "SubnetId") if len(specifications) == 1 else None
    if isinstance(subnet, Unknown):
        return any(attribute == "Ref" for _, attribute in subnet.references)
    return isinstance(subnet, str) and "," not in subnet


def _is_one_override(templates: list[object]) -> bool:
    overrides = at(templates[0], "Overrides") if len(templates) == 1 else None
    return isinstance(overrides, list) and len(overrides) == 1 and not isinstance(overrides[0], Unknown)


RULE = Rule(
    id="SPOT-002",
    title="The whole fleet depends on one pool",
    why=(
        "A pool is one instance type in one zone: when EC2 takes its capacity back, every instance goes at once, and "
        "no new one is available. Name several types in several zones."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL10-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
