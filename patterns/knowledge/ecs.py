"""Amazon ECS: clusters, task definitions, services."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Nothing, Service
from patterns.knowledge._facts import told

SERVICE = Service("ECS", Family.COMPUTE)
_PRICES = "https://aws.amazon.com/ecs/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::ECS::Cluster": About(
        noun="cluster",
        family=Family.COMPUTE,
        lost=Nothing("it cannot be deleted while services or tasks are in it"),
        # Container Insights is paid for with CloudWatch, machines with EC2.
        free=_PRICES,
    ),
    "AWS::ECS::Service": About(
        noun="service",
        family=Family.COMPUTE,
        stands_in=("NetworkConfiguration.AwsvpcConfiguration.Subnets",),
        references={
            "Cluster": "in",
            "TaskDefinition": "runs",
            "LoadBalancers.*": "behind",
            "*SecurityGroups.*": "guarded by",
            "*Subnets.*": None,
        },
        facts=(told("DesiredCount", form="{} tasks"), told("LaunchType")),
        lost="its tasks are stopped, with what is in their containers",
    ),
    "AWS::ECS::TaskDefinition": About(
        noun="task definition",
        family=Family.COMPUTE,
        asks=True,
        references={"ExecutionRoleArn": "as", "TaskRoleArn": "as", "*awslogs-group": "writes to"},
        facts=(told("Cpu", form="{} CPU units"), told("Memory", form="{} MiB")),
        lost=DECLARED,
        free=_PRICES,
    ),
}
