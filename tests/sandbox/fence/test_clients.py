import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import boto3
import botocore.auth
import botocore.client
import botocore.credentials
import botocore.httpsession
import botocore.session
import botocore.tokens
import pytest
import requests
import requests.adapters
from boto3.s3 import transfer

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import NotSimulated, OutsideSandbox, SandboxEnded

REPOSITORY = Path(__file__).parents[3]

# Runs in a process of its own, whose environment is as hostile as we can make it. Every attempt to reach anything
# but this machine, and every opening of a file with credentials, is noted and refused.
HOSTILE = """
import builtins, io, os, socket, sys

attempts = []

def local(address):
    host = address[0] if isinstance(address, tuple) else address
    return host in ("127.0.0.1", "::1", "localhost", None)

def guard(owner, name, where):
    real = getattr(owner, name)
    def guarded(*args, **kwargs):
        if not local(args[where]):
            attempts.append((name, str(args[where])))
            raise AssertionError(f"{name} {args[where]}")
        return real(*args, **kwargs)
    setattr(owner, name, guarded)

guard(socket.socket, "connect", 1)
guard(socket.socket, "connect_ex", 1)
guard(socket, "create_connection", 0)
guard(socket, "getaddrinfo", 0)

opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" and "secret-" in str(args[0]) else
                 attempts.append(("process", str(args))) if event == "subprocess.Popen" else None)

import boto3, botocore.session, requests
from botocore.exceptions import ClientError, NoCredentialsError

early = boto3.client("s3")
early_dynamodb = boto3.client("dynamodb")
early_session = boto3.Session()
early_profile = boto3.Session(profile_name="work")
early_sso = boto3.Session(profile_name="sso")
early_metadata = botocore.utils.InstanceMetadataFetcher()
early_process = boto3.Session(profile_name="process")
early_credentials = early_process.get_credentials()
process_key = early_credentials.get_frozen_credentials().access_key
boto3.setup_default_session()
default_session = boto3.DEFAULT_SESSION
environment = dict(os.environ)
opened.clear()
attempts.clear()

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import OutsideSandbox, SandboxEnded, SandboxError

def refused(error, action):
    try:
        action()
    except error:
        return
    raise AssertionError(f"{action} was not refused")

aws = Sandbox().start()
inside = [aws.client("s3"), boto3.client("s3"), boto3.resource("s3").meta.client, early_session.client("s3"),
          botocore.session.get_session().create_client("s3"), early_profile.client("s3"), early_process.client("s3"),
          early_sso.client("s3")]
inside[0].create_bucket(Bucket="notes")
for client in inside:
    assert client.list_buckets()["Buckets"][0]["Name"] == "notes"
keys = {client._request_signer._credentials.access_key for client in inside}
assert keys == {"AKIAIOSFODNN7EXAMPLE"}, keys
foreign = boto3.client("s3", aws_access_key_id="AKIAREALREALREALREAL", aws_secret_access_key="x")
refused(botocore.exceptions.ClientError, foreign.list_buckets)
inside[0].upload_fileobj(__import__("io").BytesIO(b"x" * 9_000_000), "notes", "big")
for service in ("sts", "iam", "ec2", "kms", "sqs", "secretsmanager", "dynamodb", "lambda"):
    boto3.client(service)
boto3.client("sts").get_caller_identity()

refused(OutsideSandbox, early.list_buckets)
refused(OutsideSandbox, early_dynamodb.list_tables)
refused(OutsideSandbox, early_credentials.get_frozen_credentials)
refused(OutsideSandbox, early_metadata.retrieve_iam_role_credentials)
assert botocore.utils.InstanceMetadataFetcher().retrieve_iam_role_credentials() == {}
refused(OutsideSandbox, lambda: boto3.client("s3", endpoint_url="http://minio.example.com:9000").list_buckets())
refused(OutsideSandbox, lambda: boto3.client("s3", endpoint_url="http://127.0.0.1:9000").list_buckets())
refused(OutsideSandbox, lambda: requests.get("https://example.com"))
refused(OutsideSandbox, lambda: requests.get("http://169.254.169.254/latest/meta-data/"))
refused(OutsideSandbox, lambda: requests.get("http://[fd00:ec2::254]/latest/meta-data/"))
refused(SandboxError, lambda: boto3.client("braket").search_devices(filters=[]))
assert requests.get(inside[0].generate_presigned_url("list_buckets")).status_code == 200

aws.stop()
assert dict(os.environ) == environment
assert boto3.DEFAULT_SESSION is default_session
assert early_process.get_credentials() is early_credentials
for client in inside:
    refused(SandboxEnded, client.list_buckets)
with Sandbox() as again:
    refused(SandboxEnded, inside[1].list_buckets)
    refused(OutsideSandbox, early.list_buckets)

assert not attempts, attempts
assert not opened, opened
print("whole")
"""


