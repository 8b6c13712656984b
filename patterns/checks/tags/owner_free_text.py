"""An Owner tag filled by a parameter that takes any text."""

from __future__ import annotations

from patterns.checks._references import known_text
from patterns.checks.tags._tags import tag_path, written_at
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    declared = resolved.document.body.get("Parameters", {})
    for resource in resolved.resources.values():
        path = tag_path(resource, "Owner")
        name = known_text(at(written_at(resolved, resource, path), "Ref")) if path else None
        if path and name in declared and not {"AllowedPattern", "AllowedValues"} & declared[name].keys():
            yield resource.logical_id, path


RULE = Rule(
    id="TAG-004",
    title="Anything may be given as the owner",
    why=(
        "The owner comes from a parameter without a pattern, so a typo, a name or nothing at all goes through. With "
        "AllowedPattern CloudFormation accepts only an address that somebody answers."
    ),
    source="https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
    pillar=Pillar.OPERATIONS,
    best_practice="OPS02-BP01",
    severity=Severity.INFO,
    places=_places,
)
