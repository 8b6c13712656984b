"""Amazon ECR: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("ECR", Family.COMPUTE)

TYPES: Mapping[str, About] = {
    "AWS::ECR::Repository": About(
        noun="image repository", family=Family.COMPUTE, lost="if it holds images, deletion fails and it stays"
    ),
}
