"""What is special about tables: one that is protected stays."""

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed

TABLE = {
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}


def template(**changed):
    return {"Resources": {"One": {"Type": "AWS::DynamoDB::Table", "Properties": {**TABLE, **changed}}}}


def test_protected_table_stays_until_it_is_not():
    with Sandbox() as aws:
        stack = aws.deploy(template(DeletionProtectionEnabled=True), name="app")
        assert stack["One"].actual["DeletionProtectionEnabled"] is True

        with pytest.raises(StackFailed, match="while DeletionProtectionEnabled is set to True"):
            stack.delete()
        assert (stack.status, stack["One"].exists) == ("DELETE_FAILED", True)

        aws.client("dynamodb").update_table(TableName=stack["One"].physical_id, DeletionProtectionEnabled=False)
        stack.delete()
        assert aws.client("dynamodb").list_tables()["TableNames"] == []


def test_another_kind_of_stream_is_another_stream():
    with Sandbox() as aws:
        body = template(StreamSpecification={"StreamViewType": "NEW_IMAGE"})
        body["Outputs"] = {"Stream": {"Value": {"Fn::GetAtt": ["One", "StreamArn"]}}}
        stack = aws.deploy(body, name="app")
        first = stack.outputs["Stream"]
        aws.clock.advance(minutes=1)

        body["Resources"]["One"]["Properties"]["StreamSpecification"] = {"StreamViewType": "OLD_IMAGE"}
        stack.update(body)

        assert stack["One"].actual["StreamSpecification"] == {"StreamViewType": "OLD_IMAGE"}
        assert stack.outputs["Stream"] != first


def test_what_the_sandbox_does_not_know_of_an_index_is_listed():
    index = {
        "IndexName": "by-id",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
        "ContributorInsightsSpecification": {"Enabled": True},
    }
    with Sandbox() as aws:
        stack = aws.deploy(template(GlobalSecondaryIndexes=[index]), name="app")

        path = "GlobalSecondaryIndexes[0].ContributorInsightsSpecification"
        assert stack["One"].unsimulated == (path,)
