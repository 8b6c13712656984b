"""What RDS refuses when a database is made or changed, each beside what it takes."""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.refusals.rds.instance_classes import is_class

INSTANCE = {
    "DBInstanceIdentifier": "db", "Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20,
    "MasterUsername": "app", "MasterUserPassword": "not-a-real-one",
}  # fmt: skip
CLUSTER = {
    "DBClusterIdentifier": "c", "Engine": "aurora-postgresql", "MasterUsername": "app",
    "MasterUserPassword": "not-a-real-one",
}  # fmt: skip
NOT_A_PASSWORD = "The parameter MasterUserPassword is not a valid password"


@pytest.fixture(scope="module")
def rds():
    with Sandbox() as account:
        yield account.client("rds")


def refusal(call, **asked):
    with pytest.raises(ClientError) as refused:
        call(**{name: value for name, value in asked.items() if value is not None})
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"MasterUsername": "admin"}, "InvalidParameterValue", "MasterUsername admin cannot be used as it is"),
        ({"MasterUsername": "rdsadmin", "Engine": "mysql"}, "InvalidParameterValue", "is a reserved word"),
        ({"MasterUsername": "1a"}, "InvalidParameterValue", "MasterUsername must begin with a letter"),
        ({"MasterUsername": "a" * 17, "Engine": "mariadb"}, "InvalidParameterValue", "longer than 16 characters"),
        ({"MasterUsername": None}, "InvalidParameterValue", "MasterUsername must be provided and must not be blank."),
        ({"MasterUserPassword": None}, "InvalidParameterValue", "Invalid master password"),
        ({"MasterUserPassword": "abc"}, "InvalidParameterValue", f"{NOT_A_PASSWORD} because it is shorter than 8"),
        ({"MasterUserPassword": "a" * 129}, "InvalidParameterValue", "because it is longer than 128 characters."),
        ({"MasterUserPassword": "p@ssw0rd!"}, "InvalidParameterValue", f"{NOT_A_PASSWORD}. Only printable ASCII"),
        ({"ManageMasterUserPassword": True}, "InvalidParameterCombination", "when ManageMasterUserPassword is enabled"),
        ({"MasterUserSecretKmsKeyId": "k"}, "InvalidParameterCombination", "when ManageMasterUserPassword isn't"),
        ({"DBInstanceClass": "db.zz.micro"}, "InvalidParameterValue", "Invalid DB Instance class: db.zz.micro"),
        ({"Engine": "mongo"}, "InvalidParameterValue", "Invalid DB engine: mongo"),
        ({"EngineVersion": "9.6"}, "InvalidParameterCombination", "Cannot find version 9.6 for postgres"),
        ({"AllocatedStorage": 10}, "InvalidParameterCombination", "Invalid storage size for engine name postgres and"),
        ({"StorageType": "io1", "Iops": 1000}, "InvalidParameterCombination", "and storage type io1: 20"),
        ({"StorageType": "io2", "AllocatedStorage": 100}, "InvalidParameterCombination", "You must specify Iops"),
        ({"StorageType": "gp3", "Iops": 4000}, "InvalidParameterCombination", "and a storage size less than 400."),
        ({"MaxAllocatedStorage": 20}, "InvalidParameterCombination", "Max storage size must be greater than storage"),
        ({"MaxAllocatedStorage": 21}, "InvalidParameterCombination", "must be increased by at least 10 percent."),
        (
            {"MultiAZ": True, "AvailabilityZone": "us-east-1a"},
            "InvalidParameterCombination",
            "Requesting a specific availability zone is not valid for Multi-AZ instances.",
        ),
        ({"BackupRetentionPeriod": 36}, "InvalidParameterValue", "Invalid backup retention period: 36"),
        ({"Port": 80}, "InvalidParameterValue", "Invalid port number: 80"),
        ({"DBInstanceIdentifier": "a--b"}, "InvalidParameterValue", "DBInstanceIdentifier is not a valid identifier"),
        ({"DBName": "my-shop"}, "InvalidParameterValue", "DBName must begin with a letter and contain only"),
        ({"MonitoringInterval": 7, "MonitoringRoleArn": "r"}, "InvalidParameterValue", "monitoring interval: 7"),
        ({"MonitoringInterval": 60}, "InvalidParameterCombination", "A MonitoringRoleARN value is required"),
        ({"KmsKeyId": "k"}, "InvalidParameterCombination", "whose storage isn't encrypted"),
        ({"VpcSecurityGroupIds": ["sg-0"]}, "InvalidParameterValue", "Invalid security group , groupId= sg-0"),
        (
            {"DBParameterGroupName": "default.postgres16", "EngineVersion": "17.6"},
            "InvalidParameterCombination",
            "The parameter group default.postgres16 with DBParameterGroupFamily postgres16 can't be used for this "
            "instance. Use a parameter group with DBParameterGroupFamily postgres17.",
        ),
        ({"Engine": "aurora-mysql"}, "InvalidParameterValue", "DBClusterIdentifier must be provided"),
    ],
)  # fmt: skip
def test_instance_is_refused(rds, asked, code, said):
    found, message = refusal(rds.create_db_instance, **{**INSTANCE, **asked})

    assert (found, said in message) == (code, True), message


