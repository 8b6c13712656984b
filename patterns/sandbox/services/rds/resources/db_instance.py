"""AWS::RDS::DBInstance.

Not modelled: the database itself, read replicas, restoring from a snapshot, option groups, domains, further volumes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.rds.resources._base import modified
from patterns.sandbox.services.rds.resources._database import PASSWORD, Database, group_ids, secret_attribute


class DbInstance(Database):
    """A database instance: alone, with a standby in another zone, or a member of a cluster."""

    type = "AWS::RDS::DBInstance"
    identifier = "DBInstanceIdentifier"
    creation = "create_db_instance"
    modification = "modify_db_instance"
    deletion = "delete_db_instance"
    gone = frozenset({"DBInstanceNotFound"})
    listing = Call("describe_db_instances", "DBInstances")
    entry_id = "DBInstanceIdentifier"
    arn_key = "DBInstanceArn"
    renamed = {"Port": "DBPortNumber"}
    told_by_nobody = ("DeleteAutomatedBackups", "AllowMajorVersionUpgrade", "MasterUserPassword")
    traces = frozenset({"VPCSecurityGroups"})
    """It keeps its groups when they are no longer declared."""
    properties = (
        *(
            Property(name, create=name, get=entry(name))
            for name in (
                "DBInstanceIdentifier", "Engine", "MasterUsername", "DBName", "StorageEncrypted", "KmsKeyId",
                "DBClusterIdentifier", "AvailabilityZone",
            )
        ),
        Property("DBSubnetGroupName", create="DBSubnetGroupName", get=entry("DBSubnetGroup.DBSubnetGroupName")),
        modified("DBInstanceClass", get=entry("DBInstanceClass")),
        modified("EngineVersion", get=entry("EngineVersion")),
        modified("AllocatedStorage", get=entry("AllocatedStorage"), to_service=int, from_service=str),
        modified("MaxAllocatedStorage", get=entry("MaxAllocatedStorage")),
        modified("StorageType", get=entry("StorageType")),
        modified("Iops", get=entry("Iops")),
        modified("StorageThroughput", get=entry("StorageThroughput")),
        modified("MultiAZ", default=False, get=entry("MultiAZ")),
        modified("Port", get=entry("Endpoint.Port"), to_service=int, from_service=str),
        modified("VPCSecurityGroups", create="VpcSecurityGroupIds", get=entry("VpcSecurityGroups"),
                 from_service=group_ids),
        modified("DBParameterGroupName", get=entry("DBParameterGroups"),
                 from_service=lambda found: found[0]["DBParameterGroupName"]),
        modified("PubliclyAccessible", default=False, get=entry("PubliclyAccessible")),
        modified("BackupRetentionPeriod", default=1, get=entry("BackupRetentionPeriod")),
        modified("PreferredBackupWindow", get=entry("PreferredBackupWindow"), effect="No backup is taken."),
        modified("PreferredMaintenanceWindow", get=entry("PreferredMaintenanceWindow"),
                 effect="Nothing is maintained."),
        modified("AutoMinorVersionUpgrade", default=True, get=entry("AutoMinorVersionUpgrade"),
                 effect="No version appears."),
        modified("CopyTagsToSnapshot", default=False, get=entry("CopyTagsToSnapshot")),
        modified("DeletionProtection", default=False, get=entry("DeletionProtection")),
        modified("EnableIAMDatabaseAuthentication", default=False, get=entry("IAMDatabaseAuthenticationEnabled")),
        modified("EnablePerformanceInsights", default=False, get=entry("PerformanceInsightsEnabled"),
                 effect="Nothing is measured."),
        modified("PerformanceInsightsRetentionPeriod", get=entry("PerformanceInsightsRetentionPeriod")),
        modified("MonitoringInterval", default=0, get=entry("MonitoringInterval"), effect="Nothing is measured."),
        modified("MonitoringRoleArn", default="", get=entry("MonitoringRoleArn")),
        modified("CACertificateIdentifier", get=entry("CACertificateIdentifier")),
        modified("PromotionTier", default=1, get=entry("PromotionTier")),
        modified("EnableCloudwatchLogsExports", get=entry("EnabledCloudwatchLogsExports"), effect="No log is written."),
        *PASSWORD,
        Property("AllowMajorVersionUpgrade", code="keep"),
        Property("DeleteAutomatedBackups", code="keep"),
        Property("Tags", create="Tags", get=entry("TagList"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {
            "Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20", "StorageType": "gp3",
            "MasterUsername": "app", "ManageMasterUserPassword": True,
        },
        {
            "DBInstanceIdentifier": "example-database", "DBName": "shop",
            "Engine": "postgres", "EngineVersion": "17.6", "DBInstanceClass": "db.t4g.medium",
            "AllocatedStorage": "20", "MaxAllocatedStorage": 100, "StorageType": "gp3",
            "StorageEncrypted": True, "KmsKeyId": "{key.Arn}",
            "MasterUsername": "app", "ManageMasterUserPassword": True,
            "MasterUserSecret": {"KmsKeyId": "{other_key.Arn}"},
            "MultiAZ": True, "DBSubnetGroupName": "{db_subnet_group}", "VPCSecurityGroups": ["{group}"],
            "PubliclyAccessible": False, "DBParameterGroupName": "{db_parameter_group}", "Port": "5432",
            "BackupRetentionPeriod": 7, "PreferredBackupWindow": "02:00-03:00",
            "PreferredMaintenanceWindow": "sun:04:00-sun:05:00", "AutoMinorVersionUpgrade": True,
            "AllowMajorVersionUpgrade": False, "CopyTagsToSnapshot": True, "DeletionProtection": False,
            "DeleteAutomatedBackups": True, "EnableIAMDatabaseAuthentication": True,
            "EnablePerformanceInsights": True, "PerformanceInsightsRetentionPeriod": 7,
            "MonitoringInterval": 60, "MonitoringRoleArn": "{role.Arn}",
            "EnableCloudwatchLogsExports": ["postgresql"], "CACertificateIdentifier": "rds-ca-rsa2048-g1",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "DBInstanceIdentifier": "other-database", "AvailabilityZone": "us-east-1b",
            "Engine": "mysql", "DBInstanceClass": "db.m7g.large", "AllocatedStorage": "400",
            "StorageType": "gp3", "Iops": 12000, "StorageThroughput": 500,
            "MasterUsername": "app", "MasterUserPassword": "not-a-real-password", "StorageEncrypted": True,
            "DBSubnetGroupName": "{db_subnet_group}", "VPCSecurityGroups": ["{group}", "{other_group}"],
            "BackupRetentionPeriod": 0,
            "AutoMinorVersionUpgrade": False,
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {
            "Engine": "aurora-postgresql", "DBInstanceClass": "db.r7g.large", "DBClusterIdentifier": "{db_cluster}",
            "PromotionTier": 2,
        },
        {
            "Engine": "aurora-postgresql", "DBInstanceClass": "db.serverless", "DBClusterIdentifier": "{db_cluster}",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
    )  # fmt: skip

    def create(self, target: Target) -> str:
        """Make it; what it is to be restored from has to be there, though nothing is restored here."""
        if snapshot := target.properties.get("DBSnapshotIdentifier"):
            target.account.administrator("rds").describe_db_snapshots(DBSnapshotIdentifier=snapshot)
        return super().create(target)

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The instance's name."""
        return str(response["DBInstance"]["DBInstanceIdentifier"])

    def changes(self, target: Target, old: Mapping[str, Any]) -> dict[str, Any]:
        """What differs; without a most, storage grows no more."""
        changes = super().changes(target, old)
        if "MaxAllocatedStorage" in old and "MaxAllocatedStorage" not in target.properties:
            changes["MaxAllocatedStorage"] = int(target.properties["AllocatedStorage"])
        return changes

    def delete_after_snapshot(self, target: Target, name: str) -> None:
        """Delete the instance after a final snapshot; the storage of a member is its cluster's."""
        if "DBClusterIdentifier" in target.properties:
            self.delete(target)
        else:
            super().delete_after_snapshot(target, name)

    def delete_with(self, target: Target, **final: Any) -> None:
        """Delete it with or without its automated backups."""
        backups = target.properties.get("DeleteAutomatedBackups", True)
        super().delete_with(target, **final, DeleteAutomatedBackups=backups)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html."""
        found = self.entry(target)
        endpoint = found.get("Endpoint", {})
        return {
            "Endpoint.Address": endpoint.get("Address"), "Endpoint.Port": str(endpoint.get("Port", "")),
            "DBInstanceArn": found.get("DBInstanceArn"), "DbiResourceId": found.get("DbiResourceId"),
            **secret_attribute(found),
        }  # fmt: skip


PROVIDER = DbInstance()
