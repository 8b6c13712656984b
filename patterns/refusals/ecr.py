"""What ECR refuses of the rules of a lifecycle policy.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Question, Refusal

BY_AGE = "sinceImagePushed"
FAILURE = (
    "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: "
)


def lifecycle(text: str) -> Iterator[Refusal]:
    """What is wrong with a lifecycle policy; one that has not the form of a policy is not judged."""
    try:
        wrong = list(_wrong(json.loads(text)["rules"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    for message in wrong:
        yield "InvalidParameterException", f"{FAILURE}{message}'"


def repository(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the lifecycle policy of a repository in a template."""
    if text := (asked.get("LifecyclePolicy") or {}).get("LifecyclePolicyText"):
        yield from lifecycle(text)


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


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::ECR::Repository": (repository,)}