def planted(credentials, config):
    """Files of credentials, each of which a session would find. The process gives some that must be renewed at once."""
    credentials.write_text(
        "[default]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n"
        "[work]\nrole_arn = arn:aws:iam::999999999999:role/admin\nsource_profile = default\n"
    )
    expiring = f"{datetime.now(UTC) + timedelta(minutes=14):%Y-%m-%dT%H:%M:%SZ}"
    found = {"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "x", "SessionToken": "x"}
    given = config.with_name("given.json")
    given.write_text(json.dumps(found | {"Expiration": expiring}))
    config.write_text(
        "[default]\nregion = eu-west-3\nendpoint_url = https://evil.example.com\n"
        "[profile work]\nregion = eu-west-3\ncredential_process = /bin/false\n"
        f"[profile process]\nregion = eu-west-3\ncredential_process = cat {given}\n"
        "[profile sso]\nregion = eu-west-3\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\n"
        "[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://example.com/start\n"
    )


def by_home(folder):
    """Where a reader has them, with nothing in the environment."""
    home = folder / "secret-home"
    (home / ".aws" / "sso" / "cache").mkdir(parents=True)
    (home / ".aws" / "sso" / "cache" / "token.json").write_text("{}")
    planted(home / ".aws" / "credentials", home / ".aws" / "config")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {"HOME": str(home), "PYTHONWARNINGS": "error"}


def by_variables(folder):
    planted(folder / "secret-credentials", folder / "secret-config")
    (folder / "secret-token").write_text("token")
    proxy = "http://proxy.example.com:3128"
    return {
        **os.environ,
        "HOME": str(folder),
        "AWS_PROFILE": "default",
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "secret-credentials"),
        "AWS_CONFIG_FILE": str(folder / "secret-config"),
        "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_SESSION_TOKEN": "real",
        "AWS_REGION": "eu-west-3",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "AWS_ENDPOINT_URL": "https://evil.example.com",
        "AWS_ENDPOINT_URL_S3": "https://s3.evil.example.com",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "real",
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(folder / "secret-token"),
        "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/admin",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://metadata.example.com",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "AWS_CA_BUNDLE": "/nowhere/bundle.pem",
        "AWS_MAX_ATTEMPTS": "9",
        "MOTO_ALLOW_NONEXISTENT_REGION": "true",
        "TEST_SERVER_MODE": "true",
        "INITIAL_NO_AUTH_ACTION_COUNT": "0",
        "HTTP_PROXY": proxy,
        "HTTPS_PROXY": proxy,
        "http_proxy": proxy,
        "https_proxy": proxy,
        "PYTHONWARNINGS": "error",
    }


