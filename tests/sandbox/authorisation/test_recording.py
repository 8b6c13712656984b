"""The smallest policy that lets watched code run."""

import copy

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import SandboxError
from tools.code import call, make_function
from tools.rights import ACCOUNT, document

BUCKET = "arn:aws:s3:::notes"


def work(client):
    """Reads, writes and lists in several services."""
    s3, dynamodb, sqs = client("s3"), client("dynamodb"), client("sqs")
    s3.put_object(Bucket="notes", Key="a", Body=b"1", ServerSideEncryption="AES256")
    s3.get_object(Bucket="notes", Key="a")
    s3.list_objects_v2(Bucket="notes", Prefix="a/")
    dynamodb.put_item(TableName="orders", Item={"id": {"S": "1"}})
    dynamodb.get_item(TableName="orders", Key={"id": {"S": "1"}})
    sqs.send_message(QueueUrl=f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/work", MessageBody="1")
    client("cloudwatch").put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Orders", "Value": 1}])


@pytest.fixture
def stage(aws):
    aws.client("s3").create_bucket(Bucket="notes")
    aws.client("dynamodb").create_table(
        TableName="orders", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )  # fmt: skip
    aws.client("sqs").create_queue(QueueName="work")


def recorded(aws):
    with aws.recording() as calls:
        work(aws.client)
    return calls.policy()


@pytest.mark.slow
def test_actions_are_grouped_by_what_they_are_about(aws, stage):
    assert recorded(aws)["Statement"] == [
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": [f"{BUCKET}/a"]},
        {
            "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [BUCKET],
            "Condition": {"StringEquals": {"s3:prefix": ["a/"]}},
        },
        {
            "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
            "Resource": [f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders"],
        },
        {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [f"arn:aws:sqs:us-east-1:{ACCOUNT}:work"]},
        {
            "Effect": "Allow", "Action": ["cloudwatch:PutMetricData"], "Resource": ["*"],
            "Condition": {"StringEquals": {"cloudwatch:namespace": ["Shop"]}},
        },
    ]  # fmt: skip


@pytest.mark.slow
def test_with_only_that_policy_the_code_runs_again(aws, stage, app):
    policy = recorded(aws)

    app.may(*policy["Statement"])
    work(app.client)

    assert aws.denials == []


@pytest.mark.slow
def test_without_any_one_of_its_actions_it_does_not(aws, stage, app):
    policy = recorded(aws)
    for number, statement in enumerate(policy["Statement"]):
        for action in statement["Action"]:
            less = copy.deepcopy(policy)["Statement"]
            less[number]["Action"].remove(action)
            app.may(*(one for one in less if one["Action"]))

            with pytest.raises(ClientError) as refused:
                work(app.client)

            assert action.partition(":")[2].lower() in refused.value.response["Error"]["Message"].lower()


def test_a_function_s_calls_are_those_of_its_role(aws, stage):
    make_function(aws, 'import boto3\ndef handler(event, context): boto3.client("s3").list_objects_v2(Bucket="notes")')

    with aws.recording() as calls:
        call(aws)

    worker = f"arn:aws:sts::{ACCOUNT}:assumed-role/worker-role/worker"
    function = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:worker"
    assert calls.principals == [f"arn:aws:iam::{ACCOUNT}:user/administrator", worker]
    assert calls.policy()["Statement"] == [
        {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": [function]}
    ]
    assert calls.policy(worker)["Statement"] == [{"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [BUCKET]}]


def test_handing_over_a_role_says_to_whom(aws, app):
    role = app.iam.get_role(RoleName="app")["Role"]["Arn"]

    with aws.recording() as calls:
        aws.client("stepfunctions").create_state_machine(
            name="m", roleArn=role, definition='{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}'
        )

    assert calls.policy()["Statement"][1] == {
        "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": [role],
        "Condition": {"StringEquals": {"iam:PassedToService": ["states.amazonaws.com"]}},
    }  # fmt: skip


def test_who_did_nothing_has_no_policy(aws):
    with aws.recording() as calls:
        pass

    with pytest.raises(SandboxError, match="nobody made no call that needs a right"):
        calls.policy()


def test_what_is_done_after_the_block_is_not_recorded(aws, stage):
    with aws.recording() as calls:
        aws.client("s3").list_buckets()
    aws.client("s3").list_objects_v2(Bucket="notes")

    assert [one.operation for one in calls] == ["ListBuckets"]
    assert repr(calls) == "Recording(1 calls by 1 principals)"
    assert document(*calls.policy()["Statement"])
