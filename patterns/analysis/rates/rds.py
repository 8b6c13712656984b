"""RDS: instances by the hour, their storage, and Aurora's capacity units, storage and requests.

An instance with a standby has a price of its own: AWS rounds it after doubling, so that it is not twice the other's.
Burstable classes run in unlimited mode, so that a load above the baseline of the class is paid by the vCPU-hour:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html
"""

from __future__ import annotations

from functools import partial

from patterns.analysis import burstable
from patterns.analysis.charges import Billed, Charge, Gap, Rate, Uncounted, Unpriceable
from patterns.analysis.quantity import Quantity

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
ENGINES = ("mysql", "postgres")
SERVERLESS = "db.serverless"
LARGE_STORAGE_GB = {"oracle": 200, "sqlserver": float("inf")}
"""From how many GB on gp3 of an engine has more without extra charge, 400 for the others:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage"""

INCLUDED = {"Iops": (3_000, 12_000), "StorageThroughput": (125, 500)}
"""What gp3 has without extra charge below that size, and from it on; below it only SQL Server can have more:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage"""

COPIES_OF_MULTI_AZ = 2
"""Both copies are paid: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_OnDemandDBInstances.html"""


def is_alone(billed: Billed) -> bool:
    """Whether an instance is a member of no cluster."""
    return "DBClusterIdentifier" not in billed.resource.properties


def hours(billed: Billed, *, standby: bool) -> float:
    """Hours of an instance of an engine whose prices are known, if it has a standby or has none, as asked."""
    if not is_alone(billed) or billed.is_on("MultiAZ") != standby or billed.value("Engine") not in ENGINES:
        return 0.0
    return billed.used("hours")


def instance_class(billed: Billed) -> str:
    """The class of an instance."""
    return str(billed.value("DBInstanceClass"))


def engine_and_class(billed: Billed) -> str:
    """What the price of an instance depends on: MySQL costs less than PostgreSQL on most classes."""
    return f"{billed.value('Engine')}.{instance_class(billed)}"


def storage_gb(billed: Billed) -> float:
    """Storage of gp3, in both copies where there is a standby."""
    if not is_alone(billed) or billed.value("StorageType") != "gp3":
        return 0.0
    return billed.number("AllocatedStorage") * (COPIES_OF_MULTI_AZ if billed.is_on("MultiAZ") else 1)


def beyond(name: str, billed: Billed) -> float:
    """What is provisioned of IOPS or throughput beyond what gp3 has without extra charge, in both copies."""
    if not storage_gb(billed):
        return 0.0
    engine = str(billed.value("Engine", default="")).split("-")[0]
    is_large = billed.number("AllocatedStorage") >= LARGE_STORAGE_GB.get(engine, 400)
    included = INCLUDED[name][is_large]
    copies = COPIES_OF_MULTI_AZ if billed.is_on("MultiAZ") else 1
    return max(0.0, billed.number(name, default=included) - included) * copies


def throughput(billed: Billed) -> str | None:
    """Why throughput beyond what gp3 has without extra charge has no price."""
    more = beyond("StorageThroughput", billed)
    return f"the price of {more:g} MB/s beyond what is included is not confirmed" if more else None


def surplus(billed: Billed) -> float:
    """vCPU-hours above the baseline of a burstable class of an engine whose price is known, in both copies."""
    if not is_alone(billed) or billed.value("Engine") not in ENGINES:
        return 0.0
    copies = COPIES_OF_MULTI_AZ if billed.is_on("MultiAZ") else 1
    name = instance_class(billed).removeprefix("db.")
    load = billed.used("database_cpu_percent") if burstable.is_burstable(name) else 0.0
    return burstable.surplus(name, load) * billed.used("hours") * copies


def capacity_hours(billed: Billed) -> float:
    """The least that a serverless instance uses, which its cluster says: no greater load is known."""
    if instance_class(billed) != SERVERLESS:
        return 0.0
    cluster = billed.named("DBClusterIdentifier")
    if cluster is None:
        raise Unpriceable("its cluster, which says its least capacity, is not in this template")
    return cluster.number("ServerlessV2ScalingConfiguration", "MinCapacity", default=0.5) * billed.used("hours")


def other_instance(billed: Billed) -> str | None:
    """Why the hours of an instance have no price."""
    if not is_alone(billed):
        return None if instance_class(billed) == SERVERLESS else "no price of an Aurora instance is confirmed"
    return None if billed.value("Engine") in ENGINES else f"no price of {billed.value('Engine')} is confirmed"


def insights(billed: Billed) -> str | None:
    """Why what is kept of Performance Insights has no price, or what Database Insights adds."""
    kept = billed.number("PerformanceInsightsRetentionPeriod", default=7)
    is_advanced = billed.value("DatabaseInsightsMode") == "advanced"
    return "the price of keeping insights for long is not confirmed" if kept > 7 or is_advanced else None


