from datetime import timedelta

import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from tools.receivers import make_person

LENT = ("ExpiredTokenException", "The security token included in the request is expired")
CALLS = {
    "dynamodb": ("list_tables", *LENT, 400),
    "ec2": ("describe_vpcs", "RequestExpired", "Request has expired.", 400),
    "iam": ("list_users", "ExpiredToken", LENT[1], 403),
    "lambda": ("list_functions", *LENT, 403),
    "s3": ("list_buckets", "ExpiredToken", "The provided token has expired.", 400),
    "sqs": ("list_queues", *LENT, 400),
    "sts": ("get_caller_identity", "ExpiredToken", LENT[1], 403),
}


def assumed(aws, **given):
    role = {"RoleArn": make_person(aws, "reader"), "RoleSessionName": "ann"}
    lent = aws.client("sts").assume_role(**role, **given)["Credentials"]
    return {
        "aws_access_key_id": lent["AccessKeyId"],
        "aws_secret_access_key": lent["SecretAccessKey"],
        "aws_session_token": lent["SessionToken"],
    }


def signed(aws, version, operation="get_object", seconds=60, **keys):
    s3 = aws.client("s3", config=Config(signature_version=version), **keys)
    return s3.generate_presigned_url(operation, Params={"Bucket": "data", "Key": "a"}, ExpiresIn=seconds)


@pytest.fixture
def stored(aws):
    aws.client("s3").create_bucket(Bucket="data")
    aws.client("s3").put_object(Bucket="data", Key="a", Body=b"1")


@pytest.mark.parametrize("service", CALLS)
def test_credentials_of_a_role_end_and_each_service_says_so_in_its_way(aws, service):
    operation, code, message, status = CALLS[service]
    call = getattr(aws.client(service, **assumed(aws, DurationSeconds=900)), operation)

    aws.clock.advance(minutes=14)
    call()
    aws.clock.advance(minutes=1)
    with pytest.raises(ClientError) as refused:
        call()

    told = refused.value.response
    assert (told["Error"]["Code"], told["Error"]["Message"]) == (code, message)
    assert told["ResponseMetadata"]["HTTPStatusCode"] == status


def test_others_go_on(aws):
    make_person(aws, "reader")
    aws.client("iam").update_role(RoleName="reader", MaxSessionDuration=7200)
    long = aws.client("s3", **assumed(aws, DurationSeconds=7200))
    assumed(aws)

    aws.clock.advance(hours=1)

    assert long.list_buckets()["Buckets"] == []
    assert aws.client("s3").list_buckets()["Buckets"] == []


def test_nobody_looks_at_requests_before_credentials_have_ended(aws):
    handlers = repr(aws.gateway)
    assumed(aws)
    assert repr(aws.gateway) == handlers

    aws.clock.advance(hours=1)

    assert repr(aws.gateway) != handlers


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_signed_address_ends(aws, stored, version):
    url = signed(aws, version)

    aws.clock.advance(seconds=59)
    assert requests.get(url, timeout=1).text == "1"
    aws.clock.advance(seconds=1)

    refused = requests.get(url, timeout=1)
    assert refused.status_code == 403
    assert "<Code>AccessDenied</Code><Message>Request has expired</Message>" in refused.text


def test_signed_address_to_write_ends_before_anything_is_written(aws, stored):
    url = signed(aws, "s3v4", "put_object")
    aws.clock.advance(seconds=60)

    assert requests.put(url, data=b"2", timeout=1).status_code == 403
    assert aws.client("s3").get_object(Bucket="data", Key="a")["Body"].read() == b"1"


def test_signed_address_lives_no_longer_than_the_credentials_that_signed_it(aws, stored):
    url = signed(aws, "s3v4", seconds=86_400, **assumed(aws))

    aws.clock.advance(hours=1)

    assert "<Code>ExpiredToken</Code>" in requests.get(url, timeout=1).text


def test_signed_address_for_longer_than_a_week_is_refused(aws, stored):
    week = int(timedelta(days=7).total_seconds())

    assert requests.get(signed(aws, "s3v4", seconds=week), timeout=1).text == "1"
    refused = requests.get(signed(aws, "s3v4", seconds=week + 1), timeout=1)

    assert refused.status_code == 400
    assert "must be less than 604800 seconds" in refused.text


def test_a_signature_of_another_kind_is_nobody_s(aws, stored):
    answer = requests.get("https://data.s3.amazonaws.com/a?Signature=mine", timeout=1)

    assert answer.status_code == 403
    assert "<Message>Access Denied</Message>" in answer.text
