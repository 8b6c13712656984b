"""What services refuse to make: each case beside the nearest one that they take."""

import json

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from tools.rights import refusal

IDS = [{"AttributeName": "id", "AttributeType": "S"}]
HASH = {"AttributeName": "id", "KeyType": "HASH"}
TABLE = {"TableName": "notes", "AttributeDefinitions": IDS, "KeySchema": [HASH], "BillingMode": "PAY_PER_REQUEST"}
ALL = {"ProjectionType": "ALL"}
INDEX = {"IndexName": "all", "KeySchema": [HASH], "Projection": ALL}
ALARM = {
    "AlarmName": "a", "Namespace": "shop", "MetricName": "orders", "Statistic": "Sum", "Period": 60, "Threshold": 1.0,
    "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1,
}  # fmt: skip
PARAMETER = {"Name": "port", "Type": "String", "Value": "80", "Overwrite": True}
GROUP = {"ReplicationGroupId": "g", "ReplicationGroupDescription": "cache", "CacheNodeType": "cache.t4g.micro"}


def rule(**actions):
    return {"Bucket": "taken", "LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "Filter": {}, **actions}]}}


def moves(**days):
    return [{"StorageClass": name, "Days": value} for name, value in days.items()]


def board(body):
    return {"DashboardName": "d", "DashboardBody": json.dumps(body)}


def policy(**chosen):
    selection = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 3, **chosen}
    rules = [{"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}]
    return {"repositoryName": "shop", "lifecyclePolicyText": json.dumps({"rules": rules})}


REFUSED = [
    ("dynamodb", "create_table", TABLE | {"KeySchema": [{**HASH, "KeyType": "RANGE"}]}, "is not a HASH key type"),
    ("dynamodb", "create_table", TABLE | {"KeySchema": [HASH, {**HASH, "KeyType": "RANGE"}]}, "have the same name"),
    ("dynamodb", "create_table", TABLE | {"TableName": "n!tes"}, "3 to 255 characters"),
    ("dynamodb", "create_table", TABLE | {"GlobalSecondaryIndexes": [INDEX, INDEX]}, "Duplicate index name: all"),
    ("dynamodb", "create_table", TABLE | {"LocalSecondaryIndexes": [INDEX]}, "does not have a range key"),
    ("dynamodb", "create_table",
     TABLE | {"GlobalSecondaryIndexes": [INDEX | {"Projection": {"ProjectionType": "INCLUDE"}}]},
     "ProjectionType is INCLUDE, but NonKeyAttributes is not specified"),
    ("kms", "create_key", {"KeySpec": "RSA_2048"}, "You must specify a KeyUsage"),
    ("kms", "create_key", {"KeyUsage": "SIGN_VERIFY"}, "not compatible with KeySpec SYMMETRIC_DEFAULT"),
    ("kms", "create_alias", {"AliasName": "alias/aws/mine", "TargetKeyId": "k"}, "reserved"),
    ("kms", "schedule_key_deletion", {"KeyId": "k", "PendingWindowInDays": 6}, "between 7 and 30"),
    ("s3", "create_bucket", {"Bucket": "192.168.1.1"}, "not valid"),
    ("s3", "create_bucket", {"Bucket": "a..b"}, "not valid"),
    ("s3", "create_bucket", {"Bucket": "listed", "ACL": "public-read"}, "BucketOwnerEnforced"),
    ("s3", "put_bucket_lifecycle_configuration", rule(Transitions=moves(STANDARD_IA=29)), "equal to 30 for"),
    ("s3", "put_bucket_lifecycle_configuration", rule(Transitions=moves(STANDARD_IA=30, GLACIER=40)), "30 days more"),
    ("s3", "put_bucket_lifecycle_configuration", rule(Transitions=moves(GLACIER=9), Expiration={"Days": 9}), "greater"),
    ("s3", "put_bucket_lifecycle_configuration", rule(), "At least one action"),
    ("cloudwatch", "put_metric_alarm", ALARM | {"Period": 45}, "multiple of 60"),
    ("cloudwatch", "put_metric_alarm", ALARM | {"EvaluationPeriods": 1441}, "more than a day"),
    ("cloudwatch", "put_metric_alarm", ALARM | {"DatapointsToAlarm": 2}, "less than or equal"),
    ("cloudwatch", "put_metric_alarm", ALARM | {"ExtendedStatistic": "p99"}, "not both"),
    ("cloudwatch", "put_metric_alarm", ALARM | {"AlarmActions": ["me"]}, "Invalid arn syntax: me"),
    ("cloudwatch", "put_dashboard", board({}), "Should have required property 'widgets'"),
    ("cloudwatch", "put_dashboard", board({"widgets": [{"type": "picture", "properties": {}}]}), "/widgets/0/type"),
    ("logs", "create_log_group", {"logGroupName": "aws/mine"}, "reserved"),
    ("logs", "create_log_group", {"logGroupName": "mine", "kmsKeyId": "nobody"}, "key does not exist"),
    ("ssm", "put_parameter", PARAMETER | {"Name": "a/b"}, "fully qualified name"),
    ("ssm", "put_parameter", PARAMETER | {"Name": "/a" * 16}, "maximum of 15 levels"),
    ("ssm", "put_parameter", PARAMETER | {"Value": "x" * 4097}, "4096 characters"),
    ("ssm", "put_parameter", PARAMETER | {"AllowedPattern": "^[a-z]+$"}, "validated against allowedPattern"),
    ("ecr", "put_lifecycle_policy", policy(countType="sinceImagePushed"), "countUnit is required"),
    ("ecr", "put_lifecycle_policy", policy(tagStatus="tagged"), "tagPrefixList or tagPatternList"),
    ("elasticache", "create_replication_group", GROUP | {"ReplicationGroupId": "a--b"}, "not a valid identifier"),
    ("elasticache", "create_replication_group", GROUP | {"AuthToken": "x" * 20}, "TransitEncryptionEnabled"),
    ("elasticache", "create_cache_subnet_group",
     {"CacheSubnetGroupName": "s", "CacheSubnetGroupDescription": "d", "SubnetIds": ["subnet-0"]}, "are invalid"),
]  # fmt: skip
TAKEN = [
    ("dynamodb", "create_table", TABLE | {"GlobalSecondaryIndexes": [INDEX]}),
    ("kms", "create_key", {"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"}),
    ("s3", "create_bucket", {"Bucket": "listed", "ACL": "log-delivery-write", "ObjectOwnership": "ObjectWriter"}),
    ("s3", "put_bucket_lifecycle_configuration", rule(Transitions=moves(STANDARD_IA=30, GLACIER=60))),
    ("s3", "put_bucket_lifecycle_configuration", rule(Transitions=moves(GLACIER=0), Expiration={"Days": 1})),
    ("cloudwatch", "put_metric_alarm", ALARM | {"Period": 3600, "EvaluationPeriods": 168}),
    ("cloudwatch", "put_dashboard", board({"widgets": []})),
    ("logs", "create_log_group", {"logGroupName": "/aws/mine"}),
    ("ssm", "put_parameter", PARAMETER | {"Value": "x" * 4097, "Tier": "Advanced"}),
    ("ecr", "put_lifecycle_policy", policy(countType="sinceImagePushed", countUnit="days")),
    ("elasticache", "create_replication_group",
     GROUP | {"AuthToken": "x" * 20, "TransitEncryptionEnabled": True, "NumCacheClusters": 1}),
]  # fmt: skip


@pytest.fixture(scope="module")
def account():
    with Sandbox() as sandbox:
        sandbox.client("s3").create_bucket(Bucket="taken")
        sandbox.client("ecr").create_repository(repositoryName="shop")
        yield sandbox


@pytest.mark.parametrize(("service", "operation", "arguments", "message"), REFUSED)
def test_a_setting_is_refused_in_the_words_of_its_service(account, service, operation, arguments, message):
    assert message in refusal(getattr(account.client(service), operation), **arguments)[1]


@pytest.mark.parametrize(("service", "operation", "arguments"), TAKEN)
def test_the_nearest_setting_is_taken(account, service, operation, arguments):
    answer = getattr(account.client(service), operation)(**arguments)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.slow
def test_one_index_is_made_in_an_update(account):
    def table(*names):
        indexes = [INDEX | {"IndexName": name} for name in names]
        asked = {**TABLE, "TableName": "orders", **({"GlobalSecondaryIndexes": indexes} if indexes else {})}
        return {"Resources": {"Orders": {"Type": "AWS::DynamoDB::Table", "Properties": asked}}}

    stack = account.deploy(table())

    with pytest.raises(StackFailed, match="more than one GSI creation or deletion in a single update"):
        stack.update(table("one", "two"))

    stack.update(table("one"))
    stack.update(table("one", "two"))
    assert stack.drift() == {}
    stack.delete()


def test_a_key_policy_needs_no_name_and_only_symmetric_keys_rotate(account):
    kms = account.client("kms")
    key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
    text = kms.get_key_policy(KeyId=key)["Policy"]

    kms.put_key_policy(KeyId=key, Policy=text)

    assert refusal(kms.enable_key_rotation, KeyId=key)[0] == "UnsupportedOperationException"
