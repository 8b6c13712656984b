"""Amazon ECS: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("ECS", Family.COMPUTE)

TYPES: Mapping[str, About] = {
    "AWS::ECS::Cluster": About(noun="cluster", family=Family.COMPUTE),
    "AWS::ECS::Service": About(noun="service", family=Family.COMPUTE),
    "AWS::ECS::TaskDefinition": About(noun="task definition", family=Family.COMPUTE, asks=True),
}
