"""RDS looks for the cluster that a call names. Not here: instances, of which moto knows which there are."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the calls that make a cluster, or an instance of one."""
    account.gateway.judge(account, "rds", {"CreateDBCluster": _refuse_second, "CreateDBInstance": _refuse_unknown})


def _refuse_second(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html."""
    if _is_there(account, call.params["DBClusterIdentifier"]):
        raise Refused("DBClusterAlreadyExistsFault", "DB Cluster already exists", 400)


def _refuse_unknown(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html."""
    cluster = call.params.get("DBClusterIdentifier")
    if cluster and not _is_there(account, cluster):
        raise Refused("DBClusterNotFoundFault", f"DBCluster {cluster} not found.", 404)


def _is_there(account: Account, cluster: str) -> bool:
    """Whether the account has the cluster; RDS keeps names in lower case."""
    clusters = account.observer("rds").get_paginator("describe_db_clusters").paginate()
    return cluster.lower() in {
        db_cluster["DBClusterIdentifier"].lower() for page in clusters for db_cluster in page["DBClusters"]
    }
