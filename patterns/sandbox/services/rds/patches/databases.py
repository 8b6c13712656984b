"""What moto's RDS forgets or breaks: zones, standbys, subnet groups, passwords it makes itself, what is read back.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
Which engine version is the default changes with every release of AWS's; the ones here are of one day. What goes on by
itself is in `behaviours/databases.py`, and reaches the databases through `availability`.
"""

from __future__ import annotations

import functools
import json
import string
from typing import Any

from patterns.refusals import rds

DEFAULT_VERSIONS = {"postgres": "17.6", "mysql": "8.4.7", "mariadb": "11.8.5"}
CLUSTER_VERSIONS = {"aurora-postgresql": "17.5", "aurora-mysql": "8.0.mysql_aurora.3.10.1"}
RESOURCE_ID = string.ascii_uppercase + string.digits
PASSWORD = string.ascii_letters + string.digits + "!#$%&*+-=?^_~"
PASSWORD_LENGTH = 28
FEWEST_ZONES = 2
"""https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Subnets"""


def apply() -> None:
    """Place instances and standbys in zones, keep what was asked, and refuse what RDS refuses."""
    from moto.rds.models import DBCluster, DBInstance, MasterUserSecret, RDSBackend
    from moto.rds.responses import RDSResponse

    DBInstance.default_engine_versions |= DEFAULT_VERSIONS
    DBCluster.default_engine_version = staticmethod(_cluster_version(DBCluster.default_engine_version))
    DBCluster.default_allocated_storage = staticmethod(_cluster_storage(DBCluster.default_allocated_storage))
    DBInstance.__init__ = _placing(DBInstance.__init__)
    DBInstance.update = _updating(DBInstance.update)
    DBInstance.secondary_availability_zone = None
    DBInstance.performance_insights_enabled = _kept("enable_performance_insights")
    DBCluster.__init__ = _spreading(DBCluster.__init__)
    DBCluster.performance_insights_enabled = _kept("enable_performance_insights")
    DBCluster.iam_database_authentication_enabled = property(_cluster_iam)
    MasterUserSecret._generate_secret_string = _secret_string
    RDSBackend.create_subnet_group = _covering(RDSBackend.create_subnet_group)
    RDSBackend.modify_db_subnet_group = _modify_subnet_group
    RDSBackend.delete_subnet_group = _unused_group(RDSBackend.delete_subnet_group)
    RDSBackend.modify_db_cluster = _exporting(RDSBackend.modify_db_cluster)
    RDSBackend.delete_db_instance = _deleting_instance(RDSBackend.delete_db_instance)
    RDSResponse.delete_db_cluster = _deleting_cluster(RDSResponse.delete_db_cluster)
    RDSResponse.reset_db_parameter_group = _reset_parameter_group


def _kept(name: str) -> property:
    """What was asked at creation or by a change, under the name by which it is told."""
    return property(lambda self: bool(getattr(self, name, False)))


def _cluster_iam(self: Any) -> bool:
    return bool(getattr(self, "enable_iam_database_authentication", self.iam_auth))


def _cluster_version(known: Any) -> Any:
    return lambda engine: CLUSTER_VERSIONS.get(engine) or known(engine)


def _cluster_storage(known: Any) -> Any:
    """Aurora's storage grows by itself, and is told as 1 whatever its type."""
    return lambda engine, storage_type: 1 if engine.startswith("aurora") else known(engine, storage_type)


def zones_of(subnet_group: Any) -> list[str]:
    """The zones that a subnet group covers, in order."""
    return sorted({subnet.availability_zone for subnet in subnet_group._subnets})


def _zones(instance: Any) -> list[str]:
    """The zones an instance may stand in: those of its own subnet group, or of its cluster, else of the region."""
    group = getattr(instance, "db_subnet_group", None)
    if group is None and instance.db_cluster_identifier:
        return list(instance.backend.clusters[instance.db_cluster_identifier].availability_zones)
    if group is not None:
        return zones_of(group)
    from moto.ec2.models import ec2_backends

    return sorted(
        zone.name for zone in ec2_backends[instance.account_id][instance.region].describe_availability_zones()
    )


