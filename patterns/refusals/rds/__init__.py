"""What RDS refuses of an instance or cluster that it is asked to make, as far as it shows in what is asked.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
Not here: networks, parameter groups, and what changes a database that is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal
from patterns.refusals.rds import settings, storage, versions, windows
from patterns.refusals.rds.settings import COMBINATION, VALUE

CLUSTER_KEEPS = (
    "MasterUsername", "MasterUserPassword", "ManageMasterUserPassword", "AllocatedStorage", "BackupRetentionPeriod",
    "DBName", "Port",
)  # fmt: skip
"""What is the cluster's business, and not that of an instance in it."""
COPIED_FROM = (
    "DBSnapshotIdentifier", "DBClusterSnapshotIdentifier", "SourceDBInstanceIdentifier", "SourceDBClusterIdentifier",
    "SourceDbiResourceId", "SnapshotIdentifier", "ReplicationSourceIdentifier", "GlobalClusterIdentifier",
    "SourceDBInstanceAutomatedBackupsArn",
)  # fmt: skip
"""Where the first user, the data, and their size come from elsewhere."""
NO_GATEWAY = "The specified VPC has no internet gateway attached."


def engine_of(asked: Mapping[str, Any]) -> str:
    """The engine that is asked for, in lower case; empty where none is."""
    return str(asked.get("Engine") or "").lower()


def _is_new(asked: Mapping[str, Any]) -> bool:
    return not any(asked.get(name) for name in COPIED_FROM)


def _is_alone(asked: Mapping[str, Any]) -> bool:
    """Whether an instance is new, and keeps its data to itself."""
    return not asked.get("DBClusterIdentifier") and _is_new(asked)


