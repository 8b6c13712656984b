"""What is particular to databases in a stack: passwords, last snapshots, protection, and secrets that lead to them."""

import json

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed

INSTANCE = {
    "Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20", "DBName": "shop",
    "MasterUsername": "app", "ManageMasterUserPassword": True,
}  # fmt: skip
CLUSTER = {"Engine": "aurora-mysql", "MasterUsername": "app", "ManageMasterUserPassword": True}


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def database(properties=INSTANCE, kind="AWS::RDS::DBInstance", **rest):
    return {"Resources": {"Db": {"Type": kind, "Properties": properties, **rest}}}


def snapshots(aws):
    db_snapshots = aws.client("rds").describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
    return [db_snapshot["DBSnapshotIdentifier"] for db_snapshot in db_snapshots]


def test_rds_makes_the_password_itself_and_keeps_it_in_a_secret_that_goes_with_the_database(aws):
    template = database()
    template["Outputs"] = {"Secret": {"Value": {"Fn::GetAtt": ["Db", "MasterUserSecret.SecretArn"]}}}
    stack = aws.deploy(template)
    secrets = aws.client("secretsmanager")

    value = json.loads(secrets.get_secret_value(SecretId=stack.outputs["Secret"])["SecretString"])

    assert value["username"] == "app"
    assert len(value["password"]) == 28
    stack.delete()
    assert secrets.list_secrets()["SecretList"] == []


@pytest.mark.parametrize(
    ("rest", "count"),
    [({}, 1), ({"DeletionPolicy": "Snapshot"}, 1), ({"DeletionPolicy": "Delete"}, 0)],
)
def test_a_deleted_database_leaves_a_snapshot_unless_its_policy_says_delete(aws, rest, count):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html."""
    stack = aws.deploy(database(**rest), name="shop")

    stack.delete()

    names = snapshots(aws)
    assert len(names) == count
    assert all(name.startswith("shop-snapshot-db-") for name in names)


def test_a_deleted_cluster_leaves_a_snapshot_and_its_members_none(aws):
    template = database(CLUSTER, "AWS::RDS::DBCluster")
    member = {"Engine": "aurora-mysql", "DBInstanceClass": "db.r7g.large", "DBClusterIdentifier": {"Ref": "Db"}}
    template["Resources"]["Member"] = {"Type": "AWS::RDS::DBInstance", "Properties": member}
    stack = aws.deploy(template)

    stack.delete()

    rds = aws.client("rds")
    assert len(rds.describe_db_cluster_snapshots(SnapshotType="manual")["DBClusterSnapshots"]) == 1
    assert snapshots(aws) == []


def test_a_creation_that_is_rolled_back_leaves_no_snapshot(aws):
    template = database()
    template["Resources"]["Late"] = {
        "Type": "AWS::RDS::DBSubnetGroup",
        "Properties": {"DBSubnetGroupDescription": "None.", "SubnetIds": ["subnet-12345678"]},
        "DependsOn": "Db",
    }

    with pytest.raises(StackFailed):
        aws.deploy(template)

    assert snapshots(aws) == []
    assert aws.client("rds").describe_db_instances()["DBInstances"] == []


def test_a_protected_database_stays_and_the_stack_says_why(aws):
    stack = aws.deploy(database(INSTANCE | {"DeletionProtection": True}))

    with pytest.raises(StackFailed, match="Cannot delete protected DB Instance"):
        stack.delete()

    assert stack.status == "DELETE_FAILED"
    assert len(aws.client("rds").describe_db_instances()["DBInstances"]) == 1


def test_subnets_of_one_zone_are_refused(aws):
    network = {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Only": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a",
            },
        },
        "Group": {
            "Type": "AWS::RDS::DBSubnetGroup",
            "Properties": {"DBSubnetGroupDescription": "One.", "SubnetIds": [{"Ref": "Only"}]},
        },
    }  # fmt: skip

    with pytest.raises(StackFailed, match="Add subnets to cover at least 2 AZs"):
        aws.deploy({"Resources": network})


def attached(database_id, kind):
    return {
        "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": '{"username": "app"}'}},
        "Link": {
            "Type": "AWS::SecretsManager::SecretTargetAttachment",
            "Properties": {"SecretId": {"Ref": "Secret"}, "TargetId": database_id, "TargetType": kind},
        },
    }


def test_an_attachment_writes_where_the_database_is_and_takes_it_away_again(aws):
    """https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html."""
    template = database()
    template["Resources"] |= attached({"Ref": "Db"}, "AWS::RDS::DBInstance")
    stack = aws.deploy(template)
    secret, secrets = stack["Secret"].physical_id, aws.client("secretsmanager")
    endpoint = aws.client("rds").describe_db_instances()["DBInstances"][0]["Endpoint"]

    value = json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"])
    assert value == {
        "username": "app", "engine": "postgres", "host": endpoint["Address"], "port": 5432, "dbname": "shop",
        "dbInstanceIdentifier": stack["Db"].physical_id,
    }  # fmt: skip
    assert stack["Link"].physical_id == secret

    del template["Resources"]["Link"]
    stack.update(template)
    assert json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"]) == {"username": "app"}


def test_a_secret_that_is_no_object_takes_no_target(aws):
    template = database()
    template["Resources"] |= attached({"Ref": "Db"}, "AWS::RDS::DBInstance")
    template["Resources"]["Secret"]["Properties"]["SecretString"] = "just a word"

    with pytest.raises(StackFailed, match="is not a JSON object"):
        aws.deploy(template)


def test_the_name_of_a_parameter_group_is_free_again_and_its_parameters_go_back(aws):
    def group(**parameters):
        properties = {"Family": "postgres17", "Description": "Settings.", "Parameters": parameters}
        return database(properties, "AWS::RDS::DBParameterGroup")

    stack = aws.deploy(group(log_statement="all", work_mem="64"))
    stack.update(group(work_mem="128"))

    assert stack["Db"].actual["Parameters"] == {"work_mem": "128"}
