"""RDS: instances by the hour, their storage, and Aurora's capacity units, storage and requests.

An instance with a standby has a price of its own: AWS rounds it after doubling, so that it is not twice the other's.
Not modelled: backups beyond what is included, Extended Support, Performance Insights kept long, data moved.
"""

from __future__ import annotations

from functools import partial

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Unpriceable
from patterns.analysis.quantity import Quantity

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
ENGINES = ("mysql", "postgres")
SERVERLESS = "db.serverless"
LARGE_STORAGE_GB = 400
"""From here on the engines priced here have 12,000 IOPS of gp3 without extra charge, 3,000 below:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"""

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


def iops_beyond(billed: Billed) -> float:
    """What is provisioned beyond what gp3 has without extra charge, where it may be at all."""
    if not storage_gb(billed) or billed.number("AllocatedStorage") < LARGE_STORAGE_GB:
        return 0.0
    copies = COPIES_OF_MULTI_AZ if billed.is_on("MultiAZ") else 1
    return max(0.0, billed.number("Iops", default=12_000) - 12_000) * copies


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


LOGIN = Charge("login that RDS keeps", "secretsmanager.secret", kept_login)

QUANTITIES: dict[str, Quantity] = {
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
        Charge("IOPS beyond what is included", "rds.gp3.iops", iops_beyond),
        LOGIN,
        Gap("instance", other_instance),
        Gap("storage", other_storage),
    ),
    CLUSTER: (
        Charge("storage", "rds.aurora.storage", stored_gb),
        Charge("reads and writes", "rds.aurora.requests", millions),
        LOGIN,
        Gap("storage", optimised_storage),
    ),
}
