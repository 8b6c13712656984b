"""What moto's IAM loses: the policies that AWS manages, a user's boundary, and what follows a changed path.

Policies without a version it refuses; AWS does so of managed ones alone (`policy_rules`).
"""

from __future__ import annotations

import json
import re
from typing import Any

_ARN = re.compile(r"arn:[\w-]+:iam::aws:policy/(?:[\w+=,.@-]+/)*(?P<name>[\w+=,.@-]+)")


def apply() -> None:
    """Load a policy of AWS's when a call first names it; keep what a user and a group are told."""
    from moto.iam.models import IAMBackend, User
    from moto.iam.policy_validation import BaseIAMPolicyValidator
    from moto.iam.responses import IamResponse

    BaseIAMPolicyValidator._validate_version = lambda validator: None
    for name in (
        "attach_role_policy", "attach_user_policy", "attach_group_policy",
        "get_policy", "get_policy_version", "list_policy_versions",
    ):  # fmt: skip
        setattr(IAMBackend, name, _loading(getattr(IAMBackend, name)))
    User.permissions_boundary = property(_boundary)
    IamResponse.create_user = _with_boundary(IamResponse.create_user)
    IamResponse.put_user_permissions_boundary = _bounding(lambda response: response._get_param("PermissionsBoundary"))
    IamResponse.delete_user_permissions_boundary = _bounding(lambda response: None)
    IAMBackend.update_user = _with_tags(IAMBackend.update_user)
    IAMBackend.update_group = _with_path(IAMBackend.update_group)


def _loading(operation: Any) -> Any:
    def loading(self: Any, policy_arn: str, *args: Any, **kwargs: Any) -> Any:
        if policy_arn not in self.managed_policies:
            load(self, policy_arn)
        return operation(self, policy_arn, *args, **kwargs)

    return loading


def load(backend: Any, arn: str) -> None:
    """Add the policy with this ARN to the account, if AWS has one: only its own piece of the text is read."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data as text
    from moto.iam.models import AWSManagedPolicy

    named = _ARN.fullmatch(arn)
    if named is None:
        return
    key = f'\n "{named["name"]}":'
    start = text.find(key)
    if start < 0:
        return
    data, _ = json.JSONDecoder().raw_decode(text, start + len(key))
    policy = AWSManagedPolicy.from_data(named["name"], backend.account_id, backend.region_name, data)
    if policy.arn == arn:
        backend.managed_policies[arn] = policy
        backend.aws_managed_policies.append(policy)


def _boundary(user: Any) -> dict[str, str] | None:
    arn = getattr(user, "permissions_boundary_arn", None)
    return {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn} if arn else None


def _with_boundary(create: Any) -> Any:
    def create_user(self: Any) -> Any:
        """Keep the boundary that a user begins with."""
        answer = create(self)
        answer.result["User"].permissions_boundary_arn = self._get_param("PermissionsBoundary")
        return answer

    return create_user


def _bounding(arn_of: Any) -> Any:
    def set_boundary(self: Any) -> Any:
        """Give a user another boundary, or none; moto knows neither operation."""
        from moto.core.responses import EmptyResult

        self.backend.get_user(self._get_param("UserName")).permissions_boundary_arn = arn_of(self)
        return EmptyResult()

    return set_boundary


def _with_tags(update: Any) -> Any:
    def update_user(self: Any, user_name: str, *args: Any, **kwargs: Any) -> None:
        """Take the tags along: moto keeps them by the ARN, which changes with the path and with the name."""
        user = self.get_user(user_name)
        before, tags = user.arn, user.tags
        update(self, user_name, *args, **kwargs)
        if user.arn != before:
            self.tagger.delete_all_tags_for_resource(before)
            self.tagger.tag_resource(user.arn, tags or [])

    return update_user


def _with_path(update: Any) -> Any:
    def update_group(self: Any, group_name: str, new_group_name: str | None, new_path: str | None) -> None:
        """Change the path too where the name stays."""
        if new_group_name:
            update(self, group_name, new_group_name, new_path)
        elif new_path:
            self.get_group(group_name).path = new_path

    return update_group