def instance_identifier(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of an instance."""
    yield from settings.wrong_identifier(asked.get("DBInstanceIdentifier"), "DBInstanceIdentifier")


def engine(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the engine."""
    if asked.get("Engine"):
        yield from settings.wrong_engine(str(asked["Engine"]))


def instance_class(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the class of an instance."""
    yield from settings.wrong_class(asked.get("DBInstanceClass"))


def monitoring(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with enhanced monitoring."""
    yield from settings.wrong_monitoring(asked.get("MonitoringInterval"), asked.get("MonitoringRoleArn"))


def member(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What an instance of a cluster says of what is the cluster's."""
    if not asked.get("DBClusterIdentifier"):
        return
    for name in CLUSTER_KEEPS:
        if asked.get(name) is not None:
            yield (
                COMBINATION,
                f"The requested DB Instance will be a member of a DB Cluster. Set {name} for the DB Cluster.",
            )


def no_cluster(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """An instance of Aurora without its cluster."""
    if _is_alone(asked) and engine_of(asked) in settings.AURORA:
        yield VALUE, "The parameter DBClusterIdentifier must be provided and must not be blank."


def user(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the first user of an instance."""
    if _is_alone(asked):
        yield from settings.wrong_user(asked.get("MasterUsername"), engine_of(asked))


def password(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the password of an instance."""
    if _is_alone(asked):
        yield from _wrong_password(asked)


def database(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of the first database of an instance."""
    if _is_alone(asked):
        yield from settings.wrong_database(asked.get("DBName"), "DBName")


def in_one_zone(zone: str) -> Refusal:
    """The refusal of a subnet group whose subnets are all in one zone."""
    told = "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement."
    return (
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        f"{told} Current AZ coverage: {zone}. Add subnets to cover at least 2 AZs.",
    )


def not_public(why: str) -> Refusal:
    """The refusal of a database that shall be public, as in github.com/hackoregon/civic-devops/issues/281."""
    told = f"Cannot create a publicly accessible DBInstance. {why} Update the VPC and then try again"
    return "InvalidVPCNetworkStateFault", told


def size(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the storage of an instance."""
    if _is_alone(asked):
        yield from storage.wrong_storage(asked, engine_of(asked))


def instance_version(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the version of an instance's engine."""
    if _is_alone(asked):
        yield from cluster_version(asked)


def cluster_version(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the version of a cluster's engine."""
    yield from versions.wrong_version(engine_of(asked), asked.get("EngineVersion"))


def place(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A zone that is named for what stands in several."""
    if _is_alone(asked) and asked.get("MultiAZ") and asked.get("AvailabilityZone"):
        yield COMBINATION, "Requesting a specific availability zone is not valid for Multi-AZ instances."


def key(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A key for what is not encrypted."""
    if _is_alone(asked) and asked.get("KmsKeyId") and not asked.get("StorageEncrypted"):
        yield COMBINATION, "You can't specify KmsKeyId for a DB instance whose storage isn't encrypted."


def insights(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with Performance Insights of an instance; a member's are its cluster's."""
    if not asked.get("DBClusterIdentifier"):
        yield from settings.wrong_insights(asked, "EnablePerformanceInsights")


def operation(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the window for backups, the logs and the licence."""
    yield from windows.wrong_backup_window(asked.get("PreferredBackupWindow"))
    yield from windows.wrong_week(asked.get("PreferredMaintenanceWindow"))
    yield from windows.wrong_windows(asked)
    yield from settings.wrong_logs(asked.get("EnableCloudwatchLogsExports"), engine_of(asked))
    yield from settings.wrong_license(asked.get("LicenseModel"), engine_of(asked))


def family(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A family of parameters of a version that there is not."""
    name = asked.get("Family") or asked.get("DBParameterGroupFamily")
    found = next((of for of in versions.MAJOR if str(name).startswith(of) and str(name)[len(of) :][:1].isdigit()), None)
    if found is not None and str(name).removeprefix(found) not in versions.MAJOR[found]:
        yield VALUE, f"ParameterGroupFamily {name} is not a valid parameter group family"


def cluster_identifier(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of a cluster."""
    yield from settings.wrong_identifier(asked.get("DBClusterIdentifier"), "DBClusterIdentifier")


def cluster_numbers(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with retention and port of a cluster."""
    yield from settings.wrong_numbers(asked, fewest_backup_days=1)


def cluster_database(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of the first database of a cluster."""
    yield from settings.wrong_database(asked.get("DatabaseName"), "DatabaseName")


def cluster_user(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the first user of a cluster."""
    if _is_new(asked):
        yield from settings.wrong_user(asked.get("MasterUsername"), engine_of(asked))


def cluster_password(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the password of a cluster."""
    if _is_new(asked):
        yield from _wrong_password(asked)


def capacity(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html."""
    wanted = asked.get("ServerlessV2ScalingConfiguration") or {}
    least, most = wanted.get("MinCapacity"), wanted.get("MaxCapacity")
    for value, smallest in ((least, 0.0), (most, 1.0)):
        if value is not None and (not smallest <= float(value) <= 256 or float(value) * 2 % 1):
            yield VALUE, f"Invalid serverless v2 capacity {value}: it must be from {smallest:g} to 256 in steps of 0.5."
    if least is not None and most is not None and float(least) > float(most):
        yield VALUE, "The minimum serverless v2 capacity must not be greater than the maximum."


def _wrong_password(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    if asked.get("MasterUserPassword") is None and not asked.get("ManageMasterUserPassword"):
        yield VALUE, "Invalid master password"
    yield from settings.wrong_password(asked, engine_of(asked))


INSTANCE: tuple[Question, ...] = (
    instance_identifier, engine, instance_class, settings.wrong_numbers, monitoring, member, no_cluster, user,
    password, database, size, instance_version, place, key, operation, insights,
)  # fmt: skip
CLUSTER: tuple[Question, ...] = (
    cluster_identifier, engine, cluster_numbers, cluster_database, cluster_version, capacity, cluster_user,
    cluster_password, operation,
)  # fmt: skip


def _of_template(question: Question) -> Question:
    """The question about the properties of a template, which puts the key of the login in an object."""

    def asking(asked: Mapping[str, Any]) -> Iterator[Refusal]:
        secret = asked.get("MasterUserSecret")
        of_login = {"MasterUserSecretKmsKeyId": secret.get("KmsKeyId")} if secret is not None else {}
        yield from question({**asked, **of_login})

    return asking


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::RDS::DBInstance": tuple(map(_of_template, INSTANCE)),
    "AWS::RDS::DBParameterGroup": (family,),
    "AWS::RDS::DBCluster": tuple(map(_of_template, CLUSTER)),
}
