"""What moto keeps of databases and what they stand on, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.refusals import rds
from patterns.sandbox.simulator.backends import backend, existing


class State:
    """The databases of one region as they are now."""

    def __init__(self, account_id: str, region: str) -> None:
        self._rds: Any = backend("rds", account_id, region)
        self._ec2: Any = existing("ec2", account_id, region)

    def instance(self, name: str) -> Mapping[str, Any] | None:
        """An instance in the names of its calls; None where there is none."""
        database = self._rds.databases.get(name)
        if database is None:
            return None
        return {
            "Engine": database.engine,
            "EngineVersion": database.engine_version,
            "DBClusterIdentifier": database.db_cluster_identifier,
            "AllocatedStorage": database.allocated_storage or 0,
            "StorageType": database.storage_type,
            "Iops": getattr(database, "iops", None),
            "DBParameterGroupName": database.db_parameter_group_name,
            "MonitoringInterval": database.monitoring_interval,
            "MonitoringRoleArn": database.monitoring_role_arn,
        }

    def cluster(self, name: str) -> Mapping[str, Any] | None:
        """A cluster in the names of its calls; None where there is none."""
        cluster = self._rds.clusters.get(name)
        return cluster and {"Engine": cluster.engine, "EngineVersion": cluster.engine_version}

    def network_of(self, subnet_group: str | None) -> str | None:
        """The VPC of a subnet group, or the default one; None where there is neither."""
        if subnet_group is not None:
            group = self._rds.subnet_groups.get(subnet_group)
            return str(group.vpc_id) if group is not None else None
        vpc = self._ec2.get_default_vpc() if self._ec2 is not None else None
        return str(vpc.id) if vpc is not None else None

    def network_of_group(self, group_id: str) -> str | None:
        """The VPC of a security group; None where there is no such group."""
        group = self._ec2.get_security_group_from_id(group_id) if self._ec2 is not None else None
        return str(group.vpc_id) if group is not None else None

    def hinders_publicity(self, network: str) -> str:
        """Why nothing in a VPC can be reached from outside by name: what is missing; empty where nothing is."""
        vpc = self._ec2.vpcs.get(network) if self._ec2 is not None else None
        if vpc is None:
            return ""
        gateways = self._ec2.internet_gateways.values()
        if not any(gateway.vpc is not None and gateway.vpc.id == network for gateway in gateways):
            return rds.NO_GATEWAY
        told = (vpc.enable_dns_support, vpc.enable_dns_hostnames)
        if not all(str(one).lower() == "true" for one in told):
            return "The specified VPC does not support DNS resolution, DNS hostnames, or both."
        return ""

    def family_of(self, parameter_group: str) -> str | None:
        """The family of a parameter group of one's own; None for any other."""
        group = self._rds.db_parameter_groups.get(parameter_group)
        return str(group.family) if group is not None else None

    def default_version(self, engine: str) -> str | None:
        """The version that an engine has where none is asked for."""
        from moto.rds.models import DBInstance

        versions: dict[str, str] = DBInstance.default_engine_versions
        return versions.get(engine)
