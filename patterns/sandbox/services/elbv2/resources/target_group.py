"""AWS::ElasticLoadBalancingV2::TargetGroup. Not modelled: functions and load balancers as targets' health."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.elbv2.resources._base import TAGS, AttributedProvider

DEFAULTS = {
    "deregistration_delay.timeout_seconds": "300",
    "slow_start.duration_seconds": "0",
    "stickiness.enabled": "false",
    "load_balancing.algorithm.type": "round_robin",
    "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
}
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html"""

CHECKS: Mapping[str, Any] = {
    "HealthCheckEnabled": True,
    "HealthCheckIntervalSeconds": 30,
    "HealthCheckPath": "/",
    "HealthCheckPort": "traffic-port",
    "HealthCheckProtocol": None,
    "HealthCheckTimeoutSeconds": 5,
    "HealthyThresholdCount": 5,
    "UnhealthyThresholdCount": 2,
    "Matcher": {"HttpCode": "200"},
}
"""How targets are checked when nobody says; by which protocol, the group's own.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

WHOLE = {"HealthCheckEnabled": bool, "HealthyThresholdCount": int, "UnhealthyThresholdCount": int}


def check(name: str) -> Property:
    """The row of a setting of the health checks, all of which are changed together."""
    return Property(name, create=name, default=CHECKS[name], get=entry(name), code="change_checks",
                    from_service=WHOLE.get(name, lambda value: value))  # fmt: skip


def constant(name: str) -> Property:
    """The row of a setting that lasts."""
    return Property(name, create=name, get=entry(name))


class TargetGroup(AttributedProvider):
    """Where a load balancer sends requests, and how it checks who can take them."""

    type = "AWS::ElasticLoadBalancingV2::TargetGroup"
    identifier = "TargetGroupArn"
    creation = "create_target_group"
    deletion = "delete_target_group"
    gone = frozenset({"TargetGroupNotFound"})
    listing = Call("describe_target_groups", "TargetGroups")
    entry_id = "TargetGroupArn"
    noun = "target_group"
    attributes_property = "TargetGroupAttributes"
    properties = (
        Property("Name", create="Name", get=entry("TargetGroupName")),
        constant("Port"),
        constant("Protocol"),
        constant("ProtocolVersion"),
        constant("VpcId"),
        constant("TargetType"),
        *(check(name) for name in CHECKS),
        Property("TargetGroupAttributes", get=entry("TargetGroupAttributes"), code="set_attributes"),
        Property("Targets", get=entry("Targets"), code="set_targets"),
        TAGS,
    )  # fmt: skip
    examples = (
        {"Port": 80, "Protocol": "HTTP", "VpcId": "{vpc}"},
        {
            "Name": "example",
            "Port": 8443,
            "Protocol": "HTTPS",
            "ProtocolVersion": "HTTP2",
            "VpcId": "{vpc}",
            "TargetType": "instance",
            "HealthCheckEnabled": True,
            "HealthCheckIntervalSeconds": 15,
            "HealthCheckPath": "/health",
            "HealthCheckPort": "8080",
            "HealthCheckProtocol": "HTTP",
            "HealthCheckTimeoutSeconds": 4,
            "HealthyThresholdCount": 3,
            "UnhealthyThresholdCount": 4,
            "Matcher": {"HttpCode": "200-299"},
            "TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}],
            "Targets": [{"Id": "{instance}", "Port": 8443}],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Port": 80,
            "Protocol": "HTTP",
            "VpcId": "{vpc}",
            "HealthCheckPath": "/ready",
            "HealthyThresholdCount": 2,
            "TargetGroupAttributes": [{"Key": "slow_start.duration_seconds", "Value": "60"}],
            "Tags": [{"Key": "Project", "Value": "other"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"Name": target.name(longest=32), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The target group's ARN."""
        return str(response["TargetGroups"][0]["TargetGroupArn"])

    def change_checks(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what differs; what is no longer declared goes back to the service's own value."""
        otherwise = {**CHECKS, "HealthCheckProtocol": target.properties.get("Protocol")}
        asked = {
            name: target.properties.get(name, otherwise[name])
            for name in CHECKS
            if old.get(name, otherwise[name]) != target.properties.get(name, otherwise[name])
        }
        if asked:
            target.account.administrator("elbv2").modify_target_group(**self.identity(target), **asked)

    def default_attributes(self, properties: Mapping[str, Any]) -> Mapping[str, str]:
        """The same for every group."""
        return DEFAULTS

    def set_targets(self, target: Target, old: Mapping[str, Any]) -> None:
        """Register what is new, deregister what is gone."""
        client = target.account.administrator("elbv2")
        before, after = old.get("Targets") or [], target.properties.get("Targets") or []
        if gone := [one for one in before if one not in after]:
            client.deregister_targets(**self.identity(target), Targets=gone)
        if new := [one for one in after if one not in before]:
            client.register_targets(**self.identity(target), Targets=new)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> target group; for those asked about with tags, attributes and where they send requests."""
        entries = super().entries(account, targets)
        for target in targets:
            if target.physical_id in entries and target.properties.get("Targets"):
                health = account.observer("elbv2").describe_target_health(**self.identity(target))
                there = [
                    description
                    for description in health["TargetHealthDescriptions"]
                    if description["TargetHealth"]["State"] != "draining"
                ]
                entries[target.physical_id]["Targets"] = [one["Target"] for one in there]
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html."""
        found = self.entry(target)
        return {
            "LoadBalancerArns": found.get("LoadBalancerArns", []),
            "TargetGroupArn": target.physical_id,
            "TargetGroupFullName": target.physical_id.rpartition(":")[2],
            "TargetGroupName": found["TargetGroupName"],
        }


PROVIDER = TargetGroup()