@pytest.mark.parametrize(
    "asked",
    [
        {"MasterUsername": "postgres"},
        {"Engine": "MySQL", "MasterUsername": "admin"},
        {"MasterUsername": "a" * 63},
        {"MasterUserPassword": "exactly8"},
        {"MasterUserPassword": None, "ManageMasterUserPassword": True},
        {"StorageType": "gp3", "AllocatedStorage": 400, "Iops": 12_000, "StorageThroughput": 500},
        {"StorageType": "standard", "AllocatedStorage": 5},
        {"DBInstanceClass": "db.m8g.48xlarge", "BackupRetentionPeriod": 35, "Port": 65_535},
        {"DBInstanceIdentifier": "a-b-1", "DBName": "my_shop", "EngineVersion": "17"},
        {"DBParameterGroupName": "default.postgres17"},
    ],
)
def test_instance_is_made(rds, asked):
    wanted = {name: value for name, value in {**INSTANCE, **asked}.items() if value is not None}

    made = rds.create_db_instance(**wanted)["DBInstance"]

    rds.delete_db_instance(DBInstanceIdentifier=made["DBInstanceIdentifier"], SkipFinalSnapshot=True)
    assert made["Engine"] == wanted["Engine"].lower()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"AllocatedStorage": 19}, "storage of 19 GiB is less than the current 20 GiB"),
        ({"EngineVersion": "15.9"}, "Cannot upgrade postgres from 16.4 to 15.9"),
        ({"EngineVersion": "17.2"}, "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major"),
        ({"EngineVersion": "99.1", "AllowMajorVersionUpgrade": True}, "Cannot find version 99.1 for postgres"),
        ({"EngineVersion": "17.2", "AllowMajorVersionUpgrade": True}, "Current Parameter Group (mine) is non-default."),
        ({"DBInstanceClass": "db.micro"}, "Invalid DB Instance class: db.micro"),
        ({"MasterUserPassword": "abc"}, "shorter than 8 characters"),
        ({"MaxAllocatedStorage": 19}, "Max storage size must be greater than storage size"),
    ],
)
def test_change_is_refused(rds, asked, said):
    rds.create_db_parameter_group(DBParameterGroupName="mine", DBParameterGroupFamily="postgres16", Description="d")
    rds.create_db_instance(**INSTANCE, EngineVersion="16.4", DBParameterGroupName="mine")

    message = refusal(rds.modify_db_instance, DBInstanceIdentifier="db", ApplyImmediately=True, **asked)[1]

    rds.delete_db_instance(DBInstanceIdentifier="db", SkipFinalSnapshot=True)
    rds.delete_db_parameter_group(DBParameterGroupName="mine")
    assert said in message


