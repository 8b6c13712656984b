"""Which actions there are, and which of them could name their resources. Not a check.

Read from the service authorization data that cfn-lint ships. The access level is not in it: an action is taken for
reading by the verb it starts with, so a rare action that reads may pass for one that writes.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

from patterns.iam.matching import matches

READING = (
    "batchget", "check", "count", "describe", "detect", "discover", "estimate", "filter", "get", "head", "list",
    "lookup", "poll", "preview", "query", "read", "receive", "retrieve", "scan", "search", "select", "simulate",
    "validate", "verify", "view",
)  # fmt: skip

OPTIONAL = frozenset({"cloudwatch:putmetricdata"})
"""Actions whose only resource type is one that most requests do not name, so that they need every resource."""


def writes_somewhere(pattern: str) -> bool:
    """Whether an action, or one that a pattern such as "s3:put*" stands for, writes to resources it could name.

    `pattern` is in lower case. False for services that are not known.
    """
    service, _, name = pattern.partition(":")
    known = _services().get(service, {})
    return any(
        matches(name, action) and not action.startswith(READING) and facts.get("Resources")
        for action, facts in known.items()
        if f"{service}:{action}" not in OPTIONAL
    )


@cache
def _services() -> dict[str, dict[str, Any]]:
    found = importlib.util.find_spec("cfnlint")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("cfn-lint is not installed: the list of actions comes with it, so install it")
    file = Path(found.origin).with_name("data") / "AdditionalSpecs" / "Policies.json"
    services = json.loads(file.read_text(encoding="utf-8"))
    return {name: facts.get("Actions", {}) for name, facts in services.items() if isinstance(facts, dict)}
