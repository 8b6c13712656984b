import json
import os
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import SandboxEnded, SandboxError


def test_a_client_of_the_sandbox_is_an_ordinary_boto3_client():
    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="notes")

        assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["notes"]
        with pytest.raises(s3.exceptions.NoSuchBucket, match="does not exist"):
            s3.list_objects_v2(Bucket="other")


def test_region_is_the_default_of_every_client_and_may_be_given():
    with Sandbox(region="eu-central-1") as aws:
        assert aws.client("sqs").meta.region_name == "eu-central-1"
        assert aws.observer("sqs").meta.region_name == "eu-central-1"
        assert boto3.client("sqs").meta.region_name == "eu-central-1"
        assert aws.client("sqs", region_name="us-west-2").meta.region_name == "us-west-2"


@pytest.mark.parametrize("caller", ["client", "administrator", "observer"])
def test_every_client_sees_the_same_account(caller):
    with Sandbox() as aws:
        aws.client("sqs").create_queue(QueueName="jobs")

        urls = getattr(aws, caller)("sqs").list_queues()["QueueUrls"]

        assert urls == ["https://sqs.us-east-1.amazonaws.com/123456789012/jobs"]


def test_administrator_and_observer_are_one_client_per_service():
    with Sandbox() as aws:
        assert aws.administrator("s3") is aws.administrator("s3")
        assert aws.administrator("s3") is not aws.observer("s3")


@pytest.mark.slow
def test_starting_another_ends_the_first_and_its_clients():
    first = Sandbox().start()
    old = [first.client("s3"), first.administrator("s3"), boto3.client("s3")]
    old[0].create_bucket(Bucket="notes")

    with Sandbox() as second:
        assert Sandbox.live() is second
        assert second.client("s3").list_buckets()["Buckets"] == []
        for client in old:
            with pytest.raises(SandboxEnded, match="belongs to a sandbox that has ended"):
                client.list_buckets()
    first.stop()


def test_stop_is_the_end_for_clients_sessions_and_the_sandbox_itself():
    aws = Sandbox().start()
    client, session = aws.client("s3"), boto3.Session()
    session.client("s3").list_buckets()

    aws.stop()
    aws.stop()

    assert Sandbox.live() is None
    with pytest.raises(SandboxEnded):
        client.list_buckets()
    with pytest.raises(SandboxEnded, match="make a new session"):
        session.client("s3").list_buckets()
    with pytest.raises(SandboxEnded, match=r"Sandbox\(seed=0, region='us-east-1', ended\)"):
        aws.client("s3")
    with pytest.raises(SandboxEnded, match="can be started only once"):
        aws.start()


def test_start_of_the_live_one_changes_nothing():
    with Sandbox().start() as aws:
        aws.client("s3").create_bucket(Bucket="notes")

        assert aws.start() is aws
        assert len(aws.client("s3").list_buckets()["Buckets"]) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seed": "x"}, "seed must be a whole number, got 'x'"),
        ({"seed": True}, "seed must be a whole number, got True"),
        ({"region": "us-east-9"}, "there is no region 'us-east-9'; choose one of af-south-1, "),
    ],
)
def test_a_sandbox_that_cannot_be_is_refused_and_nothing_is_changed(arguments, message):
    before = dict(os.environ)

    with pytest.raises(SandboxError) as error:
        Sandbox(**arguments).start()

    assert message in str(error.value)
    assert Sandbox.live() is None
    assert dict(os.environ) == before


def test_a_client_before_the_start_is_refused():
    with pytest.raises(SandboxError, match="has not started"):
        Sandbox().client("s3")


def test_a_sandbox_does_not_start_inside_mock_aws():
    with mock_aws(), pytest.raises(SandboxError, match="mock_aws is active"):
        Sandbox().start()


def test_dates_are_those_of_the_clock():
    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="early")
        aws.clock.advance(days=31)
        s3.create_bucket(Bucket="late")

        dates = {bucket["Name"]: f"{bucket['CreationDate']:%Y-%m-%d}" for bucket in s3.list_buckets()["Buckets"]}

    assert dates == {"early": "2026-01-01", "late": "2026-02-01"}


