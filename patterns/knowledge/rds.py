"""Amazon RDS and Aurora."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, FinalSnapshot, Members, Service, Standby
from patterns.knowledge._facts import switched, told

SERVICE = Service("RDS", Family.DATABASE)
_PRICES = "https://aws.amazon.com/rds/pricing/"
_LOST = "its data and automated backups are lost"
_FACTS = (
    told("Engine"),
    told("DBInstanceClass"),
    switched("MultiAZ", words="with a standby"),
    told("ServerlessV2ScalingConfiguration", "MaxCapacity", form="up to {} ACU"),
)
_CLUSTER = "DBClusterIdentifier"

TYPES: Mapping[str, About] = {
    "AWS::RDS::DBCluster": About(
        noun="database cluster",
        family=Family.DATABASE,
        lost_alone="database",
        references={
            "DBSubnetGroupName": "stands in",
            "VpcSecurityGroupIds.*": "guarded by",
            "KmsKeyId": "encrypted by",
            "*": None,
        },
        facts=_FACTS,
        lost=_LOST,
        snapshot=FinalSnapshot(by_default=True),
        zones=Members(
            "one of its {count} instances becomes the writer, typically within 60 seconds",
            "its only instance {stands}; the data is kept in three zones",
            "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
        ),
    ),
    "AWS::RDS::DBInstance": About(
        noun="database",
        family=Family.DATABASE,
        lost_alone="database",
        references={
            "DBSubnetGroupName": "stands in",
            "VPCSecurityGroups.*": "guarded by",
            "KmsKeyId": "encrypted by",
            _CLUSTER: "member of",
            "DBParameterGroupName": "set by",
            "MonitoringRoleArn": "as",
            "*": None,
        },
        facts=_FACTS,
        lost=_LOST,
        snapshot=FinalSnapshot(by_default=True, unless=_CLUSTER),
        zones=Standby(
            ("MultiAZ",),
            "its standby in another zone takes over, typically within 60 to 120 seconds",
            "it has no standby ({off} is off) and {stands}",
            "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
            member_of=_CLUSTER,
        ),
    ),
    "AWS::RDS::DBParameterGroup": About(noun="database settings", family=Family.DATABASE, lost=DECLARED, free=_PRICES),
    "AWS::RDS::DBSubnetGroup": About(
        noun="database subnets",
        family=Family.DATABASE,
        stands_for_subnets=True,
        references={"*": None},
        lost=DECLARED,
        free=_PRICES,
    ),
}
