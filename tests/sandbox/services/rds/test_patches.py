"""What moto's RDS, ElastiCache and ACM do not do by themselves, each seen through the public door."""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox

INSTANCE = {
    "Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20, "MasterUsername": "app",
    "ManageMasterUserPassword": True,
}  # fmt: skip


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


@pytest.fixture
def rds(aws):
    return aws.client("rds")


def test_a_multi_az_instance_has_a_second_zone_and_tells_of_performance_insights(rds):
    rds.create_db_instance(
        DBInstanceIdentifier="one", MultiAZ=True, EnablePerformanceInsights=True,
        PerformanceInsightsRetentionPeriod=7, **INSTANCE,
    )  # fmt: skip

    [told] = rds.describe_db_instances()["DBInstances"]

    assert told["SecondaryAvailabilityZone"] not in ("", told["AvailabilityZone"])
    assert (told["PerformanceInsightsEnabled"], told["PerformanceInsightsRetentionPeriod"]) == (True, 7)


def test_no_two_instances_share_a_resource_id_or_a_password(aws, rds):
    for name in ("one", "two"):
        rds.create_db_instance(DBInstanceIdentifier=name, **INSTANCE)

    db_instances = rds.describe_db_instances()["DBInstances"]

    secrets = aws.client("secretsmanager")
    values = {
        secrets.get_secret_value(SecretId=db_instance["MasterUserSecret"]["SecretArn"])["SecretString"]
        for db_instance in db_instances
    }
    assert len({db_instance["DbiResourceId"] for db_instance in db_instances}) == len(values) == 2


def test_a_changed_subnet_group_is_still_there(aws, rds):
    network = aws.existing_network()
    subnets = [subnet["SubnetId"] for subnet in aws.client("ec2").describe_subnets()["Subnets"]]
    assert network
    group = {"DBSubnetGroupName": "Databases", "DBSubnetGroupDescription": "Some."}
    rds.create_db_subnet_group(**group, SubnetIds=subnets[:2])

    rds.modify_db_subnet_group(DBSubnetGroupName="databases", SubnetIds=subnets[:3])

    [told] = rds.describe_db_subnet_groups(DBSubnetGroupName="databases")["DBSubnetGroups"]
    assert len(told["Subnets"]) == 3
    rds.create_db_instance(DBInstanceIdentifier="one", DBSubnetGroupName="databases", **INSTANCE)
    with pytest.raises(ClientError, match="is still using it") as refused:
        rds.delete_db_subnet_group(DBSubnetGroupName="databases")
    assert refused.value.response["Error"]["Code"] == "InvalidDBSubnetGroupStateFault"


def test_a_parameter_goes_back_to_its_default(rds):
    rds.create_db_parameter_group(DBParameterGroupName="g", DBParameterGroupFamily="postgres17", Description="x")
    one = {"ParameterName": "work_mem", "ApplyMethod": "pending-reboot"}
    rds.modify_db_parameter_group(DBParameterGroupName="g", Parameters=[{**one, "ParameterValue": "64"}])

    rds.reset_db_parameter_group(DBParameterGroupName="g", Parameters=[one])

    assert rds.describe_db_parameters(DBParameterGroupName="g")["Parameters"] == []


def test_a_deleted_cache_is_gone_and_leaves_the_snapshot_asked_for(aws):
    cache = aws.client("elasticache")
    cache.create_replication_group(
        ReplicationGroupId="c", ReplicationGroupDescription="x", CacheNodeType="cache.t4g.micro"
    )

    cache.delete_replication_group(ReplicationGroupId="c", FinalSnapshotIdentifier="last")

    assert cache.describe_replication_groups()["ReplicationGroups"] == []
    assert cache.describe_cache_clusters()["CacheClusters"] == []
    assert [snapshot["SnapshotName"] for snapshot in cache.describe_snapshots()["Snapshots"]] == ["last"]


def test_a_certificate_tells_a_record_for_each_name_and_the_same_request_gives_it_again(aws):
    acm = aws.client("acm")
    asked = {"DomainName": "example.com", "SubjectAlternativeNames": ["*.example.com"], "ValidationMethod": "DNS"}

    first = acm.request_certificate(**asked, IdempotencyToken="once")["CertificateArn"]

    told = acm.describe_certificate(CertificateArn=first)["Certificate"]
    records = [option["ResourceRecord"]["Name"] for option in told["DomainValidationOptions"]]
    assert told["SubjectAlternativeNames"] == ["example.com", "*.example.com"]
    assert len(records) == 2
    assert len(set(records)) == 1, "a wildcard is proved by the record of its domain"
    assert acm.request_certificate(**asked, IdempotencyToken="once")["CertificateArn"] == first