def test_versions_written_at_one_moment_keep_their_order():
    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="notes")
        s3.put_bucket_versioning(Bucket="notes", VersioningConfiguration={"Status": "Enabled"})
        written = [s3.put_object(Bucket="notes", Key="a", Body=body)["VersionId"] for body in (b"1", b"2", b"3")]

        versions = s3.list_object_versions(Bucket="notes")["Versions"]

        assert [version["VersionId"] for version in versions] == written[::-1]
        assert [version["IsLatest"] for version in versions] == [True, False, False]
        assert s3.get_object(Bucket="notes", Key="a")["Body"].read() == b"3"


REPOSITORY = Path(__file__).parents[2]

STORY = """
import json, sys
from patterns.sandbox.account import Sandbox

insert = "insert" in sys.argv
aws = Sandbox(seed=5).start()
seen = []

def call(service, operation, **params):
    answer = getattr(aws.client(service), operation)(**params)
    if "Body" in answer:
        answer["Body"] = answer["Body"].read().decode()
    seen.append([service, operation, answer])
    return answer

call("s3", "create_bucket", Bucket="notes")
call("s3", "put_bucket_versioning", Bucket="notes", VersioningConfiguration={"Status": "Enabled"})
if insert:
    aws.client("s3").put_object(Bucket="notes", Key="extra", Body=b"extra")
    aws.client("sqs").create_queue(QueueName="extra")
    aws.observer("ec2").describe_vpcs()
    aws.client("kms").create_key(Description="extra")
for body in (b"one", b"two", b"one"):
    call("s3", "put_object", Bucket="notes", Key="a", Body=body)
upload = call("s3", "create_multipart_upload", Bucket="notes", Key="big")["UploadId"]
part = call("s3", "upload_part", Bucket="notes", Key="big", UploadId=upload, PartNumber=1, Body=b"x" * 100)["ETag"]
parts = {"Parts": [{"ETag": part, "PartNumber": 1}]}
call("s3", "complete_multipart_upload", Bucket="notes", Key="big", UploadId=upload, MultipartUpload=parts)
call("s3", "list_object_versions", Bucket="notes", Prefix="a")
call("s3", "get_object", Bucket="notes", Key="a")
seen.append(aws.client("s3").generate_presigned_url("get_object", Params={"Bucket": "notes", "Key": "a"}))
key = call("kms", "create_key")["KeyMetadata"]["KeyId"]
call("kms", "encrypt", KeyId=key, Plaintext=b"hello")
call("kms", "generate_data_key", KeyId=key, KeySpec="AES_256")
aws.clock.advance(days=1)
url = call("sqs", "create_queue", QueueName="jobs")["QueueUrl"]
for _ in range(2):
    call("sqs", "send_message", QueueUrl=url, MessageBody="hello")
call("sqs", "receive_message", QueueUrl=url, MaxNumberOfMessages=10)
call("secretsmanager", "create_secret", Name="password", SecretString="x")
call("secretsmanager", "put_secret_value", SecretId="password", SecretString="y")
trust = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}}'
call("iam", "create_role", RoleName="app", AssumeRolePolicyDocument=trust)
call("sts", "assume_role", RoleArn="arn:aws:iam::123456789012:role/app", RoleSessionName="page")
call("iam", "create_access_key", UserName=call("iam", "create_user", UserName="ann")["User"]["UserName"])
vpc = call("ec2", "create_vpc", CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
call("ec2", "create_nat_gateway", SubnetId=call("ec2", "create_subnet", VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"], ConnectivityType="private")
call("ec2", "describe_subnets")
print(json.dumps(seen, default=str))
"""  # noqa: E501


def told(hash_seed: str, *arguments: str) -> list:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-c", STORY, *arguments]
    run = subprocess.run(command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.long
def test_the_same_calls_give_the_same_answers_in_every_process_and_an_inserted_call_changes_no_other():
    assert told("2", "insert") == told("1")
