"""Amazon DocumentDB: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, FinalSnapshot, Service

SERVICE = Service("DocDB", Family.DATABASE)

TYPES: Mapping[str, About] = {
    "AWS::DocDB::DBCluster": About(
        noun="document database",
        family=Family.DATABASE,
        lost="its data and automated backups are lost",
        snapshot=FinalSnapshot(),
    ),
    "AWS::DocDB::DBSubnetGroup": About(
        noun="document database subnets", family=Family.DATABASE, stands_for_subnets=True, lost=DECLARED
    ),
}
