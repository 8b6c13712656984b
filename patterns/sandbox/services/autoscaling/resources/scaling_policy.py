"""AWS::AutoScaling::ScalingPolicy. Not modelled: predictive scaling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider, entry

DEFAULT_KIND = "SimpleScaling"


def setting(name: str, to_service: Shape = same, from_service: Shape = same, **more: Any) -> Property:
    """The row of a setting, all of which are put together."""
    return Property(name, create=name, get=entry(name), code="put_again", to_service=to_service,
                    from_service=from_service, **more)  # fmt: skip


def whole(value: Any) -> Any:
    """Numbers without their point where nothing follows it, at any depth: the service tells 20.0 of 20."""
    if isinstance(value, Mapping):
        return {name: whole(member) for name, member in value.items()}
    if isinstance(value, list):
        return [whole(member) for member in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


class ScalingPolicy(ListedProvider):
    """How a group answers to an alarm; its physical id is its ARN."""

    type = "AWS::AutoScaling::ScalingPolicy"
    service = "autoscaling"
    creation = "put_scaling_policy"
    deletion = "delete_policy"
    gone = frozenset({"ValidationError"})
    listing = Call("describe_policies", "ScalingPolicies")
    entry_id = "PolicyARN"
    properties = (
        Property("AutoScalingGroupName", create="AutoScalingGroupName", get=entry("AutoScalingGroupName")),
        setting("PolicyType", default=DEFAULT_KIND),
        setting("AdjustmentType"),
        setting("ScalingAdjustment"),
        setting("Cooldown", int, str),
        setting("MinAdjustmentMagnitude"),
        setting("MetricAggregationType", effect="The statistic of the alarm decides."),
        setting("EstimatedInstanceWarmup"),
        setting("StepAdjustments", from_service=whole),
        setting("TargetTrackingConfiguration", from_service=whole),
    )
    examples = (
        {
            "AutoScalingGroupName": "{scaled}",
            "AdjustmentType": "ChangeInCapacity",
            "ScalingAdjustment": 1,
            "Cooldown": "120",
        },
        {
            "AutoScalingGroupName": "{scaled}",
            "PolicyType": "StepScaling",
            "AdjustmentType": "PercentChangeInCapacity",
            "MinAdjustmentMagnitude": 1,
            "MetricAggregationType": "Average",
            "EstimatedInstanceWarmup": 60,
            "StepAdjustments": [
                {"MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 20, "ScalingAdjustment": 10},
                {"MetricIntervalLowerBound": 20, "ScalingAdjustment": 30},
            ],
        },
        {
            "AutoScalingGroupName": "{other_scaled}",
            "PolicyType": "TargetTrackingScaling",
            "EstimatedInstanceWarmup": 90,
            "TargetTrackingConfiguration": {
                "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
                "TargetValue": 50,
            },
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is always made up."""
        return {"PolicyName": target.name(longest=255), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The policy's ARN."""
        return str(response["PolicyARN"])

    def identity(self, target: Target) -> dict[str, Any]:
        """Group and name, both of which the ARN holds."""
        group, _, name = target.physical_id.partition(":autoScalingGroupName/")[2].partition(":policyName/")
        return {"AutoScalingGroupName": group, "PolicyName": name}

    def put_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the whole policy: the call forgets what it is not told."""
        rows = [row for row in self.properties if row.code == "put_again" and row.name in target.properties]
        asked = {row.name: row.to_service(target.properties[row.name]) for row in rows}
        target.account.administrator("autoscaling").put_scaling_policy(**self.identity(target), **asked)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html."""
        return {"Arn": target.physical_id, "PolicyName": self.identity(target)["PolicyName"]}


PROVIDER = ScalingPolicy()
