"""AWS::RDS::DBCluster: Aurora MySQL and Aurora PostgreSQL, provisioned or Serverless v2.

Not modelled: the database itself, Multi-AZ DB clusters, Serverless v1, global clusters, restoring, cluster parameters.
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.numbers import number
from patterns.sandbox.services.rds.resources._base import modified
from patterns.sandbox.services.rds.resources._database import PASSWORD, Database, group_ids, secret_attribute


class DbCluster(Database):
    """The storage of an Aurora database, in three zones, with the endpoints of its instances."""

    type = "AWS::RDS::DBCluster"
    identifier = "DBClusterIdentifier"
    creation = "create_db_cluster"
    modification = "modify_db_cluster"
    deletion = "delete_db_cluster"
    gone = frozenset({"DBClusterNotFoundFault"})
    listing = Call("describe_db_clusters", "DBClusters")
    entry_id = "DBClusterIdentifier"
    arn_key = "DBClusterArn"
    told_by_nobody = ("DeleteAutomatedBackups", "MasterUserPassword")
    traces = frozenset({"VpcSecurityGroupIds", "ServerlessV2ScalingConfiguration"})
    """It keeps its groups and its capacity when they are no longer declared."""
    properties = (
        *(
            Property(name, create=name, get=entry(name))
            for name in (
                "DBClusterIdentifier", "Engine", "EngineMode", "MasterUsername", "DatabaseName", "StorageEncrypted",
                "KmsKeyId",
            )
        ),
        Property("AvailabilityZones", create="AvailabilityZones", get=entry("AvailabilityZones")),
        Property("DBSubnetGroupName", create="DBSubnetGroupName", get=entry("DBSubnetGroup")),
        modified("EngineVersion", get=entry("EngineVersion")),
        modified("StorageType", get=entry("StorageType")),
        modified("Port", get=entry("Port")),
        modified("VpcSecurityGroupIds", get=entry("VpcSecurityGroups"), from_service=group_ids),
        modified("ServerlessV2ScalingConfiguration", get=entry("ServerlessV2ScalingConfiguration"),
                 from_service=lambda found: {name: number(value) for name, value in found.items()},
                 effect="There is no load, so capacity does not change."),
        modified("BackupRetentionPeriod", default=1, get=entry("BackupRetentionPeriod")),
        modified("PreferredBackupWindow", get=entry("PreferredBackupWindow"), effect="No backup is taken."),
        modified("PreferredMaintenanceWindow", get=entry("PreferredMaintenanceWindow"),
                 effect="Nothing is maintained."),
        modified("CopyTagsToSnapshot", default=False, get=entry("CopyTagsToSnapshot")),
        modified("DeletionProtection", default=False, get=entry("DeletionProtection")),
        modified("EnableIAMDatabaseAuthentication", default=False, get=entry("IAMDatabaseAuthenticationEnabled")),
        modified("EnableCloudwatchLogsExports", get=entry("EnabledCloudwatchLogsExports"), effect="No log is written."),
        *PASSWORD,
        Property("DeleteAutomatedBackups", code="keep"),
        Property("Tags", create="Tags", get=entry("TagList"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"Engine": "aurora-postgresql", "MasterUsername": "app", "ManageMasterUserPassword": True},
        {
            "DBClusterIdentifier": "example-cluster", "DatabaseName": "shop",
            "Engine": "aurora-postgresql", "EngineVersion": "17.5", "EngineMode": "provisioned", "Port": 5432,
            "ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 4},
            "DBSubnetGroupName": "{db_subnet_group}", "VpcSecurityGroupIds": ["{group}"],
            "StorageEncrypted": True, "KmsKeyId": "{key.Arn}", "StorageType": "aurora-iopt1",
            "MasterUsername": "app", "ManageMasterUserPassword": True,
            "MasterUserSecret": {"KmsKeyId": "{other_key.Arn}"},
            "BackupRetentionPeriod": 7, "PreferredBackupWindow": "02:00-03:00",
            "PreferredMaintenanceWindow": "sun:04:00-sun:05:00", "CopyTagsToSnapshot": True,
            "DeletionProtection": False, "DeleteAutomatedBackups": True, "EnableIAMDatabaseAuthentication": True,
            "EnableCloudwatchLogsExports": ["postgresql"],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "DBClusterIdentifier": "other-cluster", "Engine": "aurora-mysql", "MasterUsername": "app",
            "MasterUserPassword": "not-a-real-password", "BackupRetentionPeriod": 3,
            "AvailabilityZones": ["us-east-1a", "us-east-1b", "us-east-1c"],
            "EnableCloudwatchLogsExports": ["error", "slowquery"],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {
            "Engine": "aurora-postgresql", "MasterUsername": "app", "ManageMasterUserPassword": True,
            "ServerlessV2ScalingConfiguration": {"MinCapacity": 1, "MaxCapacity": 8}, "BackupRetentionPeriod": 14,
            "DeletionProtection": False, "CopyTagsToSnapshot": True,
        },
    )  # fmt: skip

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The cluster's name."""
        return str(response["DBCluster"]["DBClusterIdentifier"])

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html."""
        found = self.entry(target)
        return {
            "Endpoint.Address": found.get("Endpoint"), "Endpoint.Port": str(found.get("Port", "")),
            "ReadEndpoint.Address": found.get("ReaderEndpoint"), "DBClusterArn": found.get("DBClusterArn"),
            "DBClusterResourceId": found.get("DbClusterResourceId"),
            **secret_attribute(found),
        }  # fmt: skip


PROVIDER = DbCluster()
