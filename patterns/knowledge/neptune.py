"""Amazon Neptune: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, FinalSnapshot, Service

SERVICE = Service("Neptune", Family.DATABASE)

TYPES: Mapping[str, About] = {
    "AWS::Neptune::DBCluster": About(
        noun="graph database",
        family=Family.DATABASE,
        lost="its data and automated backups are lost",
        snapshot=FinalSnapshot(),
    ),
}
