"""An action on a resource of a kind that it is not about."""

from __future__ import annotations

from patterns.checks.iam._mistakes import places
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.iam.mistakes import Kind
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    return places(resolved, Kind.RESOURCE_NOT_TAKEN)


RULE = Rule(
    id="IAM-016",
    title="An action is allowed on a resource it does not apply to",
    why=(
        "Listing applies to the bucket, reading to its objects: on the wrong one of the two the statement grants "
        "nothing. Name the kind of resource that the reference lists for the action."
    ),
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
