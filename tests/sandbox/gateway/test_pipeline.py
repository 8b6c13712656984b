import re
import threading
import uuid

import botocore.exceptions
import pytest
import requests

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import NotSimulated, Refused, SandboxError
from patterns.sandbox.gateway import Caller, Stage
from patterns.sandbox.simulator import protocols

ROLE = "arn:aws:iam::123456789012:role/app"


def refuse(code, status=None):
    def handler(call):
        raise Refused(code, f"not {call.operation}", status)

    return handler


def test_stages_run_in_their_order_and_handlers_in_the_order_of_subscription(aws):
    seen = []
    for stage in ["record", "consequences", "judge", "form", "authorise", "fault", "fence"]:
        for number in (1, 2):
            aws.gateway.subscribe(stage, lambda call, name=f"{stage} {number}": seen.append(name))

    aws.client("s3").list_buckets()

    stages = ["fence", "fault", "authorise", "form", "judge", "consequences", "record"]
    assert seen == [f"{stage} {number}" for stage in stages for number in (1, 2)]


def test_a_handler_sees_the_call_as_boto3_made_it(aws):
    seen = []
    aws.gateway.subscribe(Stage.RECORD, seen.append)

    aws.client("sqs", region_name="eu-west-1").create_queue(QueueName="jobs")

    (call,) = seen
    assert (call.service, call.operation, call.params) == ("sqs", "CreateQueue", {"QueueName": "jobs"})
    assert (call.caller, call.access_key, call.region) == (Caller.USER, "AKIAIOSFODNN7EXAMPLE", "eu-west-1")
    assert call.response.status == 200


