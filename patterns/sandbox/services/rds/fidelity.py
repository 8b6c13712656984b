"""What Amazon RDS does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "Multi-AZ databases and clusters fail over in the time their page names, and tell it as events.",
        SIMPLIFIED,
        "/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html",
        """
        rds = aws.client("rds")
        rds.create_db_instance(
            DBInstanceIdentifier="db",
            Engine="postgres",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MasterUsername="app",
            ManageMasterUserPassword=True,
            MultiAZ=True,
        )
        rds.reboot_db_instance(DBInstanceIdentifier="db", ForceFailover=True)
        aws.clock.advance(minutes=5)
        rds.describe_events(SourceIdentifier="db", SourceType="db-instance")["Events"][-1]["Message"]
        """,
        modules=("databases",),
    ),
    Behaviour(
        "`AWS::RDS::DBInstance` is made or changed only with a user name that is not reserved, a password of the "
        "engine's length and characters or one that RDS manages, a class that there is, a known major version, storage "
        "and IOPS within the limits of type and engine, a zone or a standby, ports, retention, monitoring and names "
        "within their limits, security groups of its network, and a parameter group of its version. Storage never "
        "shrinks, versions never go back, and another major version is asked for by `AllowMajorVersionUpgrade`.",
        FAITHFUL,
        "/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        """
        attempt(
            aws.client("rds").create_db_instance,
            DBInstanceIdentifier="db",
            Engine="postgres",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MasterUsername="admin",
            ManageMasterUserPassword=True,
        ).message
        """,
        modules=("creation_checks",),
    ),
    Behaviour(
        "`AWS::RDS::DBCluster` is made or changed only with names, user, password, retention, capacity and versions "
        "that RDS takes; what is the cluster's business is refused of its instances.",
        FAITHFUL,
        "/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
        """
        cluster = {"DBClusterIdentifier": "c", "Engine": "aurora-mysql", "MasterUsername": "app"}
        attempt(aws.client("rds").create_db_cluster, **cluster, MasterUserPassword="short").message
        """,
        modules=("creation_checks",),
    ),
    Behaviour(
        "A cluster's name is taken once, and an instance joins only a cluster that is there.",
        FAITHFUL,
        "/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
        """
        asked = {"DBInstanceIdentifier": "one", "Engine": "aurora-postgresql", "DBInstanceClass": "db.r6g.large"}
        attempt(aws.client("rds").create_db_instance, DBClusterIdentifier="none", **asked).message
        """,
        modules=("cluster_checks",),
    ),
)

LIMITS = (
    Limit(
        "Of a database, RDS's checks of these are not made: minor versions that are not offered (any more), from which "
        "minor version a major one can be reached, which engine, version and region offers which class, encryption by "
        "class, IOPS by class, words that MySQL and MariaDB reserve, sizes of SQL Server's editions, license models, "
        "option groups, names and values of parameters in a group, the rights of a monitoring role, and zones of the "
        "subnet group that lack the class.",
        """
        rds = aws.client("rds")
        asked = {"DBInstanceClass": "db.m1.small", "EngineVersion": "17.999", "AllocatedStorage": 20}
        made = rds.create_db_instance(
            DBInstanceIdentifier="db", Engine="postgres", MasterUsername="app", ManageMasterUserPassword=True, **asked
        )
        made["DBInstance"]["EngineVersion"]
        """,
    ),
    Limit(
        "A database holds no data: nothing connects to it, and its snapshots can be made but hold nothing.",
        """
        aws.client("rds").create_db_instance(
            DBInstanceIdentifier="db",
            Engine="postgres",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MasterUsername="app",
            ManageMasterUserPassword=True,
        )
        aws.client("rds").describe_db_instances()["DBInstances"][0]["DBInstanceStatus"]
        """,
    ),
    Limit(
        "A database is available at once, and a change is applied at once; AWS takes minutes, or "
        "waits for the next window.",
        """
        rds = aws.client("rds")
        rds.create_db_instance(
            DBInstanceIdentifier="db",
            Engine="mysql",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MasterUsername="app",
            ManageMasterUserPassword=True,
        )
        rds.modify_db_instance(DBInstanceIdentifier="db", DBInstanceClass="db.t4g.small", ApplyImmediately=False)
        rds.describe_db_instances()["DBInstances"][0]["DBInstanceClass"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::RDS::DBCluster": Refused(
        made="engines, versions, user names, passwords, storage and networks that RDS does not take",
        page="/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
        not_made="global clusters, restoring, quotas",
    ),
    "AWS::RDS::DBInstance": Refused(
        made=(
            "engines, versions, classes, user names, passwords, storage, zones and networks that RDS does not "
            "take, storage that shrinks, windows that overlap, logs and licences that an engine does not have, no "
            "way out for a public instance"
        ),
        page="/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        not_made="options and licences by engine, restoring, quotas",
    ),
    "AWS::RDS::DBParameterGroup": Refused(
        made="a name that is taken",
        page="/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html",
        not_made="families that RDS does not have, names and values of parameters",
    ),
    "AWS::RDS::DBSubnetGroup": Refused(
        made="subnets that are not there, or in one zone only",
        page="/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html",
        not_made="quotas",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
