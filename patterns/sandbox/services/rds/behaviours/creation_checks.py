"""RDS looks at an instance or cluster before it makes or changes it: settings, versions, storage, and its network.

Not here: what a failover, a deletion or a subnet group asks for (`behaviours/databases`, `patches/databases`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.rds import setting_rules, storage_rules, version_rules
from patterns.sandbox.services.rds.patches import kept
from patterns.sandbox.services.rds.setting_rules import COMBINATION, VALUE, Wrong, refuse

CLUSTER_KEEPS = (
    "MasterUsername", "MasterUserPassword", "ManageMasterUserPassword", "AllocatedStorage", "BackupRetentionPeriod",
    "DBName", "Port",
)  # fmt: skip
"""What is the cluster's business, and not that of an instance in it."""


def install(account: Account) -> None:
    """Stand before the calls that make or change a database."""
    checks = {
        "CreateDBInstance": _creation,
        "ModifyDBInstance": _change,
        "CreateDBCluster": _cluster,
        "ModifyDBCluster": _cluster_change,
    }
    account.gateway.judge(account, "rds", checks)


def _creation(account: Account, call: Call) -> None:
    asked, engine = call.params, str(call.params["Engine"]).lower()
    cluster = asked.get("DBClusterIdentifier")
    wrong = [
        setting_rules.wrong_identifier(asked["DBInstanceIdentifier"], "DBInstanceIdentifier"),
        setting_rules.wrong_engine(str(asked["Engine"])),
        setting_rules.wrong_class(asked.get("DBInstanceClass")),
        setting_rules.wrong_numbers(asked),
        setting_rules.wrong_monitoring(asked.get("MonitoringInterval"), asked.get("MonitoringRoleArn")),
    ]
    if cluster is None:
        wrong += [_wrong_alone(asked, engine), _wrong_place(account, call, asked)]
    else:
        wrong.append(_wrong_member(asked))
    refuse(chain.from_iterable(wrong))


def _wrong_alone(asked: Mapping[str, Any], engine: str) -> Iterator[Wrong]:
    """What is wrong with an instance that keeps its data to itself."""
    if engine in setting_rules.AURORA:
        yield VALUE, "The parameter DBClusterIdentifier must be provided and must not be blank."
    yield from setting_rules.wrong_user(asked.get("MasterUsername"), engine)
    if asked.get("MasterUserPassword") is None and not asked.get("ManageMasterUserPassword"):
        yield VALUE, "Invalid master password"
    yield from setting_rules.wrong_password(asked, engine)
    yield from setting_rules.wrong_database(asked.get("DBName"), "DBName")
    yield from storage_rules.wrong_storage(asked, engine)
    yield from version_rules.wrong_version(engine, asked.get("EngineVersion"))
    if asked.get("MultiAZ") and asked.get("AvailabilityZone"):
        yield COMBINATION, "Requesting a specific availability zone is not valid for Multi-AZ instances."
    if asked.get("KmsKeyId") and not asked.get("StorageEncrypted"):
        yield COMBINATION, "You can't specify KmsKeyId for a DB instance whose storage isn't encrypted."


def _wrong_member(asked: Mapping[str, Any]) -> Iterator[Wrong]:
    for name in CLUSTER_KEEPS:
        if asked.get(name) is not None:
            yield (
                COMBINATION,
                f"The requested DB Instance will be a member of a DB Cluster. Set {name} for the DB Cluster.",
            )


def _wrong_place(account: Account, call: Call, asked: Mapping[str, Any]) -> Iterator[Wrong]:
    """What is wrong with the groups of an instance: security groups of its network, parameters of its version."""
    here = kept.State(account.account_id, call.region)
    network = here.network_of(asked.get("DBSubnetGroupName"))
    for group in asked.get("VpcSecurityGroupIds") or ():
        other = here.network_of_group(group)
        if other is None:
            yield VALUE, f"Invalid security group , groupId= {group}, groupName=."
        elif network is not None and other != network:
            yield (
                COMBINATION,
                f"The DB instance and EC2 security group are in different VPCs. The DB instance is in {network} and "
                f"the EC2 security group is in {other}",
            )
    if name := asked.get("DBParameterGroupName"):
        engine = str(asked["Engine"]).lower()
        version = asked.get("EngineVersion") or here.default_version(engine)
        yield from version_rules.wrong_group(engine, version, name, here.family_of(name))


