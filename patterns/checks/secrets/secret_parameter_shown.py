"""A secret that comes from a parameter which does not hide it."""

from __future__ import annotations

from patterns.checks._references import known_text
from patterns.checks._secrets import written_secrets
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    declared = resolved.document.body.get("Parameters", {})
    for logical_id, path, value in written_secrets(resolved):
        name = known_text(at(value, "Ref"))
        if name in declared and is_off(declared[name].get("NoEcho")):
            yield logical_id, path


RULE = Rule(
    id="SEC-002",
    title="The secret is shown to everybody who may look at the stack",
    why=(
        "A parameter without NoEcho is shown in full in the console and by DescribeStacks. NoEcho hides it; better "
        "still, keep the secret in Secrets Manager, so that nobody has to type it."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC02-BP03",
    severity=Severity.MEDIUM,
    places=_places,
)
