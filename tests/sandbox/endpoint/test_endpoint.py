"""The account on a port, through boto3, which signs as every SDK does, and through plain sockets."""

import json
import os
import socket
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import boto3
import pytest

from patterns.sandbox.endpoint import received
from tests.sandbox.endpoint.clients import client, raw, refused
from tools.rights import document, let

QUEUE = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: work}}}"


@pytest.mark.slow
def test_every_protocol_is_spoken_and_what_is_done_is_done_in_the_account(aws, url):
    s3, sqs, dynamodb = client(url, "s3"), client(url, "sqs"), client(url, "dynamodb")
    s3.create_bucket(Bucket="notes")
    s3.put_object(Bucket="notes", Key="a b/ü+~.txt", Body=b"read me")
    assert aws.client("s3").get_object(Bucket="notes", Key="a b/ü+~.txt")["Body"].read() == b"read me"
    assert s3.head_object(Bucket="notes", Key="a b/ü+~.txt")["ContentLength"] == 7

    queue = sqs.create_queue(QueueName="far")["QueueUrl"]
    assert queue == f"{url}/123456789012/far"
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    assert sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"] == "hello"
    assert sqs.list_queues()["QueueUrls"] == [queue]

    keys = {"AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}]}  # fmt: skip
    dynamodb.create_table(TableName="things", BillingMode="PAY_PER_REQUEST", **keys)
    assert aws.client("dynamodb").list_tables()["TableNames"] == ["things"]
    assert client(url, "lambda").list_functions()["Functions"] == []
    assert client(url, "ec2").describe_vpcs()["Vpcs"]
    assert client(url, "iam").list_users()["Users"] == []
    assert client(url, "logs").describe_log_groups()["logGroups"] == []


@pytest.mark.slow
@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_a_presigned_address_works_for_whoever_has_it_and_for_nothing_else(url, version):
    s3, signing = client(url, "s3"), client(url, "s3", signature_version=version)
    s3.create_bucket(Bucket=f"shared-{version}")
    s3.put_object(Bucket=f"shared-{version}", Key="a", Body=b"shown")
    address = signing.generate_presigned_url("get_object", Params={"Bucket": f"shared-{version}", "Key": "a"})

    path = address.removeprefix(url)
    assert raw(url, path=path)[:2] == (200, "shown")
    status, said, _ = raw(url, path=path.replace("/a?", "/b?"))
    assert (status, "SignatureDoesNotMatch" in said) == (403, True)


@pytest.mark.slow
def test_stacks_deployed_by_the_endpoint_are_the_page_s(aws, url):
    cloudformation, s3 = client(url, "cloudformation"), client(url, "s3")
    s3.create_bucket(Bucket="templates")
    s3.put_object(Bucket="templates", Key="q.yaml", Body=QUEUE.encode())
    cloudformation.create_stack(StackName="far", TemplateURL=f"{url}/templates/q.yaml")
    cloudformation.get_waiter("stack_create_complete").wait(StackName="far", WaiterConfig={"Delay": 0})

    assert [stack.name for stack in aws.stacks] == ["far"]
    assert refused(client(url, "cloudformation", secret="wrong").list_stacks) == "SignatureDoesNotMatch"


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [("s3", "list_buckets", "SignatureDoesNotMatch"), ("dynamodb", "list_tables", "InvalidSignatureException"),
     ("sqs", "list_queues", "InvalidSignatureException"), ("iam", "list_users", "SignatureDoesNotMatch")],
)  # fmt: skip
def test_another_secret_is_refused_in_the_protocol_of_the_service(url, service, operation, code):
    assert refused(getattr(client(url, service, secret="wrong"), operation)) == code


@pytest.mark.slow
def test_users_and_roles_are_who_they_are_and_iam_decides(aws, url):
    iam = aws.client("iam")
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="may", PolicyDocument=document(let("sqs:ListQueues")))
    trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/ann"}, "Action": "sts:AssumeRole"}
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument=document(trust))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    keys = key["AccessKeyId"], key["SecretAccessKey"]

    assert client(url, "sts", *keys).get_caller_identity()["Arn"].endswith(":user/ann")
    assert client(url, "sqs", *keys).list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert refused(client(url, "s3", *keys).list_buckets) == "AccessDenied"
    assert refused(client(url, "sqs", keys[0], "not hers").list_queues) == "InvalidSignatureException"
    assert refused(client(url, "sqs", "AKIANOBODYHASTHISONE", "x").list_queues) == "UnrecognizedClientException"

    role = "arn:aws:iam::123456789012:role/reader"
    lent = client(url, "sts", *keys).assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    session = lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"]
    assert client(url, "sts", *session).get_caller_identity()["Arn"].endswith(":assumed-role/reader/session")
    assert refused(client(url, "sqs", *session).list_queues) == "AccessDenied"
    assert refused(client(url, "sts", *session[:2], "another").get_caller_identity) == "InvalidClientTokenId"


