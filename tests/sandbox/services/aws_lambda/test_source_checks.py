"""What Lambda refuses when a function is tied to a queue, a stream or a destination."""

import json

import pytest
from botocore.exceptions import ClientError

from tools.code import make_function

CODE = "def handler(event, context):\n    return 1\n"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:q"
READS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


@pytest.fixture
def queue(aws):
    aws.client("sqs").create_queue(QueueName="q", Attributes={"VisibilityTimeout": "60"})


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def mapped(aws, **settings):
    given = {"FunctionName": "worker", "EventSourceArn": QUEUE, **settings}
    return aws.client("lambda").create_event_source_mapping(**given)


def test_queue_hides_messages_at_least_as_long_as_the_function_runs(aws, queue):
    make_function(aws, CODE, Timeout=61)
    said = "Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds"

    assert refusal(mapped, aws=aws) == ("InvalidParameterValueException", said)
    aws.client("lambda").update_function_configuration(FunctionName="worker", Timeout=60)
    assert mapped(aws)["State"] == "Enabled"


@pytest.mark.parametrize("missing", READS)
def test_role_must_be_able_to_read_the_queue(aws, queue, missing):
    make_function(aws, CODE, grants=[action for action in READS if action != missing])

    assert refusal(mapped, aws=aws)[1] == (
        f"The function execution role does not have permissions to call {missing.partition(':')[2]} on SQS"
    )


def test_role_with_just_these_rights_is_enough_and_a_second_mapping_too_much(aws, queue):
    make_function(aws, CODE, grants=READS)

    assert mapped(aws)["State"] == "Enabled"
    assert refusal(mapped, aws=aws)[0] == "ResourceConflictException"


def test_role_must_be_able_to_read_the_stream(aws):
    key = {"AttributeName": "id"}
    stream = aws.client("dynamodb").create_table(
        TableName="notes", BillingMode="PAY_PER_REQUEST", KeySchema=[key | {"KeyType": "HASH"}],
        AttributeDefinitions=[key | {"AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )["TableDescription"]["LatestStreamArn"]  # fmt: skip
    make_function(aws, CODE, grants=["dynamodb:GetRecords"])
    asked = {"EventSourceArn": stream, "StartingPosition": "LATEST"}

    assert f"Cannot access stream {stream}." in refusal(mapped, aws=aws, **asked)[1]
    streams = {"Effect": "Allow", "Action": ["dynamodb:*Stream*", "dynamodb:GetShardIterator"], "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": streams})
    aws.client("iam").put_role_policy(RoleName="worker-role", PolicyName="more", PolicyDocument=document)
    assert mapped(aws, **asked)["State"] == "Enabled"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"BatchSize": 25}, "Maximum batch window in seconds must be greater than 0"),
        ({"BatchSize": 10001}, "at 'batchSize' failed to satisfy constraint"),
        ({"FilterCriteria": {"Filters": [{"Pattern": '{"body": "order"}'}]}}, "Invalid filter pattern definition."),
        ({"ParallelizationFactor": 2}, "cannot be set for an event source of SQS"),
        ({"ScalingConfig": {"MaximumConcurrency": 1001}}, "scalingConfig.maximumConcurrency"),
    ],
)
def test_settings_that_no_mapping_of_a_queue_has_are_refused(aws, queue, settings, said):
    make_function(aws, CODE)

    assert said in refusal(mapped, aws=aws, **settings)[1]


def test_batch_larger_than_ten_is_taken_with_a_window_and_filters_that_are_patterns(aws, queue):
    make_function(aws, CODE)
    filters = {"Filters": [{"Pattern": '{"body": {"kind": ["order"]}}'}]}

    made = mapped(aws, BatchSize=25, MaximumBatchingWindowInSeconds=1, FilterCriteria=filters)

    assert (made["BatchSize"], made["FilterCriteria"]) == (25, filters)
    change = aws.client("lambda").update_event_source_mapping
    assert "greater than 0" in refusal(change, UUID=made["UUID"], MaximumBatchingWindowInSeconds=0)[1]


def test_role_must_be_able_to_hand_over_to_a_destination(aws, queue):
    make_function(aws, CODE, grants=READS)
    put = aws.client("lambda").put_function_event_invoke_config
    settings = {"FunctionName": "worker", "DestinationConfig": {"OnFailure": {"Destination": QUEUE}}}

    assert "does not have permissions to call SendMessage on" in refusal(put, **settings)[1]
    make_function(aws, CODE, name="other", grants=["sqs:SendMessage"])
    assert put(**{**settings, "FunctionName": "other"})["DestinationConfig"]["OnFailure"]["Destination"] == QUEUE
