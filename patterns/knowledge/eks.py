"""Amazon EKS: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("EKS", Family.COMPUTE)

TYPES: Mapping[str, About] = {
    "AWS::EKS::Cluster": About(noun="Kubernetes cluster", family=Family.COMPUTE),
}
