"""RDS looks at an instance or cluster before it makes or changes it: settings, versions, storage, and its network.

Not here: what a failover, a deletion or a subnet group asks for (`behaviours/databases`, `patches/databases`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from patterns.refusals import Refusal, rds
from patterns.refusals.rds import settings, storage, versions
from patterns.refusals.rds.settings import COMBINATION, VALUE
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.rds.patches import kept


def install(account: Account) -> None:
    """Stand before the calls that make or change a database."""
    checks = {
        "CreateDBInstance": _creation,
        "ModifyDBInstance": _change,
        "CreateDBCluster": _cluster,
        "ModifyDBCluster": _cluster_change,
        "CreateDBParameterGroup": _family,
    }
    account.gateway.judge(account, "rds", checks)


def _creation(account: Account, call: Call) -> None:
    refuse(chain.from_iterable(question(call.params) for question in rds.INSTANCE))
    if call.params.get("DBClusterIdentifier") is None:
        refuse(_wrong_place(account, call, call.params))


def _family(account: Account, call: Call) -> None:
    refuse(rds.family(call.params))


def _wrong_place(account: Account, call: Call, asked: Mapping[str, Any]) -> Iterator[Refusal]:
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
    if asked.get("PubliclyAccessible") and network and (why := here.hinders_publicity(network)):
        yield rds.not_public(why)
    if name := asked.get("DBParameterGroupName"):
        engine = str(asked["Engine"]).lower()
        version = asked.get("EngineVersion") or here.default_version(engine)
        yield from versions.wrong_group(engine, version, name, here.family_of(name))


def _change(account: Account, call: Call) -> None:
    asked, here = call.params, kept.State(account.account_id, call.region)
    there = here.instance(asked["DBInstanceIdentifier"])
    if there is None:
        return
    engine = str(there["Engine"])
    monitored = {name: asked.get(name, there.get(name)) for name in ("MonitoringInterval", "MonitoringRoleArn")}
    wrong = [
        settings.wrong_identifier(asked.get("NewDBInstanceIdentifier"), "NewDBInstanceIdentifier"),
        settings.wrong_class(asked.get("DBInstanceClass")),
        settings.wrong_password(asked, engine),
        settings.wrong_numbers(asked),
    ]
    if "MonitoringInterval" in asked or "MonitoringRoleArn" in asked:
        interval = monitored["MonitoringInterval"]
        role = monitored["MonitoringRoleArn"] if interval or "MonitoringRoleArn" in asked else None
        wrong.append(settings.wrong_monitoring(interval, role))
    if there["DBClusterIdentifier"] is None:
        wrong += [storage.wrong_change(asked, there, engine), _wrong_upgrade(asked, there, here)]
    refuse(chain.from_iterable(wrong))


def _wrong_upgrade(asked: Mapping[str, Any], there: Mapping[str, Any], here: kept.State) -> Iterator[Refusal]:
    engine, before, after = str(there["Engine"]), str(there["EngineVersion"]), asked.get("EngineVersion")
    allowed = bool(asked.get("AllowMajorVersionUpgrade"))
    yield from versions.wrong_upgrade(engine, before, after, allowed=allowed)
    name, kept_group = asked.get("DBParameterGroupName"), there.get("DBParameterGroupName")
    if name:
        yield from versions.wrong_group(engine, after or before, name, here.family_of(name))
    elif after and kept_group and here.family_of(kept_group) not in (None, versions.family(engine, after)):
        yield (
            COMBINATION,
            f"Current Parameter Group ({kept_group}) is non-default. You need to explicitly specify a new Parameter "
            "Group in this case (default or custom)",
        )


def _cluster(account: Account, call: Call) -> None:
    refuse(chain.from_iterable(question(call.params) for question in rds.CLUSTER))


def _cluster_change(account: Account, call: Call) -> None:
    asked = call.params
    there = kept.State(account.account_id, call.region).cluster(asked["DBClusterIdentifier"])
    if there is None:
        return
    engine = str(there["Engine"])
    allowed = bool(asked.get("AllowMajorVersionUpgrade"))
    wrong = [
        settings.wrong_identifier(asked.get("NewDBClusterIdentifier"), "NewDBClusterIdentifier"),
        settings.wrong_numbers(asked, fewest_backup_days=1),
        settings.wrong_password(asked, engine),
        rds.capacity(asked),
        versions.wrong_upgrade(engine, str(there["EngineVersion"]), asked.get("EngineVersion"), allowed=allowed),
    ]
    refuse(chain.from_iterable(wrong))
