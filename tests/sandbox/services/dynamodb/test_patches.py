"""Each private name of moto's DynamoDB that the patch touches, by what DynamoDB answers through it."""

import pytest

from patterns import Sandbox

KEY = {
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
}


@pytest.fixture
def dynamodb():
    with Sandbox() as aws:
        yield aws.client("dynamodb")


def described(dynamodb):
    return dynamodb.describe_table(TableName="data")["Table"]


def test_class_and_limits_are_kept_at_creation_and_change(dynamodb):  # Table.describe, create_table, update_table
    limits = {"MaxReadRequestUnits": 10, "MaxWriteRequestUnits": 5}
    infrequent = "STANDARD_INFREQUENT_ACCESS"
    made = dynamodb.create_table(
        TableName="data", BillingMode="PAY_PER_REQUEST", TableClass=infrequent, OnDemandThroughput=limits, **KEY
    )["TableDescription"]
    assert (made["TableClassSummary"]["TableClass"], made["OnDemandThroughput"]) == (infrequent, limits)

    dynamodb.update_table(TableName="data", TableClass="STANDARD")

    assert described(dynamodb)["TableClassSummary"]["TableClass"] == "STANDARD"
    assert described(dynamodb)["OnDemandThroughput"] == limits


def test_encryption_changes_after_creation(dynamodb):  # sse_specification, _get_default_encryption_key
    dynamodb.create_table(TableName="data", BillingMode="PAY_PER_REQUEST", **KEY)
    assert "SSEDescription" not in described(dynamodb)

    dynamodb.update_table(TableName="data", SSESpecification={"Enabled": True})
    assert described(dynamodb)["SSEDescription"]["Status"] == "ENABLED"

    dynamodb.update_table(TableName="data", SSESpecification={"Enabled": False})
    assert "SSEDescription" not in described(dynamodb)


def test_table_paid_by_request_has_no_capacity(dynamodb):  # throughput, global_indexes
    capacity = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    dynamodb.create_table(TableName="data", ProvisionedThroughput=capacity, **KEY)

    dynamodb.update_table(TableName="data", BillingMode="PAY_PER_REQUEST")

    assert described(dynamodb)["ProvisionedThroughput"]["ReadCapacityUnits"] == 0


def test_stream_that_is_off_has_no_name_and_can_be_turned_on_again(dynamodb):  # set_stream_specification
    on = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    dynamodb.create_table(TableName="data", BillingMode="PAY_PER_REQUEST", StreamSpecification=on, **KEY)

    dynamodb.update_table(TableName="data", StreamSpecification={"StreamEnabled": False})
    assert "LatestStreamArn" not in described(dynamodb)

    dynamodb.update_table(TableName="data", StreamSpecification=on)
    assert "LatestStreamArn" in described(dynamodb)


def test_expiry_that_is_off_names_no_attribute(dynamodb):  # update_time_to_live
    dynamodb.create_table(TableName="data", BillingMode="PAY_PER_REQUEST", **KEY)
    for enabled in (True, False):
        spec = {"Enabled": enabled, "AttributeName": "expires"}
        dynamodb.update_time_to_live(TableName="data", TimeToLiveSpecification=spec)

    time_to_live_description = dynamodb.describe_time_to_live(TableName="data")["TimeToLiveDescription"]

    assert time_to_live_description == {"TimeToLiveStatus": "DISABLED"}


def test_tag_has_one_value(dynamodb):  # tag_resource
    arn = dynamodb.create_table(TableName="data", BillingMode="PAY_PER_REQUEST", **KEY)["TableDescription"]["TableArn"]
    for value in ("old", "new"):
        dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "Owner", "Value": value}])

    assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "Owner", "Value": "new"}]
