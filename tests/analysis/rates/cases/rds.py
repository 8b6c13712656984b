"""Bills by hand of what `rates/rds.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import HOURS, Billed, Costs, Gaps, one

SMALL = {"Engine": "postgres", "DBInstanceClass": "db.t4g.small", "StorageType": "gp3"}
SERVERLESS = {"Engine": "aurora-mysql", "DBInstanceClass": "db.serverless", "DBClusterIdentifier": {"Ref": "Orders"}}
ORDERS = {"Type": "AWS::RDS::DBCluster", "Properties": {"ServerlessV2ScalingConfiguration": {"MinCapacity": 1}}}

BY_HAND: Costs = {
    "database": (
        one("AWS::RDS::DBInstance", AllocatedStorage="20", **SMALL),
        {"instance": HOURS * 0.032, "storage, gp3": 20 * 0.115},
    ),
    "database with IOPS of its own": (
        one("AWS::RDS::DBInstance", AllocatedStorage="400", Iops=14000, **SMALL),
        {"instance": HOURS * 0.032, "storage, gp3": 400 * 0.115, "IOPS beyond what is included": 2000 * 0.02},
    ),
    "SQL Server with IOPS of its own": (
        one(
            "AWS::RDS::DBInstance",
            AllocatedStorage="400",
            Iops=4000,
            **SMALL | {"Engine": "sqlserver-se"},
        ),
        {"storage, gp3": 400 * 0.115, "IOPS beyond what is included": 1000 * 0.02},
    ),
    "database with throughput that is included, in public": (
        one("AWS::RDS::DBInstance", AllocatedStorage="400", StorageThroughput=500, PubliclyAccessible=True, **SMALL),
        {"instance": HOURS * 0.032, "storage, gp3": 400 * 0.115, "public IPv4 address": HOURS * 0.005},
    ),
    "database with a standby, its login kept by RDS": (
        one("AWS::RDS::DBInstance", AllocatedStorage="20", MultiAZ=True, ManageMasterUserPassword=True, **SMALL),
        {"instance and its standby": HOURS * 0.065, "storage, gp3": 2 * 20 * 0.115, "login that RDS keeps": 0.40},
    ),
    "serverless instance": (
        {"Orders": ORDERS} | one("AWS::RDS::DBInstance", **SERVERLESS),
        {"capacity units, at least": HOURS * 1 * 0.12},
    ),
    "cluster": (
        one("AWS::RDS::DBCluster", Engine="aurora-mysql"),
        {"storage": 10 * 0.10, "reads and writes": 10 * 0.20},
    ),
    "cluster, its login kept by RDS": (
        one("AWS::RDS::DBCluster", Engine="aurora-mysql", ManageMasterUserPassword=True),
        {"storage": 10 * 0.10, "reads and writes": 10 * 0.20, "login that RDS keeps": 0.40},
    ),
}

UNPRICED: Gaps = {
    "database with throughput of its own": (
        one("AWS::RDS::DBInstance", AllocatedStorage="400", StorageThroughput=750, MultiAZ=True, **SMALL),
        ["throughput: the price of 500 MB/s beyond what is included is not confirmed"],
    ),
    "database watched for long, its backups copied": (
        one(
            "AWS::RDS::DBInstance",
            AllocatedStorage="20",
            PerformanceInsightsRetentionPeriod=93,
            AutomaticBackupReplicationRegion="us-west-2",
            **SMALL,
        ),
        [
            "insights: the price of keeping insights for long is not confirmed",
            "copied backups: the price of backups in another region is not confirmed",
        ],
    ),
    "cluster that can go back, of instances of its own": (
        one(
            "AWS::RDS::DBCluster",
            BacktrackWindow=3600,
            DBClusterInstanceClass="db.m6gd.large",
            GlobalClusterIdentifier="g",
        ),
        [
            "going back in time: the price of Backtrack is not confirmed",
            "instances of a Multi-AZ cluster: their price is not confirmed",
            "other regions: the price of replicated writes is not confirmed",
        ],
    ),
    "database of another class with a standby": (
        one(
            "AWS::RDS::DBInstance",
            AllocatedStorage="20",
            MultiAZ=True,
            **SMALL | {"Engine": "mysql", "DBInstanceClass": "db.m7g.large"},
        ),
        ["instance and its standby: no price of rds.multi-az.mysql.db.m7g.large in us-east-1 is confirmed"],
    ),
    "database of another engine on other storage": (
        one("AWS::RDS::DBInstance", Engine="oracle-ee", DBInstanceClass="db.m5.large", AllocatedStorage="20"),
        [
            "instance: no price of oracle-ee is confirmed",
            "storage: its price is not confirmed: set StorageType to gp3",
        ],
    ),
    "I/O-Optimized cluster": (
        one("AWS::RDS::DBCluster", Engine="aurora-mysql", StorageType="aurora-iopt1"),
        ["storage: the price of I/O-Optimized storage is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::RDS::DBInstance": {
        "instance hours": "instance",
        "Multi-AZ": "standby",
        "Aurora capacity": "capacity units",
        "storage": "storage",
        "IOPS": "IOPS",
        "throughput": "throughput",
        "CPU credits": "CPU credits",
        "copied backups": "copied backups",
        "public IPv4": "public IPv4",
        "data transfer": "data moved",
        "master user's secret": "login",
        "insights": "insights",
        "backups": "backups",
        "extended support": "Extended",
    },
    "AWS::RDS::DBCluster": {
        "storage": "storage",
        "I/O": "reads and writes",
        "backtrack": "going back",
        "global database": "other regions",
        "Multi-AZ clusters": "Multi-AZ cluster",
        "data transfer": "data moved",
        "master user's secret": "login",
        "insights": "insights",
        "backups": "backups",
        "extended support": "Extended",
    },
}