def _placing(init: Any) -> Any:
    @functools.wraps(init)
    def __init__(self: Any, backend: Any, **asked: Any) -> None:  # noqa: N807
        from moto.moto_api._internal import mock_random

        members = _members(backend, asked.get("db_cluster_identifier"))
        asked["engine"] = asked["engine"].lower()  # RDS takes "MySQL" as well
        init(self, backend, **asked)
        self.dbi_resource_id = "db-" + "".join(mock_random.choice(RESOURCE_ID) for _ in range(26))
        for name in ("enable_performance_insights", "performance_insights_retention_period"):
            setattr(self, name, asked.get(name))
        zones = _zones(self)
        if not asked.get("availability_zone"):
            # The instances of a cluster stand apart where they can; any other stands where there is room.
            self.availability_zone = zones[members % len(zones)] if self.db_cluster_identifier else _draw(zones)
        _stand_by(self)

    return __init__


def _draw(zones: list[str]) -> str:
    from moto.moto_api._internal import mock_random

    return str(mock_random.choice(zones))


def _members(backend: Any, cluster: str | None) -> int:
    return sum(
        cluster is not None and database.db_cluster_identifier == cluster for database in backend.databases.values()
    )


def _stand_by(instance: Any) -> None:
    """Give a Multi-AZ instance a standby in another zone, and take it from one that is not."""
    others = [zone for zone in _zones(instance) if zone != instance.availability_zone]
    if not instance.multi_az or instance.db_cluster_identifier:
        instance.secondary_availability_zone = None
    elif instance.secondary_availability_zone not in others:
        instance.secondary_availability_zone = _draw(others) if others else None


def _updating(update: Any) -> Any:
    @functools.wraps(update)
    def updating(self: Any, **asked: Any) -> None:
        update(self, **asked)
        _stand_by(self)

    return updating


def _spreading(init: Any) -> Any:
    @functools.wraps(init)
    def __init__(self: Any, backend: Any, **asked: Any) -> None:  # noqa: N807
        group = backend.subnet_groups.get(asked.get("db_subnet_group_name") or "")
        asked["engine"] = asked["engine"].lower()
        init(self, backend, **asked)
        if group is not None and not asked.get("availability_zones"):
            self.availability_zones = zones_of(group)[:3]
        if asked.get("storage_type") in (None, "aurora") and self.engine.startswith("aurora"):
            # Not told: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
            self.storage_type = None
        if not self.storage_encrypted:
            self.kms_key_id = None
        for name, value in asked.items():
            if name.startswith(("serverless", "enable_performance")):
                setattr(self, name, value)

    return __init__


def _secret_string(self: Any) -> str:
    """User and password, which RDS makes up: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html."""
    from moto.moto_api._internal import mock_random

    password = "".join(mock_random.choice(PASSWORD) for _ in range(PASSWORD_LENGTH))
    return json.dumps({"username": self.resource.master_username or "admin", "password": password})


def _refusal(code: str, message: str) -> Exception:
    from moto.rds.exceptions import RDSClientError

    return RDSClientError(code, message)  # type: ignore[no-any-return]


def _refuse_few_zones(subnets: list[Any]) -> None:
    zones = sorted({subnet.availability_zone for subnet in subnets})
    if len(zones) < FEWEST_ZONES:
        raise _refusal(*rds.in_one_zone(", ".join(zones)))


def _covering(create: Any) -> Any:
    def create_subnet_group(self: Any, subnet_name: str, description: str, subnets: list[Any], tags: Any) -> Any:
        """Make a group under its name in lower case, as RDS stores it, of subnets in two zones at least."""
        name = subnet_name.lower()
        if name in self.subnet_groups:
            raise _refusal("DBSubnetGroupAlreadyExists", f"The DB subnet group '{name}' already exists.")
        _refuse_few_zones(subnets)
        return create(self, name, description, subnets, tags)

    return create_subnet_group


