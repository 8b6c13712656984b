"""What the way by a port costs: a call by the endpoint beside the same call in the process, and the first answer."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

import boto3

from benchmarks.measure import Row, median_of, timed
from patterns import Sandbox

CALLS = 100
CLIENTS = 50


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row per call, one for fifty clients at once, and one for how long a server takes to its first answer."""
    with Sandbox() as aws, aws.endpoint() as url:
        found = [_row(name, url, aws) for name in ("s3", "dynamodb", "sqs")]
        many = _together(url, aws)
    return [*found, many, Row("`aws-patterns serve`, to its first answer", median_of(runs, _first), None, "", "1.5 s")]


def _row(name: str, url: str, aws: Sandbox) -> Row:
    far, near = _client(name, url), aws.client(name)
    ask = {"s3": "list_buckets", "dynamodb": "list_tables", "sqs": "list_queues"}[name]
    for client in (far, near):
        getattr(client, ask)()
    pairs = [(timed(getattr(far, ask)), timed(getattr(near, ask))) for _ in range(CALLS)]
    ours, theirs = (median(side) for side in zip(*pairs, strict=True))
    return Row(f"{name} by the endpoint", ours, theirs, "the same call in the process", "under 5 ms more")


def _together(url: str, aws: Sandbox) -> Row:
    """Seconds for a call of each of fifty clients that ask at once; every message is there afterwards."""
    import threading

    queue = _client("sqs", url).create_queue(QueueName="many")["QueueUrl"]
    clients = [_client("sqs", url) for _ in range(CLIENTS)]

    def send_all() -> None:
        asks = [
            threading.Thread(target=each.send_message, kwargs={"QueueUrl": queue, "MessageBody": "m"})
            for each in clients
        ]
        for ask in asks:
            ask.start()
        for ask in asks:
            ask.join()

    took = timed(send_all)
    asked = ["ApproximateNumberOfMessages"]
    there = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=asked)["Attributes"]
    assert there["ApproximateNumberOfMessages"] == str(CLIENTS), f"only {there} arrived"
    return Row(f"{CLIENTS} clients at once, a message each", took, None, "", "nothing lost")


def _client(name: Any, url: str) -> Any:
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    make: Any = boto3.client
    return make(name, endpoint_url=url, region_name="us-east-1", **keys)


def _first() -> None:
    """Start a server, and wait for what it says to whoever asks first."""
    command = [sys.executable, "-m", "patterns", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip().partition("=")[2]
            until = time.monotonic() + 30
            while time.monotonic() < until:
                try:
                    urllib.request.urlopen(url, timeout=5)
                except urllib.error.HTTPError:
                    return
                except OSError:
                    continue
        finally:
            server.terminate()
