import pytest
from botocore.awsrequest import AWSPreparedRequest
from moto.core.botocore_stubber import BotocoreStubber

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import NotSimulated, OutsideSandbox
from patterns.sandbox.simulator import routing

KEY = "Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def json_call(target):
    return {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}


@pytest.mark.parametrize(
    ("method", "url", "headers", "body"),
    [
        ("GET", "https://s3.amazonaws.com/", {}, b""),
        ("PUT", "https://notes.s3.eu-west-1.amazonaws.com/", {}, b""),
        ("GET", "https://s3.us-east-1.amazonaws.com/notes/a/b?versionId=1", {}, b""),
        ("POST", "https://sqs.us-east-1.amazonaws.com/", json_call("AmazonSQS.ListQueues"), b"{}"),
        ("POST", "https://kms.us-east-1.amazonaws.com/", json_call("TrentService.ListKeys"), b"{}"),
        ("POST", "https://iam.amazonaws.com/", FORM, b"Action=ListUsers&Version=2010-05-08"),
        ("POST", "https://ec2.us-east-1.amazonaws.com/", FORM, b"Action=DescribeVpcs&Version=2016-11-15"),
        ("GET", "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/", {}, b""),
        ("POST", "https://elasticloadbalancing.us-east-1.amazonaws.com/", FORM,
         b"Action=DescribeLoadBalancers&Version=2015-12-01"),
        ("POST", "https://elasticloadbalancing.us-east-1.amazonaws.com/", FORM,
         b"Action=DescribeLoadBalancers&Version=2012-06-01"),
    ],
)  # fmt: skip
def test_a_request_is_answered_as_moto_itself_would(method, url, headers, body):
    signed = {"Authorization": f"AWS4-HMAC-SHA256 {KEY}/x/aws4_request", **headers}
    request = AWSPreparedRequest(method, url, signed, body, stream_output=False)

    with Sandbox(seed=1) as aws, aws.chance.drawing("one"):
        expected = BotocoreStubber().process_request(request)
    with Sandbox(seed=1) as aws, aws.chance.drawing("one"):
        answer = routing.answer(routing.route(url), routing.normalized(request))

    assert expected[0] != 404 or "NoSuch" in str(expected[2])
    assert tuple(answer) == tuple(expected)


def test_a_host_outside_of_aws_is_refused():
    with pytest.raises(OutsideSandbox, match=r"^example\.com is outside"):
        routing.route("https://example.com/s3.amazonaws.com/")


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest/", "http://motoapi.amazonaws.com/moto-api/reset"])
def test_what_is_no_service_of_the_account_is_not_reached(url):
    with pytest.raises((OutsideSandbox, NotSimulated)):
        routing.route(url)


@pytest.mark.parametrize("name", ["logs", "sqs", "iam", "ddb", "sync-states"])
def test_a_bucket_may_be_called_like_a_service(sandbox, name):
    s3 = sandbox.client("s3")

    s3.create_bucket(Bucket=name)

    assert routing.route(f"https://{name}.s3.amazonaws.com/").service == "s3"
    assert s3.head_bucket(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize(
    ("host", "service"),
    [
        ("sync-states", "stepfunctions"),
        ("123456789012.ddb", "dynamodb"),
        ("123456789012.streams-ddb", "dynamodbstreams"),
    ],
)
def test_a_host_that_moto_does_not_know_is_that_of_its_service(host, service):
    assert routing.route(f"https://{host}.us-east-1.amazonaws.com/").service == service
