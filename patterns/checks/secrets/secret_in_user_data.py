"""A secret that user data assigns in plain text."""

from __future__ import annotations

import re

from patterns.checks._secrets import written
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.resolve import Resolved

SECRET = re.compile(
    r"""(?:password|passwd|client_secret|secret_key|secret_access_key|api_?key|auth_?token)\s*[=:]\s*["']?(?![$`{<(*]|arn:)[^\s"'$`]{6,}""",
    re.IGNORECASE,
)


def _places(resolved: Resolved) -> Places:
    for logical_id, path, value in written(resolved):
        if isinstance(value, str) and "UserData" in path and SECRET.search(value):
            yield logical_id, path


RULE = Rule(
    id="SEC-004",
    title="The user data holds a secret",
    why=(
        "User data is stored as written: every process on the instance can read it, and so can everybody who may "
        "describe the instance. Let the script fetch the secret with the instance's role."
    ),
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC02-BP03",
    severity=Severity.HIGH,
    places=_places,
)
