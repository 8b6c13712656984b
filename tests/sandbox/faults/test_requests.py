"""What requests meet: the services' own words, the SDK's retries, time, and chance that repeats."""

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.sandbox import permissions, services
from patterns.sandbox.core.errors import StackFailed
from patterns.sandbox.permissions.refusals import Wording
from patterns.sandbox.simulator.time_and_chance import shared_session
from tools.code import call, make_function

READS = {
    "sesv2": ("list_contact_lists", {}, "TooManyRequestsException", 429),
    "budgets": ("describe_budgets", {"AccountId": "123456789012"}, "ThrottlingException", 400),
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


def service_model(name):
    return shared_session()._session.get_service_model(name)


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


TROUBLE = {
    "sesv2": "InternalFailure",
    "dynamodb": "InternalServerError",
    "kms": "KMSInternalException",
    "lambda": "ServiceException",
    "s3": "InternalError",
    "secretsmanager": "InternalServiceError",
    "sqs": "InternalFailure",
}


@pytest.mark.parametrize("service", TROUBLE)
def test_trouble_inside_a_service_has_the_name_that_the_service_gives_it(aws, service):
    operation, params = READS[service][:2] if service in READS else ("list_secrets", {})
    with aws.faults.errors(service):
        found = refused(aws, service, operation, **params)

    assert (found["Error"]["Code"], found["ResponseMetadata"]["HTTPStatusCode"]) == (TROUBLE[service], 500)


def unknown_words(wording, model):
    """The codes by which a service throttles, and that its model does not have though it has one for that."""
    named = {name for name in model.shape_names if name in OF_THROTTLING}
    said = {words.code for words in wording.throttling.values()} or {"ThrottlingException"}
    return said - named if named else set()


OF_THROTTLING = {
    "ProvisionedThroughputExceededException", "RequestThrottled", "ThrottlingException", "TooManyRequestsException",
}  # fmt: skip


@pytest.mark.parametrize("folder", services.names())
def test_service_throttles_by_an_error_of_its_model_where_there_is_one(folder):
    name = services.names()[folder].boto3
    known = permissions.service(name)

    assert unknown_words(known.wording if known else Wording(), service_model(name)) == set()


def test_service_that_does_not_say_how_it_throttles_is_found():
    assert unknown_words(Wording(), service_model("lambda")) == {"ThrottlingException"}
    assert unknown_words(Wording(), service_model("sqs")) == {"ThrottlingException"}


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


@pytest.mark.slow
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
