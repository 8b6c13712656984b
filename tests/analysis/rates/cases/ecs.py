"""Bills by hand of what `rates/ecs.py` has rules for."""

from __future__ import annotations

from typing import Any

from tests.analysis.rates.billed import HOURS, Billed, Costs, Gaps, one


def task(**properties: Any) -> dict[str, Any]:
    return {"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": properties}}


def service(**properties: Any) -> dict[str, Any]:
    return one("AWS::ECS::Service", TaskDefinition={"Ref": "Task"}, **properties)


BY_HAND: Costs = {
    "service of two tasks on Fargate": (
        task(Cpu="256", Memory="512") | service(LaunchType="FARGATE", DesiredCount=2),
        {"virtual CPUs on Fargate": 2 * HOURS * 0.25 * 0.04048, "memory on Fargate": 2 * HOURS * 0.5 * 0.004445},
    ),
    "service by a capacity provider": (
        task(Cpu="1 vCPU", Memory="2 GB") | service(CapacityProviderStrategy=[{"CapacityProvider": "FARGATE"}]),
        {"virtual CPUs on Fargate": HOURS * 0.04048, "memory on Fargate": HOURS * 2 * 0.004445},
    ),
    "service on machines": (task(Memory="512") | service(LaunchType="EC2", DesiredCount=2), {}),
}

UNPRICED: Gaps = {
    "service as Spot": (
        task(Cpu="256", Memory="512") | service(CapacityProviderStrategy=[{"CapacityProvider": "FARGATE_SPOT"}]),
        ["Fargate Spot: the price of Fargate Spot is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::ECS::Service": {
        "vCPU": "virtual CPUs",
        "memory": "memory",
        "ephemeral storage": "storage",
        "Fargate Spot": "Fargate Spot",
        "transfer": "data to the internet",
        "IPv4": "public addresses",
        "Windows": "Windows",
    },
}
