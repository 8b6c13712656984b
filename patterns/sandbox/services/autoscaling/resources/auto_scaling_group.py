"""AWS::AutoScaling::AutoScalingGroup. Not modelled: launch configurations, notifications, warm pools, update policies.

A stack waits for the instances of a new group, as AWS does; creating takes no time, so that they are in service then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.ownership import resources
from patterns.sandbox.services.autoscaling.groups.activity_log import METRICS
from patterns.sandbox.services.autoscaling.groups.model import State
from patterns.sandbox.services.autoscaling.groups.service import Groups
from patterns.sandbox.services.ec2 import bootstrap

CLEARED: Mapping[str, Any] = {
    "HealthCheckType": "EC2",
    "HealthCheckGracePeriod": 0,
    "DefaultCooldown": 300,
    "DefaultInstanceWarmup": -1,
    "TerminationPolicies": ["Default"],
    "CapacityRebalance": False,
    "MaxInstanceLifetime": 0,
    "NewInstancesProtectedFromScaleIn": False,
    "InstanceMaintenancePolicy": {"MinHealthyPercentage": -1, "MaxHealthyPercentage": -1},
}
"""What unsets each: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html"""

HOOKS = "LifecycleHookSpecificationList"


def setting(
    name: str, to_service: Shape = same, from_service: Shape = same, keyword: str = "", **more: Any
) -> Property:
    """The row of a setting, all of which are changed together."""
    where = keyword or name
    return Property(name, create=where, get=entry(where), code="change", to_service=to_service,
                    from_service=from_service, **more)  # fmt: skip


class AutoScalingGroup(ListedProvider):
    """Instances kept at a number; its name is its identity."""

    type = "AWS::AutoScaling::AutoScalingGroup"
    service = "autoscaling"
    identifier = "AutoScalingGroupName"
    creation = "create_auto_scaling_group"
    deletion = "delete_auto_scaling_group"
    gone = frozenset({"ValidationError"})
    listing = Call("describe_auto_scaling_groups", "AutoScalingGroups")
    entry_id = "AutoScalingGroupName"
    traces = frozenset({"DesiredCapacity"})
    """A group keeps the capacity it has when a template stops declaring one."""
    properties = (
        Property("AutoScalingGroupName", create="AutoScalingGroupName", get=entry("AutoScalingGroupName")),
        setting("MinSize", int, str),
        setting("MaxSize", int, str),
        setting("DesiredCapacity", int, str),
        setting("VPCZoneIdentifier", ",".join, lambda text: text.split(",")),
        setting("AvailabilityZones"),
        setting("LaunchTemplate"),
        setting("MixedInstancesPolicy"),
        setting("HealthCheckType", default="EC2"),
        setting("HealthCheckGracePeriod", default=0),
        setting("Cooldown", int, str, "DefaultCooldown", default="300"),
        setting("DefaultInstanceWarmup", from_service=lambda seconds: seconds if seconds >= 0 else None),
        setting("TerminationPolicies", default=["Default"]),
        setting("CapacityRebalance", default=False),
        setting("MaxInstanceLifetime", from_service=lambda seconds: seconds or None),
        setting("NewInstancesProtectedFromScaleIn", default=False),
        setting("InstanceMaintenancePolicy", effect="An instance is terminated before its replacement is launched.",
                from_service=lambda policy: policy if policy["MinHealthyPercentage"] >= 0 else None),
        Property("TargetGroupARNs", create="TargetGroupARNs", get=entry("TargetGroupARNs"), code="set_target_groups"),
        Property(HOOKS, create=HOOKS, get=entry(HOOKS), code="set_hooks"),
        Property("MetricsCollection", get=entry("EnabledMetrics"), code="set_metrics",
                 from_service=lambda found: [{"Granularity": "1Minute", "Metrics": [one["Metric"] for one in found]}]),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {
            "MinSize": "0",
            "MaxSize": "2",
            "VPCZoneIdentifier": ["{subnet}"],
            "LaunchTemplate": {"LaunchTemplateId": "{launch_template}", "Version": "1"},
        },
        {
            "AutoScalingGroupName": "example",
            "MinSize": "1",
            "MaxSize": "6",
            "DesiredCapacity": "2",
            "VPCZoneIdentifier": ["{subnet}", "{other_subnet}"],
            "AvailabilityZones": ["us-east-1a", "us-east-1b"],
            "LaunchTemplate": {"LaunchTemplateId": "{launch_template}", "Version": "1"},
            "HealthCheckType": "ELB",
            "HealthCheckGracePeriod": 120,
            "Cooldown": "60",
            "DefaultInstanceWarmup": 90,
            "TerminationPolicies": ["OldestLaunchTemplate", "Default"],
            "MaxInstanceLifetime": 604800,
            "NewInstancesProtectedFromScaleIn": True,
            "InstanceMaintenancePolicy": {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 150},
            "TargetGroupARNs": ["{target_group}"],
            "LifecycleHookSpecificationList": [
                {
                    "LifecycleHookName": "goodbye",
                    "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING",
                    "HeartbeatTimeout": 120,
                    "DefaultResult": "CONTINUE",
                }
            ],
            "MetricsCollection": [{"Granularity": "1Minute", "Metrics": ["GroupInServiceInstances"]}],
            "Tags": [{"Key": "Project", "Value": "cookbook", "PropagateAtLaunch": True}],
        },
        {
            "MinSize": "1",
            "MaxSize": "4",
            "DesiredCapacity": "2",
            "VPCZoneIdentifier": ["{subnet}", "{other_subnet}"],
            "CapacityRebalance": True,
            "MetricsCollection": [{"Granularity": "1Minute"}],
            "MixedInstancesPolicy": {
                "LaunchTemplate": {
                    "LaunchTemplateSpecification": {"LaunchTemplateId": "{launch_template}", "Version": "1"},
                    "Overrides": [{"InstanceType": "t3.small"}, {"InstanceType": "t3.medium"}],
                },
                "InstancesDistribution": {
                    "OnDemandBaseCapacity": 1,
                    "OnDemandPercentageAboveBaseCapacity": 25,
                    "SpotAllocationStrategy": "price-capacity-optimized",
                },
            },
            "Tags": [
                {"Key": "Project", "Value": "other", "PropagateAtLaunch": False},
                {"Key": "Owner", "Value": "web", "PropagateAtLaunch": True},
            ],
        },
    )  # fmt: skip

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """The name is among the properties by now."""
        return {"AutoScalingGroupName": target.properties["AutoScalingGroupName"], **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The name."""
        return str(target.properties["AutoScalingGroupName"])

    def create(self, target: Target) -> str:
        """Make the group under one name, which is drawn once."""
        name = target.properties.get("AutoScalingGroupName") or target.name(longest=255)
        own = {**target.properties, "AutoScalingGroupName": name}
        return super().create(Target(target.account, target.stack_name, target.logical_id, own))

    def complete(self, target: Target) -> None:
        """Set what the create call did not carry, and wait for the instances."""
        super().complete(target)
        target.account.part(Groups).stabilise(target.physical_id)

    def machines(self, target: Target) -> list[str]:
        """Its instances in service."""
        members = target.account.part(Groups).find(target.physical_id).members
        return [member.instance_id for member in members if member.state is State.IN_SERVICE]

    def exchange(self, target: Target, machines: list[str]) -> None:
        """End these instances; the group launches others for them."""
        client = target.account.administrator("autoscaling")
        for machine in machines:
            client.terminate_instance_in_auto_scaling_group(InstanceId=machine, ShouldDecrementDesiredCapacity=False)
        target.account.part(Groups).stabilise(target.physical_id)

    def signalled(self, target: Target) -> Mapping[str, bool]:
        """What the user data of its instances in service tells."""
        return bootstrap.told_by(target.account, self.machines(target), target.logical_id)

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change what differs in one call; what is no longer declared goes back to the service's own value."""
        new, asked = target.properties, {}
        for row in self.properties:
            if row.code != "change" or old.get(row.name, row.default) == new.get(row.name, row.default):
                continue
            assert row.create
            if row.name in new:
                asked[row.create] = row.to_service(new[row.name])
            elif row.create in CLEARED:
                asked[row.create] = CLEARED[row.create]
        if asked:
            target.account.administrator("autoscaling").update_auto_scaling_group(**self.identity(target), **asked)

    def set_target_groups(self, target: Target, old: Mapping[str, Any]) -> None:
        """Attach what is new, detach what is gone."""
        client = target.account.administrator("autoscaling")
        before, after = old.get("TargetGroupARNs") or [], target.properties.get("TargetGroupARNs") or []
        if gone := [arn for arn in before if arn not in after]:
            client.detach_load_balancer_target_groups(**self.identity(target), TargetGroupARNs=gone)
        if new := [arn for arn in after if arn not in before]:
            client.attach_load_balancer_target_groups(**self.identity(target), TargetGroupARNs=new)

    def set_hooks(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put what is new or another, delete what is gone."""
        client, after = target.account.administrator("autoscaling"), target.properties.get(HOOKS) or []
        names = [hook["LifecycleHookName"] for hook in after]
        for hook in old.get(HOOKS) or []:
            if hook["LifecycleHookName"] not in names:
                client.delete_lifecycle_hook(**self.identity(target), LifecycleHookName=hook["LifecycleHookName"])
        for hook in after:
            if hook not in (old.get(HOOKS) or []):
                client.put_lifecycle_hook(**self.identity(target), **hook)

    def set_metrics(self, target: Target, old: Mapping[str, Any]) -> None:
        """Collect the metrics that are declared, all where none is named, and no others."""
        client = target.account.administrator("autoscaling")
        wanted = [
            name for one in target.properties.get("MetricsCollection") or [] for name in one.get("Metrics") or METRICS
        ]
        if old.get("MetricsCollection"):
            client.disable_metrics_collection(**self.identity(target))
        if wanted:
            client.enable_metrics_collection(**self.identity(target), Metrics=wanted, Granularity="1Minute")

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what is new or another, remove what is gone."""
        client, after = target.account.administrator("autoscaling"), target.properties.get("Tags") or []
        own = {"ResourceId": target.physical_id, "ResourceType": "auto-scaling-group"}
        keys = [tag["Key"] for tag in after]
        if gone := [own | {"Key": tag["Key"]} for tag in old.get("Tags") or [] if tag["Key"] not in keys]:
            client.delete_tags(Tags=gone)
        if new := [own | tag for tag in after if tag not in (old.get("Tags") or [])]:
            client.create_or_update_tags(Tags=new)

    def delete(self, target: Target) -> None:
        """Delete the group with its instances."""
        client = target.account.administrator("autoscaling")
        try:
            client.delete_auto_scaling_group(**self.identity(target), ForceDelete=True)
        except client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in self.gone:
                raise

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> group of the account; for the targets with their own hooks, and templates named as declared."""
        entries = super().entries(account, targets)
        made = resources(account, "AWS::AutoScaling::LifecycleHook") if targets else ()
        hooks = {(one.declared.get("AutoScalingGroupName"), one.physical_id) for one in made}
        for target in targets:
            if target.physical_id in entries:
                one = entries[target.physical_id]
                listed = account.observer("autoscaling").describe_lifecycle_hooks(**self.identity(target))
                own = [
                    hook
                    for hook in listed["LifecycleHooks"]
                    if (target.physical_id, hook["LifecycleHookName"]) not in hooks
                ]
                one[HOOKS] = [{name: hook[name] for name in HOOK_NAMES if name in hook} for hook in own]
                one["Tags"] = [
                    {name: tag[name] for name in ("Key", "Value", "PropagateAtLaunch")} for tag in one["Tags"]
                ]
                one["TargetGroupARNs"] = one.get("TargetGroupARNs") or []
                _name_as_declared(one, target.properties)
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html."""
        return {
            "AutoScalingGroupARN": self.entry(target).get("AutoScalingGroupARN"),
            "AutoScalingGroupName": target.physical_id,
        }


HOOK_NAMES = (
    "LifecycleHookName", "LifecycleTransition", "HeartbeatTimeout", "DefaultResult", "NotificationMetadata",
    "NotificationTargetARN", "RoleARN",
)  # fmt: skip


def _name_as_declared(described: dict[str, Any], declared: Mapping[str, Any]) -> None:
    """Tell launch templates by id or by name, as the template does: the service tells both."""
    mixed = (described.get("MixedInstancesPolicy") or {}).get("LaunchTemplate") or {}
    said = (declared.get("MixedInstancesPolicy") or {}).get("LaunchTemplate") or {}
    pairs = (
        (described.get("LaunchTemplate"), declared.get("LaunchTemplate")),
        (mixed.get("LaunchTemplateSpecification"), said.get("LaunchTemplateSpecification")),
    )
    for one, asked in pairs:
        if one:
            one.pop("LaunchTemplateId" if "LaunchTemplateName" in (asked or {}) else "LaunchTemplateName", None)


PROVIDER = AutoScalingGroup()
