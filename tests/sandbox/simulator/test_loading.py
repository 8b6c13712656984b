import datetime
import gc
import subprocess
import sys
import uuid
import weakref
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from patterns.sandbox.account import Sandbox

REPOSITORY = Path(__file__).parents[3]


def networks():
    from moto.ec2.models import EC2Backend

    return [each for each in gc.get_objects() if isinstance(each, EC2Backend)]


@pytest.mark.slow
def test_an_ended_account_is_forgotten_with_all_it_held():  # AccountSpecificBackend._generate_regions, Subnet
    before = {id(one) for one in networks()}
    with Sandbox() as aws:
        network = aws.existing_network()
        aws.client("ec2").run_instances(
            ImageId=network.image_ids["x86_64"], MinCount=1, MaxCount=1, SubnetId=network.subnet_ids["us-east-1a"]
        )
        own = [weakref.ref(one) for one in networks() if id(one) not in before]

    gc.collect()

    assert len(own) == 1
    assert own[0]() is None


def test_a_new_sandbox_is_empty_whatever_the_last_one_held():
    with Sandbox() as aws:
        aws.client("s3").create_bucket(Bucket="notes")
        aws.client("s3").put_object(Bucket="notes", Key="a", Body=b"x")
        aws.client("sqs", region_name="eu-west-1").create_queue(QueueName="jobs")
        aws.client("iam").create_user(UserName="ann")

    with Sandbox() as aws:
        assert aws.client("s3").list_buckets()["Buckets"] == []
        assert "QueueUrls" not in aws.client("sqs", region_name="eu-west-1").list_queues()
        assert aws.client("iam").list_users()["Users"] == []


def test_the_default_network_does_not_depend_on_the_first_call_of_its_region():
    with Sandbox() as aws:
        by_reading = aws.observer("ec2").describe_subnets()["Subnets"]
    with Sandbox() as aws:
        aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")
        after_writing = aws.observer("ec2").describe_subnets()["Subnets"]

    assert [subnet["SubnetId"] for subnet in by_reading] == [subnet["SubnetId"] for subnet in after_writing]


@pytest.mark.slow
def test_moto_by_itself_has_its_own_time_and_chance_again():
    with Sandbox():
        pass
    # One that another test left open would still hold the fence.
    Sandbox.stop_all()

    with mock_aws():
        first, second = (boto3.client("sqs", region_name="us-east-1") for _ in range(2))
        url = first.create_queue(QueueName="jobs")["QueueUrl"]
        created = first.get_queue_attributes(QueueUrl=url, AttributeNames=["CreatedTimestamp"])["Attributes"]
        ids = {client.send_message(QueueUrl=url, MessageBody="same")["MessageId"] for client in (first, second)}

    age = datetime.datetime.now(datetime.UTC).timestamp() - float(created["CreatedTimestamp"])
    assert 0 <= age < 60
    assert len(ids) == 2


def test_the_time_and_chance_of_the_notebook_are_untouched():
    before = datetime.datetime.now(datetime.UTC)

    with Sandbox() as aws:
        aws.clock.advance(days=365)
        aws.client("s3").list_buckets()
        inside = datetime.datetime.now(datetime.UTC)
        assert uuid.uuid4() != uuid.uuid4()

    assert inside - before < datetime.timedelta(minutes=1)


COUNT_SESSIONS = """
import botocore.session
made = []
real = botocore.session.Session.__init__
botocore.session.Session.__init__ = lambda self, *a, **k: made.append(self) or real(self, *a, **k)

from patterns.sandbox.account import Sandbox
for _ in range(2):
    aws = Sandbox().start()
    aws.client("ec2").describe_vpcs()
    aws.client("s3").list_buckets()
print(len(made))
"""


@pytest.mark.slow
def test_one_boto3_session_serves_moto_and_every_sandbox():
    command = [sys.executable, "-c", COUNT_SESSIONS]

    run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert run.stdout == "1\n", run.stderr


def test_moto_does_not_warn_of_its_own_error_codes(recwarn):
    with Sandbox() as aws:
        sns = aws.client("sns")
        with pytest.raises(sns.exceptions.NotFoundException):
            sns.get_topic_attributes(TopicArn="arn:aws:sns:us-east-1:123456789012:none")

    assert [str(warning.message) for warning in recwarn if "error shape" in str(warning.message)] == []
