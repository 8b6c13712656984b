"""What RDS asks of IAM: instances, clusters, their groups, snapshots and subscriptions.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
Not modelled: proxies, global clusters, blue/green deployments, integrations, and what RDS does with a secret it keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Asks, Service, Situation, pairs, pass_role
from patterns.sandbox.permissions.refusals import Wording

NAMES = {
    "db": "DBInstanceIdentifier", "cluster": "DBClusterIdentifier", "snapshot": "DBSnapshotIdentifier",
    "cluster-snapshot": "DBClusterSnapshotIdentifier", "subgrp": "DBSubnetGroupName", "pg": "DBParameterGroupName",
    "cluster-pg": "DBClusterParameterGroupName", "og": "OptionGroupName", "es": "SubscriptionName",
}  # fmt: skip
"""What a resource is called in its ARN, and the parameter that has its name."""


def _of(kind: str) -> Callable[[Situation], str]:
    def arn(situation: Situation) -> str:
        return _arn(situation, kind, situation.text(NAMES[kind]))

    return arn


def _arn(situation: Situation, kind: str, name: Any) -> str:
    """Names are kept in small letters."""
    named = str(name or "*")
    return named if named.startswith("arn:") else situation.arn("rds", f"{kind}:{named.lower()}")


def _on(*kinds: str) -> Asks:
    """A call about several resources: the first it must name, the others only where it does."""

    def asks(situation: Situation) -> Iterator[Ask]:
        for number, kind in enumerate(kinds):
            if number == 0 or situation.params.get(NAMES[kind]):
                yield Ask(f"rds:{situation.operation}", _of(kind)(situation))

    return asks


def _made(situation: Situation) -> Iterator[Ask]:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html: tags, role, password."""
    params: Any = situation.params
    if params.get("Tags"):
        kind = "cluster" if situation.operation == "CreateDBCluster" else "db"
        yield Ask("rds:AddTagsToResource", _of(kind)(situation))
    yield from pass_role(params.get("MonitoringRoleArn"), "monitoring.rds.amazonaws.com")
    if params.get("ManageMasterUserPassword"):
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
        secret = situation.arn("secretsmanager", "secret:rds!*")
        yield Ask("secretsmanager:CreateSecret", secret)
        yield Ask("secretsmanager:TagResource", secret)


def _keys(situation: Situation) -> dict[str, Value]:
    params: Any = situation.params
    named = {
        "DBInstanceClass": "rds:DatabaseClass", "Engine": "rds:DatabaseEngine", "DBName": "rds:DatabaseName",
        "StorageEncrypted": "rds:StorageEncrypted", "MultiAZ": "rds:MultiAz",
        "ManageMasterUserPassword": "rds:ManageMasterUserPassword", "Iops": "rds:Piops",
        "AllocatedStorage": "rds:StorageSize",
    }  # fmt: skip
    context: dict[str, Value] = {key: params[name] for name, key in named.items() if params.get(name) is not None}
    if network := params.get("VpcSecurityGroupIds"):
        context["rds:Vpc"] = bool(network)
    for key, value in pairs(params.get("Tags")):
        context[f"rds:req-tag/{key}"] = value
    return context


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("rds", "list_tags_for_resource", ResourceName=arn).get("TagList")))


SERVICE = Service(
    prefix="rds",
    resources={**{kind: _of(kind) for kind in NAMES}, "tagged": "{ResourceName}"},
    operations={
        "": """
            DescribeAccountAttributes DescribeCertificates DescribeDBEngineVersions
            DescribeEngineDefaultClusterParameters DescribeEngineDefaultParameters DescribeEventCategories
            DescribeEvents DescribeOptionGroupOptions DescribeOrderableDBInstanceOptions
        """,
        "db": """
            DeleteDBInstance DescribeDBInstances DescribeDBLogFiles DescribeValidDBInstanceModifications
            DownloadDBLogFilePortion PromoteReadReplica RebootDBInstance StartDBInstance StopDBInstance
            AddRoleToDBInstance RemoveRoleFromDBInstance
        """,
        "cluster": """
            AddRoleToDBCluster DescribeDBClusters FailoverDBCluster RebootDBCluster RemoveRoleFromDBCluster
            StartDBCluster StopDBCluster
        """,
        "snapshot": """
            CopyDBSnapshot DeleteDBSnapshot DescribeDBSnapshotAttributes DescribeDBSnapshots ModifyDBSnapshot
            ModifyDBSnapshotAttribute
        """,
        "cluster-snapshot": """
            CopyDBClusterSnapshot DeleteDBClusterSnapshot DescribeDBClusterSnapshotAttributes
            DescribeDBClusterSnapshots ModifyDBClusterSnapshotAttribute
        """,
        "subgrp": "CreateDBSubnetGroup DeleteDBSubnetGroup DescribeDBSubnetGroups ModifyDBSubnetGroup",
        "pg": """
            CopyDBParameterGroup CreateDBParameterGroup DeleteDBParameterGroup DescribeDBParameterGroups
            DescribeDBParameters ModifyDBParameterGroup ResetDBParameterGroup
        """,
        "cluster-pg": """
            CreateDBClusterParameterGroup DeleteDBClusterParameterGroup DescribeDBClusterParameterGroups
            DescribeDBClusterParameters ModifyDBClusterParameterGroup ResetDBClusterParameterGroup
        """,
        "og": "CreateOptionGroup DeleteOptionGroup DescribeOptionGroups ModifyOptionGroup",
        "es": """
            CreateEventSubscription DeleteEventSubscription DescribeEventSubscriptions ModifyEventSubscription
        """,
        "tagged": "AddTagsToResource ListTagsForResource RemoveTagsFromResource",
    },
    several={
        "CreateDBInstance": _on("db", "cluster", "subgrp", "pg", "og"),
        "ModifyDBInstance": _on("db", "subgrp", "pg", "og"),
        "CreateDBCluster": _on("cluster", "subgrp", "cluster-pg"),
        "ModifyDBCluster": _on("cluster", "cluster-pg"),
        "DeleteDBCluster": _on("cluster"),
        "CreateDBSnapshot": _on("snapshot", "db"),
        "CreateDBClusterSnapshot": _on("cluster-snapshot", "cluster"),
        "CreateDBInstanceReadReplica": _on("db", "subgrp", "pg"),
        "RestoreDBInstanceFromDBSnapshot": _on("db", "snapshot", "subgrp", "pg"),
        "RestoreDBInstanceToPointInTime": _on("db", "subgrp", "pg"),
        "RestoreDBClusterFromSnapshot": _on("cluster", "subgrp", "cluster-pg"),
    },
    also={"CreateDBInstance": _made, "CreateDBCluster": _made, "ModifyDBInstance": _made},
    keys=_keys,
    tags=_tags,
    tagged=("aws:ResourceTag", "rds:db-tag"),
    wording=Wording(code="AccessDenied", status=403),
)
