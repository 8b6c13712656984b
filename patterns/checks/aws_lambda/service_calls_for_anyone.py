"""A permission that lets a service call a function for whomever it acts."""

from __future__ import annotations

from typing import Any

from patterns.checks._policies import readable
from patterns.checks._references import known_text
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.iam.public_access import fixes
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved

SAYS_FOR_WHOM = ("EventSourceToken", "PrincipalOrgID", "SourceAccount", "SourceArn")


def _places(resolved: Resolved) -> Places:
    for permission in of_type(resolved, "AWS::Lambda::Permission"):
        principal = known_text(at(permission.properties, "Principal")) or ""
        limited = any(_says_whose(name, at(permission.properties, name)) for name in SAYS_FOR_WHOM)
        if principal.endswith((".amazonaws.com", ".amazonaws.com.cn")) and not limited:
            yield permission.logical_id, ("Principal",)


def _says_whose(name: str, value: Any) -> bool:
    """Whether a value limits for whom the service calls: an ARN of any account does not."""
    return value is not None and fixes(f"aws:{name.lower()}", readable(value))


RULE = Rule(
    id="LAMBDA-009",
    title="The service may call the function for somebody else's account",
    why=(
        "A topic, rule or bucket in any account may have this service call the function: the confused deputy. Name "
        "yours in SourceArn; a bucket's ARN has no account in it, so add SourceAccount there."
    ),
    source="https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC03-BP07",
    severity=Severity.MEDIUM,
    places=_places,
)
