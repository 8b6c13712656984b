"""The policies that AWS manages: moto has their text, and loads either all of it at the start or none."""

from __future__ import annotations

import json
import re
from typing import Any

_ARN = re.compile(r"arn:[\w-]+:iam::aws:policy/(?:[\w+=,.@-]+/)*(?P<name>[\w+=,.@-]+)")


def apply() -> None:
    """Load a policy of AWS's when a call first names it."""
    from moto.iam.models import IAMBackend

    for name in (
        "attach_role_policy", "attach_user_policy", "attach_group_policy",
        "get_policy", "get_policy_version", "list_policy_versions",
    ):  # fmt: skip
        setattr(IAMBackend, name, _loading(getattr(IAMBackend, name)))


def _loading(operation: Any) -> Any:
    def loading(self: Any, policy_arn: str, *args: Any, **kwargs: Any) -> Any:
        if policy_arn not in self.managed_policies:
            _load(self, policy_arn)
        return operation(self, policy_arn, *args, **kwargs)

    return loading


def _load(backend: Any, arn: str) -> None:
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
