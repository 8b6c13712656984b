"""Whether a key policy would leave nobody of an account able to change it: the lockout that KMS refuses.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
Not modelled: conditions, of which one that allows counts as met, and one that denies as not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.iam.documents import each_there
from patterns.iam.service_access import lists

CHANGES_POLICY = "kms:PutKeyPolicy"


def locks_out(policy: Mapping[str, Any], account_id: str) -> bool:
    """Whether no principal of the account may put another policy in the place of this one.

    A statement without an action or a resource has no effect in a key policy.
    """
    allowed, denied = set(_concerned(policy, "Allow", account_id)), set(_concerned(policy, "Deny", account_id))
    return "*" in denied or not allowed - denied


def _concerned(policy: Mapping[str, Any], effect: str, account_id: str) -> Iterator[str]:
    """The principals of the account whose changing of the policy a statement decides; `*` for all of them."""
    for statement in each_there(policy.get("Statement")):
        if not isinstance(statement, Mapping) or statement.get("Effect") != effect or not _is_about_policy(statement):
            continue
        if effect == "Deny" and ("Condition" in statement or "NotPrincipal" in statement):
            continue
        yield from _principals(statement, account_id)


def _is_about_policy(statement: Mapping[str, Any]) -> bool:
    if "Resource" not in statement and "NotResource" not in statement:
        return False
    return lists(statement, "Action", CHANGES_POLICY, ignore_case=True)


def _principals(statement: Mapping[str, Any], account_id: str) -> Iterator[str]:
    if "NotPrincipal" in statement:
        yield "*"
    named = statement.get("Principal")
    for principal in each_there(named.get("AWS") if isinstance(named, Mapping) else named):
        whole = principal in ("*", account_id) or re.fullmatch(rf"arn:[\w-]+:iam::{account_id}:root", str(principal))
        if whole:
            yield "*"
        elif f"::{account_id}:" in str(principal):
            yield str(principal)
