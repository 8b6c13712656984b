"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "target_group": {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "Properties": {"Port": 80, "Protocol": "HTTP", "VpcId": "{vpc}"},
    },
    "other_target_group": {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "Properties": {"Port": 8080, "Protocol": "HTTP", "VpcId": "{vpc}"},
    },
    "balancer": {
        "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Properties": {"Subnets": ["{subnet}", "{other_subnet}"], "Scheme": "internal"},
    },
    "other_balancer": {
        "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Properties": {"Subnets": ["{subnet}", "{other_subnet}"], "Scheme": "internal"},
    },
    "listener": {
        "Type": "AWS::ElasticLoadBalancingV2::Listener",
        "Properties": {
            "LoadBalancerArn": "{balancer}",
            "Port": 80,
            "Protocol": "HTTP",
            "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
        },
    },
    "other_listener": {
        "Type": "AWS::ElasticLoadBalancingV2::Listener",
        "Properties": {
            "LoadBalancerArn": "{other_balancer}",
            "Port": 80,
            "Protocol": "HTTP",
            "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
        },
    },
    "balanced_group": {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "Properties": {
            "Port": 80,
            "Protocol": "HTTP",
            "VpcId": "{vpc}",
            "TargetType": "ip",
            "Tags": [{"Key": "Behind", "Value": "{listener}"}],
        },
    },
    "balancing": {
        "Type": "AWS::ElasticLoadBalancingV2::ListenerRule",
        "Properties": {
            "ListenerArn": "{listener}",
            "Priority": 7,
            "Conditions": [{"Field": "path-pattern", "Values": ["/app"]}],
            "Actions": [{"Type": "forward", "TargetGroupArn": "{balanced_group}"}],
        },
    },
}

COMPANIONS = {"balanced_group": "balancing"}
