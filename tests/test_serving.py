"""`aws-patterns serve` as a shell runs it: what it prints, what it answers, and how it ends."""

import signal
import socket
import subprocess
import sys

import boto3
import pytest
from botocore.config import Config

COMMAND = [sys.executable, "-m", "patterns", "serve"]


@pytest.mark.slow
def test_it_prints_where_it_listens_answers_and_ends_when_it_is_told_to():
    with subprocess.Popen([*COMMAND, "--port", "0", "--seed", "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            url = server.stdout.readline().strip().removeprefix("AWS_ENDPOINT_URL=")
            assert "AWS_SECRET_ACCESS_KEY=test" in server.stdout.readline()
            keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
            iam = boto3.client("iam", endpoint_url=url, **keys, config=Config(read_timeout=30))
            made = iam.create_user(UserName="ann")["User"]
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
    # Seeded, so that the account's clock stands where it begins.
    assert f"{made['CreateDate']:%Y-%m-%d}" == "2026-01-01"


@pytest.mark.slow
@pytest.mark.parametrize(("option", "message"), [("--port", "is not to be had"), ("--region", "there is no region")])
def test_what_cannot_be_is_said_in_one_sentence(option, message):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        value = str(taken.getsockname()[1]) if option == "--port" else "nowhere"
        ran = subprocess.run([*COMMAND, option, value], capture_output=True, text=True, timeout=60, check=False)

    assert (ran.returncode, message in ran.stderr, "Traceback" in ran.stderr) == (2, True, False)
