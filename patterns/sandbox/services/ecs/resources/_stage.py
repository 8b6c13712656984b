"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

APP = {"Name": "app", "Image": "public.ecr.aws/nginx/nginx:stable", "PortMappings": [{"ContainerPort": 80}]}

STAGE = {
    "cluster": {"Type": "AWS::ECS::Cluster"},
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
}
