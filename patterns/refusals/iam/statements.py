"""What IAM asks of its own policies beyond their grammar: versions, Sids, and what a trust policy may be about.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
Not checked: the characters of Sids in trust policies, and the size of a policy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from patterns.iam.documents import WITH_VARIABLES, Policy

NOT_UNIQUE = "Statement IDs (SID) in a single policy must be unique."
NOT_ALPHANUMERIC = (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
)
TOO_OLD = "Policy document must be version 2012-10-17 or greater."
"""Of managed policies alone; in others the older version is the default: https://github.com/wercker/step-s3sync/pull/25."""

NOT_STS = "AssumeRole policy may only specify STS AssumeRole actions."
WITH_RESOURCE = "Has prohibited field Resource"

_SID = re.compile(r"[0-9A-Za-z]*")


def inline(policy: Policy, params: Mapping[str, Any]) -> str:
    """What IAM says of the first thing wrong with an inline policy; empty where it takes it."""
    if any(not _SID.fullmatch(statement.sid) for statement in policy.statements):
        return NOT_ALPHANUMERIC
    return NOT_UNIQUE if policy.repeated_sid() else ""


def managed(policy: Policy, params: Mapping[str, Any]) -> str:
    """What IAM says of the first thing wrong with a managed policy; empty where it takes it."""
    return TOO_OLD if policy.version != WITH_VARIABLES else inline(policy, params)


def trust(policy: Policy, params: Mapping[str, Any]) -> str:
    """What IAM says of the first thing wrong with a role's trust policy; empty where it takes it."""
    if policy.repeated_sid():
        return NOT_UNIQUE
    for statement in policy.statements:
        if not all(action.lower().startswith("sts:") for action in statement.actions):
            return NOT_STS
        if statement.resources is not None:
            return WITH_RESOURCE
    return ""
