"""What keeps data: deletion policies, and a key of one's own that IAM decides about. Not a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troposphere import AWSObject, Ref, Sub, kms

from patterns.recipes._policies import iam_decides, policy

if TYPE_CHECKING:
    from patterns.scope import Scope


def deletion(*, retain: bool) -> dict[str, str]:
    """Policies for what holds data; where its first creation fails it is empty and need not stay."""
    if retain:
        return {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
    return {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}


def own_key(scope: Scope, description: str, *, retain: bool) -> dict[str, AWSObject]:
    """A key that is rotated, with an alias under the stack's name."""
    key = scope.add(
        "Key", kms.Key, **deletion(retain=retain), Description=description,
        EnableKeyRotation=True, PendingWindowInDays=30, KeyPolicy=policy(iam_decides()),
    )  # fmt: skip
    alias = scope.add(
        "KeyAlias", kms.Alias, AliasName=Sub(f"alias/${{AWS::StackName}}/{key.title}"), TargetKeyId=Ref(key)
    )
    return {"key": key, "alias": alias}