def _modify_subnet_group(self: Any, subnet_name: str, description: str | None, subnets: list[Any]) -> Any:
    group = self.describe_db_subnet_groups(subnet_name.lower())[0]
    _refuse_few_zones(subnets)
    group.subnets = subnets
    if description is not None:
        group.description = description
    return group


def _unused_group(delete: Any) -> Any:
    def delete_subnet_group(self: Any, subnet_name: str) -> Any:
        """Delete a group that no database uses."""
        name = subnet_name.lower()
        for database in self.databases.values():
            if getattr(getattr(database, "db_subnet_group", None), "name", None) == name:
                raise _refusal(
                    "InvalidDBSubnetGroupStateFault",
                    f"Cannot delete the subnet group '{name}' because at least one database instance: "
                    f"{database.db_instance_identifier} is still using it.",
                )
        return delete(self, name)

    return delete_subnet_group


def _deleting_instance(delete: Any) -> Any:
    def delete_db_instance(
        self: Any, db_instance_identifier: str, final_db_snapshot_identifier: str | None = None,
        skip_final_snapshot: bool | None = False, delete_automated_backups: bool | None = True,
    ) -> Any:  # fmt: skip
        """Delete an instance; one that keeps its data to itself says what becomes of them."""
        name = db_instance_identifier.lower()
        there = self.databases.get(name)
        if there is not None and not there.db_cluster_identifier and not there.is_replica:
            _require_snapshot(final_db_snapshot_identifier, skip_final_snapshot, "FinalDBSnapshotIdentifier")
        return delete(self, name, final_db_snapshot_identifier, skip_final_snapshot, delete_automated_backups)

    return delete_db_instance


def _deleting_cluster(delete: Any) -> Any:
    def delete_db_cluster(self: Any) -> Any:
        """Delete a cluster that says what becomes of its data."""
        named, skipped = self.params.get("FinalDBSnapshotIdentifier"), self.params.get("SkipFinalSnapshot")
        _require_snapshot(named, skipped, "FinalDBSnapshotIdentifier")
        answer = delete(self)
        _drop_automated(self.backend, self.params["DBClusterIdentifier"])
        return answer

    return delete_db_cluster


def _drop_automated(backend: Any, cluster: str) -> None:
    """Let automated backups go with their cluster; with moto's the name could not be used again.

    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
    """
    for name, snapshot in list(backend.cluster_snapshots.items()):
        is_its = snapshot.db_cluster_identifier.lower() == cluster.lower()
        if is_its and snapshot.snapshot_type == "automated":
            del backend.cluster_snapshots[name]


def _require_snapshot(named: str | None, skipped: bool | None, parameter: str) -> None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html."""
    if not named and not skipped:
        message = f"{parameter} is required unless SkipFinalSnapshot is specified."
        raise _refusal("InvalidParameterCombination", message)
    if named and skipped:
        message = f"{parameter} can not be specified when deleting with SkipFinalSnapshot."
        raise _refusal("InvalidParameterCombination", message)


def _reset_parameter_group(self: Any) -> Any:
    """Bring parameters of a group back to their defaults: those named, or all."""
    from moto.core.responses import ActionResult

    name = self.params["DBParameterGroupName"]
    answer = self.backend.describe_db_parameter_groups({"db_parameter_group_name": name})
    if not answer:
        raise _refusal("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}")
    named = [one["ParameterName"] for one in self.params.get("Parameters") or ()]
    for parameter in list(answer[0].parameters) if self.params.get("ResetAllParameters") else named:
        answer[0].parameters.pop(parameter, None)
    return ActionResult({"DBParameterGroupName": name})


def _exporting(modify: Any) -> Any:
    def modify_db_cluster(self: Any, kwargs: dict[str, Any]) -> Any:
        """Change a cluster, and which logs it exports."""
        asked = kwargs.get("cloudwatch_logs_export_configuration") or {}
        exports = self.clusters[kwargs["db_cluster_identifier"]].enabled_cloudwatch_logs_exports
        off, on = asked.get("DisableLogTypes", ()), asked.get("EnableLogTypes", ())
        exports[:] = [name for name in exports if name not in off] + [name for name in on if name not in exports]
        return modify(self, kwargs)

    return modify_db_cluster