@pytest.mark.parametrize("hostile", [pytest.param(by_variables, marks=pytest.mark.long), by_home])
def test_nothing_leaves_the_process_and_no_real_credential_is_read_whatever_the_environment_holds(tmp_path, hostile):
    command = [sys.executable, "-c", HOSTILE]
    environment = hostile(tmp_path)

    run = subprocess.run(command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (0, "whole\n"), run.stderr


PATCHED = [
    (boto3, "DEFAULT_SESSION"),
    (botocore.auth, "get_current_datetime"),
    (botocore.client.BaseClient, "_make_api_call"),
    (botocore.credentials.CredentialResolver, "load_credentials"),
    (botocore.httpsession.URLLib3Session, "__init__"),
    (botocore.httpsession.URLLib3Session, "send"),
    (botocore.tokens.TokenProviderChain, "load_token"),
    (requests.adapters.HTTPAdapter, "send"),
]


def test_stop_puts_back_exactly_what_was_there(monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", object())
    before, environment = [vars(owner)[name] for owner, name in PATCHED], dict(os.environ)

    with Sandbox():
        during = [vars(owner)[name] for owner, name in PATCHED]
        assert "AWS_PROFILE" not in os.environ
        os.environ["AWS_SESSION_TOKEN"] = "set inside"

    assert all(one is not other for one, other in zip(before, during, strict=True))
    assert [vars(owner)[name] for owner, name in PATCHED] == before
    assert dict(os.environ) == environment


def test_a_client_made_before_the_sandbox_is_told_what_to_do():
    early = boto3.client("s3", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")

    with Sandbox(), pytest.raises(OutsideSandbox) as error:
        early.list_buckets()

    assert str(error.value).startswith("this s3 client was made before the sandbox started")
    assert "use aws.client(...)" in str(error.value)


def test_a_host_that_is_not_of_aws_is_named():
    with Sandbox(), pytest.raises(OutsideSandbox, match=r"example\.com is outside the sandbox"):
        requests.post("https://example.com/hook", json={}, timeout=1)


def test_a_service_moto_does_not_have_is_named():
    with Sandbox() as aws, pytest.raises(NotSimulated, match=r"no service behind braket\.us-east-1\.amazonaws\.com"):
        aws.client("braket").search_devices(filters=[])


def test_requests_reach_the_services_by_presigned_urls():
    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="notes")
        upload = s3.generate_presigned_url("put_object", Params={"Bucket": "notes", "Key": "a"})
        download = s3.generate_presigned_url("get_object", Params={"Bucket": "notes", "Key": "a"})

        assert requests.put(upload, data=b"hello", timeout=1).status_code == 200
        assert requests.get(download, timeout=1).text == "hello"
        missing = requests.get(download.replace("/a?", "/b?"), timeout=1)

    assert (missing.status_code, missing.reason) == (404, "Not Found")
    assert "<Code>NoSuchKey</Code>" in missing.text


def test_a_transfer_that_prefers_awscrt_reaches_the_sandbox_without_it(monkeypatch, tmp_path):
    monkeypatch.setattr(transfer, "_should_use_crt", lambda config: True)
    monkeypatch.setattr(transfer, "create_crt_transfer_manager", lambda client, config: 1 / 0, raising=False)
    (tmp_path / "a").write_text("hello")

    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="notes")
        config = transfer.TransferConfig(preferred_transfer_client="crt")
        s3.upload_file(str(tmp_path / "a"), "notes", "a", Config=config)

        assert s3.get_object(Bucket="notes", Key="a")["Body"].read() == b"hello"


def test_connections_of_awscrt_are_not_opened(monkeypatch):
    class ClientBootstrap:
        @staticmethod
        def get_or_create_static_default():
            return ClientBootstrap()

    monkeypatch.setitem(sys.modules, "awscrt.io", SimpleNamespace(ClientBootstrap=ClientBootstrap))

    with Sandbox():
        for connect in (ClientBootstrap, ClientBootstrap.get_or_create_static_default):
            with pytest.raises(OutsideSandbox, match="what awscrt connects to is outside the sandbox"):
                connect()

    assert isinstance(ClientBootstrap.get_or_create_static_default(), ClientBootstrap)


class AwaitedClient(botocore.client.BaseClient):
    """As aiobotocore's."""

    async def _make_api_call(self, operation, params):
        return f"{operation} of {self.meta.endpoint_url}"


def awaited_client(**kwargs):
    session = botocore.session.Session()
    session.register("creating-client-class", lambda base_classes, **_: base_classes.insert(0, AwaitedClient))
    return session.create_client("s3", "us-east-1", **kwargs)


@pytest.mark.slow
def test_clients_with_an_http_client_of_their_own_are_told_to_use_another_but_for_this_machine():
    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
    with Sandbox():
        for given in ({}, keys):
            with pytest.raises(OutsideSandbox, match="has an HTTP client of its own, which does not reach the sandbox"):
                awaited_client(**given)
        local = awaited_client(endpoint_url="http://127.0.0.1:9000")

        assert asyncio.run(local.list_buckets()) == "ListBuckets of http://127.0.0.1:9000"

    assert asyncio.run(awaited_client(**keys).list_buckets()) == "ListBuckets of https://s3.amazonaws.com"


def test_credentials_of_a_sandbox_that_ended_are_not_those_of_the_next():
    with Sandbox():
        session = boto3.Session()
        session.client("s3").list_buckets()

    with Sandbox(), pytest.raises(SandboxEnded, match="make a new session in a live one"):
        session.client("s3").list_buckets()
