"""ECR looks at the rules of a lifecycle policy before it keeps them.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
Not here: the form of a rule, which moto looks at, and rules that two years of changes have added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

BY_AGE = "sinceImagePushed"
FAILURE = (
    "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: "
)


def install(account: Account) -> None:
    """Stand before the call that keeps a lifecycle policy."""
    account.gateway.judge(account, "ecr", {"PutLifecyclePolicy": _check})


def _check(account: Account, call: Call) -> None:
    try:
        rules = json.loads(call.params.get("lifecyclePolicyText", ""))["rules"]
        wrong = list(_wrong(rules))
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # not in the form of a policy: moto says so
    for message in wrong:
        raise Refused("InvalidParameterException", f"{FAILURE}{message}'", 400)


def _wrong(rules: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    priorities = [rule["rulePriority"] for rule in rules]
    if len(set(priorities)) < len(priorities):
        yield "rulePriority must be unique"
    for rule in rules:
        selection = rule["selection"]
        status, kind = selection["tagStatus"], selection["countType"]
        if status == "tagged" and not (selection.get("tagPrefixList") or selection.get("tagPatternList")):
            yield "tagPrefixList or tagPatternList is required when tagStatus is tagged"
        if status != "tagged" and (selection.get("tagPrefixList") or selection.get("tagPatternList")):
            yield f"tagPrefixList and tagPatternList are not allowed when tagStatus is {status}"
        if (kind == BY_AGE) != bool(selection.get("countUnit")):
            yield f"countUnit is required when countType is {BY_AGE}, and not allowed otherwise"
        if status == "any" and rule["rulePriority"] < max(priorities):
            yield "a rule with tagStatus any must have the highest rulePriority"
