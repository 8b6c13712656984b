"""What Amazon RDS does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit

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
