"""What moto knows of the sizes of instance types, and of how much of them runs; read each time."""

from __future__ import annotations

from patterns.sandbox.simulator.backends import held

RUNNING = ("pending", "running")


def vcpus(instance_type: str) -> int:
    """The virtual processors of a type, one where it is not known."""
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    return int(INSTANCE_TYPES.get(instance_type, {}).get("VCpuInfo", {}).get("DefaultVCpus", 1))


def running_vcpus(account_id: str, region: str) -> int:
    """The virtual processors of all instances that run."""
    reservations = held("ec2", account_id, region, "reservations")
    instances = (instance for reservation in reservations for instance in reservation.instances)
    return sum(vcpus(instance.instance_type) for instance in instances if instance.state in RUNNING)