def _change(account: Account, call: Call) -> None:
    asked, here = call.params, kept.State(account.account_id, call.region)
    there = here.instance(asked["DBInstanceIdentifier"])
    if there is None:
        return
    engine = str(there["Engine"])
    monitored = {name: asked.get(name, there.get(name)) for name in ("MonitoringInterval", "MonitoringRoleArn")}
    wrong = [
        setting_rules.wrong_identifier(asked.get("NewDBInstanceIdentifier"), "NewDBInstanceIdentifier"),
        setting_rules.wrong_class(asked.get("DBInstanceClass")),
        setting_rules.wrong_password(asked, engine),
        setting_rules.wrong_numbers(asked),
    ]
    if "MonitoringInterval" in asked or "MonitoringRoleArn" in asked:
        interval = monitored["MonitoringInterval"]
        role = monitored["MonitoringRoleArn"] if interval or "MonitoringRoleArn" in asked else None
        wrong.append(setting_rules.wrong_monitoring(interval, role))
    if there["DBClusterIdentifier"] is None:
        wrong += [storage_rules.wrong_change(asked, there, engine), _wrong_upgrade(asked, there, here)]
    refuse(chain.from_iterable(wrong))


def _wrong_upgrade(asked: Mapping[str, Any], there: Mapping[str, Any], here: kept.State) -> Iterator[Wrong]:
    engine, before, after = str(there["Engine"]), str(there["EngineVersion"]), asked.get("EngineVersion")
    allowed = bool(asked.get("AllowMajorVersionUpgrade"))
    yield from version_rules.wrong_upgrade(engine, before, after, allowed=allowed)
    name, kept_group = asked.get("DBParameterGroupName"), there.get("DBParameterGroupName")
    if name:
        yield from version_rules.wrong_group(engine, after or before, name, here.family_of(name))
    elif after and kept_group and here.family_of(kept_group) not in (None, version_rules.family(engine, after)):
        yield (
            COMBINATION,
            f"Current Parameter Group ({kept_group}) is non-default. You need to explicitly specify a new Parameter "
            "Group in this case (default or custom)",
        )


def _cluster(account: Account, call: Call) -> None:
    asked, engine = call.params, str(call.params["Engine"]).lower()
    wrong = [
        setting_rules.wrong_identifier(asked["DBClusterIdentifier"], "DBClusterIdentifier"),
        setting_rules.wrong_engine(str(asked["Engine"])),
        setting_rules.wrong_numbers(asked, fewest_backup_days=1),
        setting_rules.wrong_database(asked.get("DatabaseName"), "DatabaseName"),
        version_rules.wrong_version(engine, asked.get("EngineVersion")),
        _wrong_capacity(asked.get("ServerlessV2ScalingConfiguration")),
    ]
    if not asked.get("ReplicationSourceIdentifier") and not asked.get("GlobalClusterIdentifier"):
        wrong.append(_wrong_access(asked, engine))
    refuse(chain.from_iterable(wrong))


def _wrong_access(asked: Mapping[str, Any], engine: str) -> Iterator[Wrong]:
    yield from setting_rules.wrong_user(asked.get("MasterUsername"), engine)
    if asked.get("MasterUserPassword") is None and not asked.get("ManageMasterUserPassword"):
        yield VALUE, "Invalid master password"
    yield from setting_rules.wrong_password(asked, engine)


def _wrong_capacity(asked: Mapping[str, Any] | None) -> Iterator[Wrong]:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html."""
    if not asked:
        return
    least, most = asked.get("MinCapacity"), asked.get("MaxCapacity")
    for value, smallest in ((least, 0.0), (most, 1.0)):
        if value is not None and (not smallest <= float(value) <= 256 or float(value) * 2 % 1):
            yield VALUE, f"Invalid serverless v2 capacity {value}: it must be from {smallest:g} to 256 in steps of 0.5."
    if least is not None and most is not None and float(least) > float(most):
        yield VALUE, "The minimum serverless v2 capacity must not be greater than the maximum."


def _cluster_change(account: Account, call: Call) -> None:
    asked = call.params
    there = kept.State(account.account_id, call.region).cluster(asked["DBClusterIdentifier"])
    if there is None:
        return
    engine = str(there["Engine"])
    allowed = bool(asked.get("AllowMajorVersionUpgrade"))
    wrong = [
        setting_rules.wrong_identifier(asked.get("NewDBClusterIdentifier"), "NewDBClusterIdentifier"),
        setting_rules.wrong_numbers(asked, fewest_backup_days=1),
        setting_rules.wrong_password(asked, engine),
        _wrong_capacity(asked.get("ServerlessV2ScalingConfiguration")),
        version_rules.wrong_upgrade(engine, str(there["EngineVersion"]), asked.get("EngineVersion"), allowed=allowed),
    ]
    refuse(chain.from_iterable(wrong))
