"""An instance or launch template whose volumes come without tags."""

from __future__ import annotations

from typing import Any

from patterns.checks._instances import machines
from patterns.checks._references import mentions
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, is_off
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        if machine.resource.type == "AWS::EC2::LaunchTemplate":
            tagged = _tags_volumes(at(machine.data, "TagSpecifications")) or _users_do(resolved, machine.resource)
        else:
            tagged = not is_off(machine.setting("PropagateTagsToVolumeOnCreation"))
        if not tagged:
            yield machine.place


def _tags_volumes(specifications: Any) -> bool:
    if isinstance(specifications, Unknown):
        return True
    kinds = [at(entry, "ResourceType") for entry in entries(specifications)]
    return any(kind == "volume" or isinstance(kind, Unknown) for kind in kinds)


def _users_do(resolved: Resolved, launch: Resource) -> bool:
    """Whether there are users of a launch template, and each passes its own tags on."""
    users = [
        resource
        for resource in resolved.resources.values()
        if mentions(at(resource.properties, "LaunchTemplate"), launch)
    ]
    passing = [not is_off(at(user.properties, "PropagateTagsToVolumeOnCreation")) for user in users]
    return bool(passing) and all(passing)


RULE = Rule(
    id="TAG-002",
    title="The volumes do not carry the instance's tags",
    why=(
        "An instance's tags are not passed on to its volumes automatically, so their storage is missing from the bill "
        "by cost centre. PropagateTagsToVolumeOnCreation passes them on; a launch template needs a specification for "
        "volumes."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html",
    pillar=Pillar.COST,
    best_practice="COST03-BP02",
    severity=Severity.LOW,
    places=_places,
)
