"""The text of an access key id or of a private key, anywhere in a resource."""

from __future__ import annotations

import re

from patterns.checks._secrets import written
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved

KEY = re.compile(r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")
EXAMPLE = "EXAMPLE"
"""AWS's documentation ends the keys it invents so: AKIAIOSFODNN7EXAMPLE."""


def _places(resolved: Resolved) -> Places:
    for logical_id, path, value in written(resolved):
        match = KEY.search(value) if isinstance(value, str) else None
        if match and not match.group().endswith(EXAMPLE):
            yield logical_id, path


RULE = Rule(
    id="SEC-003",
    title="An access key or a private key is in the template",
    why=(
        "Whoever can read the template, its history or the stack has the key, and it works from anywhere until "
        "somebody deactivates it. Do that now; then give the code a role, which brings keys of its own that expire."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC02-BP02",
    severity=Severity.CRITICAL,
    places=_places,
)