CALLS = [
    ("s3", "GetObject", {"Bucket": "notes", "Key": "a/ü b"}),
    ("s3", "PutBucketVersioning", {"Bucket": "notes", "VersioningConfiguration": {"Status": "Enabled"}}),
    ("dynamodb", "GetItem", {"TableName": "t", "Key": {"id": {"S": "1"}}}),
    ("ec2", "DescribeInstances", {"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]}),
    ("iam", "GetRole", {"RoleName": "app"}),
    ("sts", "AssumeRole", {"RoleArn": ROLE, "RoleSessionName": "page"}),
    ("sns", "Publish", {"TopicArn": "arn:aws:sns:us-east-1:123456789012:news", "Message": "hi"}),
    ("lambda", "GetFunction", {"FunctionName": "app"}),
    ("cloudwatch", "DescribeAlarms", {"AlarmNames": ["a"]}),
    ("logs", "DescribeLogGroups", {"logGroupNamePrefix": "/app"}),
    ("elbv2", "DescribeLoadBalancers", {"Names": ["web"]}),
    ("elb", "DescribeLoadBalancers", {"LoadBalancerNames": ["web"]}),
    ("rds", "DescribeDBInstances", {"DBInstanceIdentifier": "db"}),
    ("autoscaling", "DescribeAutoScalingGroups", {"AutoScalingGroupNames": ["web"]}),
    ("secretsmanager", "GetSecretValue", {"SecretId": "password"}),
    ("stepfunctions", "ListStateMachines", {"maxResults": 5}),
]


def make(aws, service, operation, params):
    client = aws.client(service)
    method = next(python for python, api in client.meta.method_to_api_mapping.items() if api == operation)
    return getattr(client, method)(**params)


@pytest.mark.parametrize(("service", "operation", "params"), CALLS)
def test_a_call_of_every_protocol_is_described(aws, service, operation, params):
    seen = []
    aws.gateway.subscribe("fault", seen.append)
    aws.gateway.subscribe("fault", refuse("Stop"))

    with pytest.raises(botocore.exceptions.ClientError):
        make(aws, service, operation, params)

    assert (seen[0].service, seen[0].operation) == (service, operation)
    assert params.items() <= seen[0].params.items()


@pytest.mark.parametrize(
    ("service", "operation", "code", "status"),
    [
        ("s3", "GetObject", "AccessDenied", 403),
        ("dynamodb", "GetItem", "AccessDeniedException", 400),
        ("ec2", "DescribeInstances", "UnauthorizedOperation", 403),
        ("iam", "GetRole", "AccessDenied", 403),
        ("lambda", "GetFunction", "AccessDeniedException", 403),
        ("secretsmanager", "GetSecretValue", "ResourceNotFoundException", 400),
    ],
)
@pytest.mark.parametrize("stage", ["fence", "fault", "authorise", "form", "judge"])
def test_a_refusal_before_moto_becomes_the_error_of_the_services_protocol(aws, stage, service, operation, code, status):
    aws.gateway.subscribe(stage, refuse(code))
    params = next(params for *call, params in CALLS if call == [service, operation])

    with pytest.raises(botocore.exceptions.ClientError) as error:
        make(aws, service, operation, params)

    answer = error.value.response
    assert answer["Error"]["Code"] == code
    assert answer["Error"]["Message"] == f"not {operation}"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"]


def test_a_status_of_the_refusal_wins(aws):
    aws.gateway.subscribe("fault", refuse("SlowDown", 503))

    with pytest.raises(botocore.exceptions.ClientError) as error:
        aws.administrator("s3").list_buckets()

    assert error.value.response["Error"]["Code"] == "SlowDown"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503


def test_a_refused_head_has_no_body(aws):
    aws.gateway.subscribe("authorise", refuse("AccessDenied"))

    with pytest.raises(botocore.exceptions.ClientError) as error:
        aws.client("s3").head_object(Bucket="notes", Key="a")

    assert error.value.response["Error"] == {"Code": "403", "Message": "Forbidden"}


def test_what_is_refused_does_not_happen_but_is_recorded(aws):
    followed, recorded = [], []
    aws.gateway.subscribe("authorise", refuse("AccessDenied"), operation="CreateBucket")
    aws.gateway.subscribe("consequences", followed.append)
    aws.gateway.subscribe("record", recorded.append)

    with pytest.raises(botocore.exceptions.ClientError, match="AccessDenied"):
        aws.client("s3").create_bucket(Bucket="notes")

    assert aws.observer("s3").list_buckets()["Buckets"] == []
    assert [(call.operation, call.response.status) for call in recorded] == [("CreateBucket", 403)]
    assert [call.operation for call in followed] == ["ListBuckets"]


def test_consequences_follow_only_calls_that_succeeded(aws):
    followed = []
    aws.gateway.subscribe("consequences", followed.append, service="s3")
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="notes")

    with pytest.raises(s3.exceptions.NoSuchBucket):
        s3.list_objects_v2(Bucket="other")
    aws.client("sqs").list_queues()

    assert [call.operation for call in followed] == ["CreateBucket"]


def test_an_observer_passes_only_the_fence_and_the_consequences(aws):
    seen = []
    for stage in ("fault", "authorise", "form", "judge", "record"):
        aws.gateway.subscribe(stage, seen.append)

    aws.observer("s3").list_buckets()
    assert seen == []

    aws.administrator("s3").list_buckets()
    assert [call.caller for call in seen] == [Caller.ADMINISTRATOR] * 5


def test_a_call_is_described_only_if_somebody_subscribed_to_it(aws, monkeypatch):
    read, real = [], protocols.read
    monkeypatch.setattr(protocols, "read", lambda *arguments: read.append(arguments) or real(*arguments))
    sns = aws.client("sns")

    sns.list_topics()
    aws.gateway.subscribe("record", lambda call: None, service="sns", operation="CreateTopic")
    sns.list_topics()
    assert read == []

    sns.create_topic(Name="news")
    assert len(read) == 1


def test_nothing_is_recorded_after_the_subscription_ended(aws):
    recorded = []
    end = aws.gateway.subscribe("record", recorded.append)
    aws.client("s3").list_buckets()

    end()
    end()
    aws.client("s3").list_buckets()

    assert len(recorded) == 1


@pytest.mark.parametrize("stage", ["moto", "before"])
def test_a_stage_that_takes_no_handler_is_refused(aws, stage):
    with pytest.raises(SandboxError) as error:
        aws.gateway.subscribe(stage, print)

    assert str(error.value) == (
        f"cannot subscribe to stage '{stage}': choose one of fence, fault, authorise, form, judge, consequences, record"
    )


def test_requests_that_boto3_did_not_make_are_described_too(aws):
    seen = []
    aws.client("s3").create_bucket(Bucket="notes")
    aws.gateway.subscribe("fault", seen.append)

    requests.get(aws.client("s3").generate_presigned_url("list_objects", Params={"Bucket": "notes"}), timeout=1)
    requests.get("https://notes.s3.eu-west-1.amazonaws.com/a", timeout=1)
    with pytest.raises(NotSimulated, match=r"may call this of s3: the call was not evaluated"):
        requests.patch("https://notes.s3.amazonaws.com/a", timeout=1)

    assert [(call.operation, call.access_key, call.region) for call in seen] == [
        ("ListObjects", "AKIAIOSFODNN7EXAMPLE", "us-east-1"),
        ("GetObject", None, "eu-west-1"),
        (None, None, "us-east-1"),
    ]


def test_a_request_no_model_has_can_be_refused(aws):
    aws.gateway.subscribe("fault", refuse("AccessDenied"), service="s3")

    answer = requests.patch("https://notes.s3.amazonaws.com/a", timeout=1)

    assert answer.status_code == 403
    assert "<Code>AccessDenied</Code>" in answer.text


def test_streaming_bodies_are_left_to_moto(aws):
    seen = []
    aws.client("s3").create_bucket(Bucket="notes")
    aws.gateway.subscribe("fault", lambda call: seen.append(call.params))

    aws.client("s3").put_object(Bucket="notes", Key="a", Body=b"hello")

    assert "Body" not in seen[0]
    assert aws.observer("s3").get_object(Bucket="notes", Key="a")["Body"].read() == b"hello"


def test_a_failure_inside_moto_is_named_with_its_cause(aws, monkeypatch):
    from moto.sqs.models import SQSBackend

    monkeypatch.setattr(SQSBackend, "list_queues", lambda *arguments: 1 / 0)

    with pytest.raises(NotSimulated, match=r"does not simulate ListQueues of sqs as it was asked for, with") as error:
        aws.client("sqs").list_queues()

    assert isinstance(error.value.__cause__, ZeroDivisionError)


@pytest.mark.slow
def test_requests_of_several_threads_keep_their_own_chance(aws):
    queue = aws.client("sqs").create_queue(QueueName="jobs")["QueueUrl"]
    clients = [aws.client("sqs") for _ in range(4)]
    found = {}

    def send(number):
        for index in range(20):
            body = f"{number} {index}"
            found[body] = clients[number].send_message(QueueUrl=queue, MessageBody=body)["MessageId"]

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Sandbox() as again:
        url = again.client("sqs").create_queue(QueueName="jobs")["QueueUrl"]
        alone = {
            body: again.client("sqs").send_message(QueueUrl=url, MessageBody=body)["MessageId"]
            for body in sorted(found)
        }
    assert found == alone
    assert all(re.fullmatch("[0-9a-f-]{36}", str(uuid.UUID(value))) for value in found.values())
    assert len(set(found.values())) == 80


def test_a_subscription_to_signed_addresses_sees_no_other_request(aws):
    seen = []
    aws.gateway.subscribe("authorise", lambda call: seen.append(call.operation), service="s3", presigned=True)
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="data")
    s3.put_object(Bucket="data", Key="a", Body=b"1")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "data", "Key": "a"})

    requests.get(url, timeout=1)
    requests.get(url.partition("?")[0], timeout=1)

    assert seen == ["GetObject"]