@pytest.mark.parametrize(
    "asked",
    [
        {"AllocatedStorage": 30},
        {"EngineVersion": "16.8"},
        {"EngineVersion": "17.2", "AllowMajorVersionUpgrade": True},
        {"EngineVersion": "16"},
        {"MaxAllocatedStorage": 20},
        {"DBInstanceClass": "db.t4g.small"},
    ],
)
def test_change_is_made(rds, asked):
    rds.create_db_instance(**INSTANCE, EngineVersion="16.4")

    made = rds.modify_db_instance(DBInstanceIdentifier="db", ApplyImmediately=True, **asked)["DBInstance"]

    rds.delete_db_instance(DBInstanceIdentifier="db", SkipFinalSnapshot=True)
    assert made["DBInstanceIdentifier"] == "db"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"MasterUsername": "admin"}, "reserved word used by the engine"),
        ({"MasterUserPassword": None}, "Invalid master password"),
        ({"BackupRetentionPeriod": 0}, "It must be between 1 and 35."),
        ({"DBClusterIdentifier": "c-"}, "DBClusterIdentifier is not a valid identifier"),
        ({"ServerlessV2ScalingConfiguration": {"MinCapacity": 4, "MaxCapacity": 1}}, "must not be greater than"),
        ({"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.3, "MaxCapacity": 1}}, "in steps of 0.5"),
        ({"EngineVersion": "9.9"}, "Cannot find version 9.9 for aurora-postgresql"),
    ],
)
def test_cluster_is_refused(rds, asked, said):
    assert said in refusal(rds.create_db_cluster, **{**CLUSTER, **asked})[1]


def test_member_of_a_cluster_says_nothing_that_is_the_clusters_business(rds):
    rds.create_db_cluster(**CLUSTER)
    member = {"DBInstanceIdentifier": "m", "DBClusterIdentifier": "c", "DBInstanceClass": "db.r7g.large"}

    said = refusal(rds.create_db_instance, **member, Engine="aurora-postgresql", MasterUsername="app")
    made = rds.create_db_instance(**member, Engine="aurora-postgresql")["DBInstance"]

    assert said[0] == "InvalidParameterCombination"
    assert made["DBClusterIdentifier"] == "c"


@pytest.mark.slow
def test_security_groups_are_of_the_network_of_the_database():
    with Sandbox() as aws:
        ec2, rds = aws.client("ec2"), aws.client("rds")
        default = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]

        assert refusal(rds.create_db_instance, **INSTANCE, VpcSecurityGroupIds=[group]) == (
            "InvalidParameterCombination",
            f"The DB instance and EC2 security group are in different VPCs. The DB instance is in {default} and the "
            f"EC2 security group is in {vpc}",
        )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("db.t4g.micro", True), ("db.serverless", True), ("db.r5.large.tpc1.mem2x", True), ("db.r7g.24xlarge", False),
        ("db.t3.gigantic", False), ("t3.micro", False), ("db.t3", False), ("db.t3.micro.tpc1.mem2x", False),
    ],
)  # fmt: skip
def test_class_is_known(name, expected):
    assert is_class(name) is expected


@pytest.mark.slow
def test_a_public_instance_needs_a_way_out_and_names(aws):
    ec2, client = aws.client("ec2"), aws.client("rds")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")
        for number, zone in enumerate("ab")
    ]
    subnets = [one["Subnet"]["SubnetId"] for one in made]
    client.create_db_subnet_group(DBSubnetGroupName="g", DBSubnetGroupDescription="a", SubnetIds=subnets)
    asked = INSTANCE | {"DBSubnetGroupName": "g", "PubliclyAccessible": True}

    code, said = refusal(client.create_db_instance, **asked)
    assert (code, "no internet gateway attached" in said) == ("InvalidVPCNetworkStateFault", True)
    outside = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=outside, VpcId=vpc)
    assert "DNS hostnames" in refusal(client.create_db_instance, **asked)[1]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    assert client.create_db_instance(**asked)["DBInstance"]["PubliclyAccessible"]
