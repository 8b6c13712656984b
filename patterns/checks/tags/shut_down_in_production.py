"""A literal AutoShutdown: true on something that may be in production."""

from __future__ import annotations

from typing import Any

from patterns.checks._secrets import literal
from patterns.checks.tags._tags import tag_path, tag_value, written_at
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import is_on
from patterns.template.resolve import Resolved
from patterns.template.values import is_plain


def _places(resolved: Resolved) -> Places:
    for resource in resolved.resources.values():
        path = tag_path(resource, "AutoShutdown")
        is_fixed = path is not None and is_on(literal(written_at(resolved, resource, path)))
        if path and is_fixed and _may_be_production(resolved, tag_value(resource, "Environment")):
            yield resource.logical_id, path


def _may_be_production(resolved: Resolved, environment: Any) -> bool:
    """Whether the environment is production, or a parameter that does not rule it out."""
    if isinstance(environment, str):
        return environment.lower().startswith("prod")
    if not is_plain(environment):
        return False
    ((name, _),) = environment.references
    declared = resolved.document.body.get("Parameters", {}).get(name)
    allowed = declared.get("AllowedValues", ["prod"]) if declared else ()
    return any(str(value).lower().startswith("prod") for value in allowed)


RULE = Rule(
    id="TAG-003",
    title="Production would be shut down too",
    why=(
        "The tag says true whatever the environment is, and what reads it asks no further. Derive it from the "
        "environment: true outside production, false in production."
    ),
    source="https://docs.aws.amazon.com/solutions/latest/instance-scheduler-on-aws/solution-overview.html",
    pillar=Pillar.RELIABILITY,
    best_practice="OPS05-BP08",
    severity=Severity.MEDIUM,
    places=_places,
)
