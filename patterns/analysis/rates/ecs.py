"""ECS: what tasks of services on Fargate reserve, by the hour. What runs on one's own machines is paid for with EC2."""

from __future__ import annotations

import re

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Uncounted, Unpriceable

UNITS_A_CPU, MIB_A_GB = 1024, 1024
FARGATE, SPOT = "FARGATE", "FARGATE_SPOT"


def _providers(billed: Billed) -> list[str]:
    strategy = billed.value("CapacityProviderStrategy", default=[])
    return [
        str(billed.value("CapacityProviderStrategy", number, "CapacityProvider")) for number in range(len(strategy))
    ]


def task_hours(billed: Billed) -> float:
    """Hours of all tasks of a service that run on Fargate, on demand."""
    if billed.value("LaunchType") != FARGATE and FARGATE not in _providers(billed):
        return 0.0
    return billed.number("DesiredCount", default=1) * billed.used("hours")


def _size(billed: Billed, name: str, in_one: int, unit: str) -> float:
    """How much of something a task reserves, in whole units: "256", "0.25 vCPU"."""
    definition = billed.named("TaskDefinition")
    if definition is None:
        raise Unpriceable("the task definition is not in this template")
    text = str(definition.value(name, default=""))
    match = re.fullmatch(rf"\s*([\d.]+)\s*({unit})?\s*", text, re.IGNORECASE)
    if not match:
        raise Unpriceable(f"{name} of the task definition is {text!r}, not a size")
    return float(match[1]) if match[2] else float(match[1]) / in_one


def cpu_hours(billed: Billed) -> float:
    """Virtual CPUs of all tasks, times hours."""
    hours = task_hours(billed)
    return hours * _size(billed, "Cpu", UNITS_A_CPU, "vCPU") if hours else 0.0


def gb_hours(billed: Billed) -> float:
    """GB of memory of all tasks, times hours."""
    hours = task_hours(billed)
    return hours * _size(billed, "Memory", MIB_A_GB, "GB") if hours else 0.0


def processor(billed: Billed) -> str:
    """The kind of processor of a service's tasks: only that of x86 has a confirmed price."""
    definition = billed.named("TaskDefinition")
    kind = definition.value("RuntimePlatform", "CpuArchitecture", default="X86_64") if definition else "X86_64"
    return str(kind).lower()


def spot(billed: Billed) -> str | None:
    """Why Fargate Spot has no price."""
    return "the price of Fargate Spot is not confirmed" if SPOT in _providers(billed) else None


RATES: dict[str, Rate] = {
    "AWS::ECS::Service": (
        Charge("virtual CPUs on Fargate", "fargate.cpu.{}", cpu_hours, kind=processor),
        Charge("memory on Fargate", "fargate.memory.{}", gb_hours, kind=processor),
        Gap("Fargate Spot", spot),
        Uncounted("storage beyond 20 GB, data to the internet, public addresses, Windows"),
    ),
}
