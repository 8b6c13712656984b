"""AWS::AutoScaling::LifecycleHook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry

DEFAULTS: Mapping[str, Any] = {"DefaultResult": "ABANDON", "HeartbeatTimeout": 3600}
"""https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html"""


def setting(name: str) -> Property:
    """The row of a setting, all of which are put together."""
    return Property(name, create=name, get=entry(name), code="put_again", default=DEFAULTS.get(name))


class LifecycleHook(ListedProvider):
    """What an instance waits for as it comes or goes; its name is its identity within its group."""

    type = "AWS::AutoScaling::LifecycleHook"
    service = "autoscaling"
    identifier = "LifecycleHookName"
    creation = "put_lifecycle_hook"
    deletion = "delete_lifecycle_hook"
    gone = frozenset({"ValidationError"})
    entry_id = "LifecycleHookName"
    properties = (
        Property("AutoScalingGroupName", create="AutoScalingGroupName", get=entry("AutoScalingGroupName")),
        Property("LifecycleHookName", create="LifecycleHookName", get=entry("LifecycleHookName")),
        setting("LifecycleTransition"),
        setting("DefaultResult"),
        setting("HeartbeatTimeout"),
        setting("NotificationMetadata"),
        setting("NotificationTargetARN"),
        setting("RoleARN"),
    )
    examples = (
        {"AutoScalingGroupName": "{scaled}", "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING"},
        {
            "AutoScalingGroupName": "{scaled}",
            "LifecycleHookName": "goodbye",
            "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING",
            "DefaultResult": "CONTINUE",
            "HeartbeatTimeout": 300,
            "NotificationMetadata": "drain first",
            "NotificationTargetARN": "{queue.Arn}",
            "RoleARN": "{role.Arn}",
        },
    )

    def taken(self, target: Target) -> str:
        """The group's hook that has the name, which the service would change."""
        name, group = str(target.properties.get("LifecycleHookName", "")), target.properties["AutoScalingGroupName"]
        # The service lists the hooks of a group that is not there as well: none.
        there = target.account.observer("autoscaling").describe_lifecycle_hooks(AutoScalingGroupName=group)
        return f"{group}|{name}" if name in {hook["LifecycleHookName"] for hook in there["LifecycleHooks"]} else ""

    def create(self, target: Target) -> str:
        """Make the hook under one name, which is drawn once."""
        name = target.properties.get("LifecycleHookName") or target.name(longest=255)
        own = {**target.properties, "LifecycleHookName": name}
        super().create(Target(target.account, target.stack_name, target.logical_id, own))
        return str(name)

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The name."""
        return str(target.properties["LifecycleHookName"])

    def identity(self, target: Target) -> dict[str, Any]:
        """Group and name."""
        return {
            "AutoScalingGroupName": target.properties["AutoScalingGroupName"],
            "LifecycleHookName": target.physical_id,
        }

    def put_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the hook; anew where a setting without a default goes, since the call keeps what it is not told."""
        names = [row.name for row in self.properties if row.code == "put_again"]
        asked = {name: target.properties.get(name, DEFAULTS.get(name)) for name in names}
        if any(name in old and asked[name] is None for name in names):
            self.delete(target)
        given = {name: value for name, value in asked.items() if value is not None}
        target.account.administrator("autoscaling").put_lifecycle_hook(**self.identity(target), **given)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> hook of the targets' groups; without targets, of all groups."""
        client = account.observer("autoscaling")
        groups = dict.fromkeys(target.properties["AutoScalingGroupName"] for target in targets)
        if not targets:
            pages = client.get_paginator("describe_auto_scaling_groups").paginate()
            groups = dict.fromkeys(
                group["AutoScalingGroupName"] for page in pages for group in page["AutoScalingGroups"]
            )
        found = (client.describe_lifecycle_hooks(AutoScalingGroupName=name)["LifecycleHooks"] for name in groups)
        return {hook["LifecycleHookName"]: hook for hooks in found for hook in hooks}


PROVIDER = LifecycleHook()
