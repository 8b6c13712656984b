"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
APP = {"Name": "app", "Image": "public.ecr.aws/nginx/nginx:stable", "PortMappings": [{"ContainerPort": 80}]}

STAGE = {
    "cluster": {"Type": "AWS::ECS::Cluster"},
    "other_cluster": {"Type": "AWS::ECS::Cluster"},
    "task_role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
    "task_definition": {
        "Type": "AWS::ECS::TaskDefinition",
        "Properties": {"ContainerDefinitions": [{**APP, "Memory": 128}]},
    },
    "fargate_task": {
        "Type": "AWS::ECS::TaskDefinition",
        "Properties": {
            "Cpu": "256",
            "Memory": "512",
            "NetworkMode": "awsvpc",
            "RequiresCompatibilities": ["FARGATE"],
            "ContainerDefinitions": [APP],
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
