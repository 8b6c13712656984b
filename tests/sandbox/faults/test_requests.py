"""What requests meet: the services' own words, the SDK's retries, time, and chance that repeats."""

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from tools.code import call, make_function

READS = {
    "dynamodb": ("scan", {"TableName": "t"}, "ProvisionedThroughputExceededException", 400),
    "ec2": ("describe_vpcs", {}, "RequestLimitExceeded", 503),
    "iam": ("list_users", {}, "Throttling", 400),
    "kms": ("list_keys", {}, "ThrottlingException", 400),
    "lambda": ("list_functions", {}, "TooManyRequestsException", 429),
    "s3": ("list_buckets", {}, "SlowDown", 503),
    "sns": ("list_topics", {}, "Throttling", 400),
    "sqs": ("list_queues", {}, "RequestThrottled", 400),
    "stepfunctions": ("list_state_machines", {}, "ThrottlingException", 400),
}
BUCKET = {"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}


def refused(aws, service, operation, **params):
    with pytest.raises(ClientError) as found:
        getattr(aws.client(service), operation)(**params)
    return found.value.response


@pytest.mark.parametrize("service", READS)
def test_service_throttles_in_its_own_words_and_the_sdk_tries_again(aws, service):
    operation, params, code, status = READS[service]
    before = aws.clock.now
    with aws.faults.throttle(service):
        found = refused(aws, service, operation, **params)

    assert (found["Error"]["Code"], found["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)
    assert found["ResponseMetadata"]["RetryAttempts"] >= 2
    assert aws.clock.now > before


def test_control_plane_of_dynamodb_throttles_with_the_general_error(aws):
    with aws.faults.throttle("dynamodb"):
        assert refused(aws, "dynamodb", "list_tables")["Error"]["Code"] == "ThrottlingException"


def test_error_is_the_one_that_was_asked_for(aws):
    with aws.faults.errors("s3", "ListBuckets", code="ServiceUnavailable", message="Not today.", status=503):
        found = refused(aws, "s3", "list_buckets")

    assert found["Error"] == {"Code": "ServiceUnavailable", "Message": "Not today."}
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 503


def test_error_without_a_code_is_trouble_inside_the_service(aws):
    with aws.faults.errors("s3"):
        found = refused(aws, "s3", "list_buckets")

    assert (found["Error"]["Code"], found["ResponseMetadata"]["HTTPStatusCode"]) == ("InternalError", 500)


def test_other_operations_and_services_go_on(aws):
    with aws.faults.errors("s3", "CreateBucket"):
        assert aws.client("s3").list_buckets()["Buckets"] == []
        assert aws.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_latency_is_time_of_the_account(aws):
    before = aws.clock.now
    with aws.faults.latency("s3", seconds=2):
        aws.client("s3").list_buckets()

    assert (aws.clock.now - before).total_seconds() == 2


def test_latency_of_a_service_uses_up_the_time_of_a_function(aws):
    code = "import boto3\ndef handler(event, context): boto3.client('sqs').list_queues()"
    make_function(aws, code, Timeout=3)
    with aws.faults.latency("sqs", seconds=10):
        payload, error = call(aws)

    assert (error, payload["errorType"]) == ("Unhandled", "Sandbox.Timedout")


def hits(seed, *, between=False):
    with Sandbox(seed=seed) as aws:
        s3 = aws.client("s3", config=Config(retries={"total_max_attempts": 1}))
        found = []
        with aws.faults.throttle("s3", "ListObjectsV2", rate=0.3):
            for number in range(100):
                if between:
                    s3.list_buckets()
                try:
                    s3.list_objects_v2(Bucket=f"bucket-{number}")
                except ClientError as error:
                    found.append(error.response["Error"]["Code"] == "SlowDown")
        return found


def test_rate_is_drawn_by_seed_for_each_request_whatever_else_is_asked():
    first = hits(0)

    assert 15 < sum(first) < 45
    assert hits(0) == hits(0, between=True) == first
    assert hits(1) != first


def test_stack_meets_a_fault_and_says_so(aws):
    with (
        aws.faults.errors("s3", "CreateBucket", code="ServiceUnavailable", status=503),
        pytest.raises(StackFailed) as failed,
    ):
        aws.deploy(BUCKET, name="s")

    assert "ServiceUnavailable" in str(failed.value) or "The request processing has failed" in str(failed.value)


def test_what_the_sandbox_reads_itself_is_never_refused(aws):
    stack = aws.deploy(BUCKET, name="s")
    with aws.faults.errors("s3"):
        assert stack["B"].actual["BucketName"] == stack["B"].physical_id
