"""A network over three zones, a launch template and a load balancer for groups to stand in: what their tests share."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.account import Sandbox

ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")
FAST = {"HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 5, "UnhealthyThresholdCount": 2}


def template(**group: Any) -> dict[str, Any]:
    """The network, a target group behind a load balancer, and the group, of six to nine instances if nobody says."""
    subnets = {
        f"Subnet{zone[-1].upper()}": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": {"Ref": "Net"}, "CidrBlock": f"10.0.{number}.0/24", "AvailabilityZone": zone},
        }
        for number, zone in enumerate(ZONES)
    }
    inside = [{"Ref": name} for name in subnets]
    asked = {
        "AutoScalingGroupName": "web",
        "MinSize": "3",
        "MaxSize": "9",
        "DesiredCapacity": "6",
        "VPCZoneIdentifier": inside,
        "LaunchTemplate": {
            "LaunchTemplateId": {"Ref": "Template"},
            "Version": {"Fn::GetAtt": ["Template", "LatestVersionNumber"]},
        },
        "TargetGroupARNs": [{"Ref": "Targets"}],
    }
    forward = {"Type": "forward", "TargetGroupArn": {"Ref": "Targets"}}
    return {
        "Resources": {
            "Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
            **subnets,
            "Template": {
                "Type": "AWS::EC2::LaunchTemplate",
                "Properties": {"LaunchTemplateData": {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro"}},
            },
            "Targets": {
                "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
                "Properties": {
                    "Port": 80,
                    "Protocol": "HTTP",
                    "VpcId": {"Ref": "Net"},
                    **FAST,
                    "TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "60"}],
                },
            },
            "Front": {
                "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
                "Properties": {"Subnets": inside, "Scheme": "internal"},
            },
            "Port": {
                "Type": "AWS::ElasticLoadBalancingV2::Listener",
                "Properties": {
                    "LoadBalancerArn": {"Ref": "Front"}, "Port": 80, "Protocol": "HTTP", "DefaultActions": [forward],
                },
            },
            "Group": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": asked | group},
        }
    }  # fmt: skip


def group(aws: Sandbox, name: str = "web") -> dict[str, Any]:
    """The group as its API describes it."""
    answer = aws.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])
    described: dict[str, Any] = answer["AutoScalingGroups"][0]
    return described


def states(aws: Sandbox) -> list[tuple[str, str]]:
    """Zone and state of each instance, in order."""
    return sorted((instance["AvailabilityZone"], instance["LifecycleState"]) for instance in group(aws)["Instances"])


def zones(aws: Sandbox) -> list[str]:
    """The zones of the instances in service, in order."""
    return [zone for zone, state in states(aws) if state == "InService"]


def causes(aws: Sandbox) -> list[str]:
    """Why everything happened that did, the latest first."""
    answer = aws.client("autoscaling").describe_scaling_activities(AutoScalingGroupName="web")
    return [activity["Cause"] for activity in answer["Activities"]]
