"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "db_subnet_group": {
        "Type": "AWS::RDS::DBSubnetGroup",
        "Properties": {"DBSubnetGroupDescription": "Stage.", "SubnetIds": ["{subnet}", "{other_subnet}"]},
    },
    "db_parameter_group": {
        "Type": "AWS::RDS::DBParameterGroup",
        "Properties": {"Description": "Stage.", "Family": "postgres17"},
    },
    "db_cluster": {
        "Type": "AWS::RDS::DBCluster",
        "Properties": {"Engine": "aurora-postgresql", "MasterUsername": "app", "ManageMasterUserPassword": True},
    },
    "database": {
        "Type": "AWS::RDS::DBInstance",
        "Properties": {
            "Engine": "postgres",
            "DBInstanceClass": "db.t4g.micro",
            "AllocatedStorage": "20",
            "MasterUsername": "app",
            "ManageMasterUserPassword": True,
        },
    },
}