@pytest.mark.slow
def test_a_bucket_may_stand_in_the_host(aws, url):
    aws.client("s3").create_bucket(Bucket="hosted")
    aws.client("s3").put_object(Bucket="hosted", Key="a", Body=b"here")
    port = urlsplit(url).port
    for place in ("s3.localhost", "localhost", "s3.us-east-1.localhost"):
        s3 = client(f"http://{place}:{port}", "s3", signature_version="s3v4", s3={"addressing_style": "virtual"})
        address = urlsplit(s3.generate_presigned_url("get_object", Params={"Bucket": "hosted", "Key": "a"}))
        assert address.hostname == f"hosted.{place}"
        path = f"{address.path}?{address.query}"
        assert raw(url, path=path, headers={"Host": address.netloc})[:2] == (200, "here")
        assert raw(url, path=path, headers={"Host": f"other.{place}:{port}"})[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.0.2.1", "127.0.0.1.evil.example"])
def test_another_host_is_refused(url, host):
    status, said, _ = raw(url, headers={"Host": host})
    assert (status, "InvalidHost" in said) == (403, True)


def test_a_page_of_elsewhere_is_refused_unless_a_bucket_lets_it_in(aws, url):
    from_elsewhere = {"Origin": "https://evil.example"}
    form = "Action=CreateUser&UserName=eve&Version=2010-05-08"
    for origin in ("https://evil.example", "null", "http://localhost.evil.example"):
        assert raw(url, "POST", headers={"Origin": origin}, body=form)[0] == 403
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="open")
    s3.put_object(Bucket="open", Key="a", Body=b"shown")
    path = client(url, "s3").generate_presigned_url("get_object", Params={"Bucket": "open", "Key": "a"})
    path = path.removeprefix(url)
    assert raw(url, path=path, headers=from_elsewhere)[0] == 403
    rule = {"AllowedOrigins": ["https://*.example"], "AllowedMethods": ["GET"]}
    s3.put_bucket_cors(Bucket="open", CORSConfiguration={"CORSRules": [rule]})

    status, said, headers = raw(url, path=path, headers=from_elsewhere)
    assert (status, said) == (200, "shown")
    assert headers["Access-Control-Allow-Origin"] == "https://evil.example"


@pytest.mark.parametrize(
    "authorization",
    ["AWS4-HMAC-SHA256 nonsense", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=, Signature=", "Basic dGVzdDp0ZXN0",
     "AWS4-ECDSA-P256-SHA256 Credential=test/20260101/s3/aws4_request, SignedHeaders=host, Signature=00",
     "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00"],
)  # fmt: skip
def test_a_malformed_signature_is_refused(url, authorization):
    status, said, _ = raw(url, headers={"Authorization": authorization})
    assert (status, "IncompleteSignature" in said) == (400, True)


def test_a_body_other_than_the_one_that_was_signed_is_refused(url):
    seen = {}
    sqs = client(url, "sqs")
    sqs.meta.events.register("before-send.sqs.*", lambda request, **_: seen.update(request.headers))
    sqs.list_queues()
    given = {name: value.decode() if isinstance(value, bytes) else value for name, value in seen.items()}
    status, said, _ = raw(url, "POST", headers={**given, "Content-Length": "19"}, body='{"MaxResults": 10}\n')
    assert (status, "InvalidSignatureException" in said) == (403, True)


def test_one_gigabyte_is_refused_before_it_is_sent(url):
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=20) as sock:
        sock.sendall(b"PUT /notes/big HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n\r\n" + b"x" * 1000)
        answer = sock.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 413")
    assert client(url, "sts").get_caller_identity()


@pytest.mark.parametrize("length", ["-1", "ten", "1e3"])
def test_a_length_that_is_none_is_refused(url, length):
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=20) as sock:
        sock.sendall(f"PUT /notes/big HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n".encode())
        assert sock.recv(65536).decode().startswith("HTTP/1.1 400")


def test_a_slow_sender_holds_up_nobody(url):
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=20) as sock:
        sock.sendall(b"PUT /notes/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nonly this")
        assert client(url, "sts").get_caller_identity()["Account"] == "123456789012"


def test_a_body_that_takes_too_long_is_cut_off():
    class Slow:
        def read1(self, size):
            raise TimeoutError("timed out")

    environ = {"REQUEST_METHOD": "PUT", "REQUEST_URI": "/", "CONTENT_LENGTH": "5", "wsgi.input": Slow()}
    with pytest.raises(received.Refused, match="did not arrive"):
        received.received(environ)


def test_what_is_not_simulated_is_an_error_of_the_protocol(url):
    assert refused(client(url, "sqs", key="test").list_message_move_tasks, SourceArn="arn:aws:sqs:us-east-1:1:a")
    assert refused(client(url, "cloudformation").list_stack_sets) == "InvalidAction"


@pytest.mark.slow
def test_clients_side_by_side_lose_nothing(aws, url):
    sqs = client(url, "sqs")
    queue = sqs.create_queue(QueueName="many")["QueueUrl"]

    def send(number):
        own = client(url, "sqs")
        for each in range(5):
            own.send_message(QueueUrl=queue, MessageBody=f"{number} {each}")

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"])
    assert told["Attributes"]["ApproximateNumberOfMessages"] == "40"


@pytest.mark.slow
def test_programs_that_are_started_find_it_and_clients_in_here_do_not_need_it(aws, url):
    script = "import boto3; print(boto3.client('sts').get_caller_identity()['Account'])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

    assert told.stdout.strip() == "123456789012"
    assert os.environ["AWS_ENDPOINT_URL"] == url
    assert boto3.client("sts").meta.endpoint_url == "https://sts.us-east-1.amazonaws.com"


def test_json_of_a_refusal_can_be_read(url):
    status, said, _ = raw(
        url, "POST", headers={"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AmazonSQS.ListQueues",
                              "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, "
                              "SignedHeaders=host, Signature=00", "X-Amz-Date": "20260101T000000Z"}, body="{}",
    )  # fmt: skip
    assert (status, json.loads(said)["__type"].rpartition("#")[2]) == (403, "InvalidSignatureException")