def replicated_backups(billed: Billed) -> str | None:
    """Why backups that are copied to another region have no price."""
    copied = billed.value("AutomaticBackupReplicationRegion")
    return "the price of backups in another region is not confirmed" if copied else None


def address(billed: Billed) -> float:
    """Hours of the public IPv4 address of a database that the internet may reach."""
    return billed.used("hours") if is_alone(billed) and billed.is_on("PubliclyAccessible") else 0.0


def kept_login(billed: Billed) -> float:
    """1 where RDS keeps the login of the master user in a secret, which is billed as any other.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    return 1.0 if billed.is_on("ManageMasterUserPassword") else 0.0


def other_storage(billed: Billed) -> str | None:
    """Why the storage of an instance has no price."""
    if not is_alone(billed) or billed.value("StorageType") == "gp3":
        return None
    return "its price is not confirmed: set StorageType to gp3"


def stored_gb(billed: Billed) -> float:
    """Data of a cluster with the plain storage configuration."""
    return 0.0 if is_optimised(billed) else billed.used("cluster_gb")


def millions(billed: Billed) -> float:
    """Reads and writes of a cluster with the plain storage configuration."""
    return 0.0 if is_optimised(billed) else billed.used("cluster_requests")


def is_optimised(billed: Billed) -> bool:
    """Whether a cluster pays for storage only."""
    return bool(billed.value("StorageType", default="aurora") == "aurora-iopt1")


def optimised_storage(billed: Billed) -> str | None:
    """Why a cluster that pays for storage only has no price."""
    return "the price of I/O-Optimized storage is not confirmed" if is_optimised(billed) else None


def backtrack(billed: Billed) -> str | None:
    """Why the changes that a cluster keeps, to go back in time, have no price."""
    return "the price of Backtrack is not confirmed" if billed.number("BacktrackWindow", default=0) else None


def cluster_instances(billed: Billed) -> str | None:
    """Why the instances that a Multi-AZ cluster of RDS makes itself have no price."""
    return "their price is not confirmed" if billed.value("DBClusterInstanceClass") else None


def global_writes(billed: Billed) -> str | None:
    """Why what a cluster replicates to other regions has no price."""
    return "the price of replicated writes is not confirmed" if billed.value("GlobalClusterIdentifier") else None


LOGIN = Charge("login that RDS keeps", "secretsmanager.secret", kept_login)

QUANTITIES: dict[str, Quantity] = {
    "database_cpu_percent": Quantity(
        "Load of databases",
        5,
        "% of its vCPUs",
        "Of each burstable database, on average; above the baseline of its class it costs extra.",
        100,
        place=165,
    ),
    "cluster_gb": Quantity(
        "Data in clusters", 10, "GB", "In each Aurora cluster, which grows automatically.", place=170
    ),
    "cluster_requests": Quantity(
        "I/O of clusters", 10_000_000, "requests a month", "Reads and writes of each Aurora cluster.", place=170
    ),
}

RATES: dict[str, Rate] = {
    INSTANCE: (
        Charge("instance", "rds.instance.{}", partial(hours, standby=False), engine_and_class),
        Charge("instance and its standby", "rds.multi-az.{}", partial(hours, standby=True), engine_and_class),
        Charge("capacity units, at least", "rds.aurora.acu", capacity_hours),
        Charge("storage, gp3", "rds.gp3.storage", storage_gb),
        Charge("IOPS beyond what is included", "rds.gp3.iops", partial(beyond, "Iops")),
        Charge("CPU credits beyond those earned", "rds.credits", surplus),
        Charge("public IPv4 address", "vpc.public-ipv4.hour", address),
        LOGIN,
        Gap("instance", other_instance),
        Gap("storage", other_storage),
        Gap("throughput", throughput),
        Gap("insights", insights),
        Gap("copied backups", replicated_backups),
        Uncounted("backups and snapshots beyond the size of the database"),
        Uncounted("Extended Support of an old version"),
        Uncounted("data moved to the internet or another region"),
    ),
    CLUSTER: (
        Charge("storage", "rds.aurora.storage", stored_gb),
        Charge("reads and writes", "rds.aurora.requests", millions),
        LOGIN,
        Gap("storage", optimised_storage),
        Gap("insights", insights),
        Gap("going back in time", backtrack),
        Gap("instances of a Multi-AZ cluster", cluster_instances),
        Gap("other regions", global_writes),
        Uncounted("backups and snapshots beyond what is included"),
        Uncounted("Extended Support of an old version"),
        Uncounted("data moved to the internet or another region"),
    ),
}
