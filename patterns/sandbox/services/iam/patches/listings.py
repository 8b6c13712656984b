"""What listings of IAM leave out, and what moto's leave out that IAM's do not: the policies that AWS manages.

"IAM resource-listing operations return a subset of the available attributes for the resource."
https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ONLY_SINGLE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "list_users": ("Users", ("permissions_boundary", "tags")),
    "list_roles": (
        "Roles",
        ("permissions_boundary", "permissions_boundary_arn", "role_last_used", "last_used", "tags"),
    ),
    "list_policies": ("Policies", ("description", "tags")),
    "list_instance_profiles": ("InstanceProfiles", ("tags",)),
}
"""Operation -> its list, and what only the operation about a single member tells."""


def apply() -> None:
    """Leave out what listings do not tell, and list every policy that AWS manages."""
    from moto.iam.models import IAMBackend
    from moto.iam.responses import IamResponse

    for name, (entries, attributes) in ONLY_SINGLE.items():
        setattr(IamResponse, name, _leaving_out(getattr(IamResponse, name), entries, attributes))
    IAMBackend.list_policies = _with_all(IAMBackend.list_policies)


class _Listed:
    """A resource as a listing tells it."""

    def __init__(self, resource: Any, hidden: tuple[str, ...]) -> None:
        self._resource = resource
        self._hidden = hidden

    def __getattr__(self, name: str) -> Any:
        if name in self._hidden:
            raise AttributeError(name)
        return getattr(self._resource, name)


def _leaving_out(operation: Any, entries: str, hidden: tuple[str, ...]) -> Any:
    def leaving_out(self: Any) -> Any:
        answer = operation(self)
        answer.result[entries] = [_Listed(one, hidden) for one in answer.result[entries]]
        return answer

    return leaving_out


def _with_all(list_policies: Any) -> Any:
    def with_all(self: Any, marker: Any, max_items: Any, only_attached: bool, prefix: str, scope: str) -> Any:
        if scope != "Local" and not only_attached:
            _load_all(self)
        return list_policies(self, marker, max_items, only_attached, prefix, scope)

    return with_all


def _load_all(backend: Any) -> None:
    """Have every policy that AWS manages in the account; those that are there already stay as they are."""
    import json

    from moto.iam.aws_managed_policies import aws_managed_policies_data as text
    from moto.iam.models import AWSManagedPolicy

    if getattr(backend, "has_all_managed", False):
        return
    for name, data in json.loads(text).items():
        policy = AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, data)
        if policy.arn not in backend.managed_policies:
            backend.managed_policies[policy.arn] = policy
            backend.aws_managed_policies.append(policy)
    backend.has_all_managed = True
