"""What it costs to be held to policies: a call of a role beside the same call of the account's own client."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import Row, timed
from patterns import Sandbox

CALLS = 100
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
MAY = (
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::notes/*"},
    {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"], "Resource": "*"},
    {
        "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": True}},
    },
)  # fmt: skip

Client = Callable[[str], Any]


def rows(runs: int, plain_moto: Path | None) -> list[Row]:
    """One row per call: enforced, and beside it not."""
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(runs):
        for name, pair in _measured().items():
            found.setdefault(name, []).append(pair)
    return [
        Row(
            f"{name} as a role held to its policies",
            median(enforced for enforced, _ in pairs),
            median(free for _, free in pairs),
            "the account's own client",
            "under 3 ms more",
        )
        for name, pairs in found.items()
    ]


def _measured() -> dict[str, tuple[float, float]]:
    """(enforced, not enforced) by call, the two taken in turns."""
    with Sandbox() as aws:
        role = _stage(aws)
        acting = {name: aws.acting_as(role).client(name) for name in ("s3", "dynamodb", "sqs")}
        own = {name: aws.client(name) for name in acting}
        return {name: _pair(act, acting, own) for name, act in _acts(aws).items()}


def _pair(act: Callable[[Any], object], acting: Any, own: Any) -> tuple[float, float]:
    pairs = [(timed(lambda: act(acting)), timed(lambda: act(own))) for _ in range(CALLS)]
    return median(enforced for enforced, _ in pairs), median(free for _, free in pairs)


def _acts(aws: Sandbox) -> dict[str, Callable[[Any], object]]:
    url = f"https://sqs.{aws.region}.amazonaws.com/{aws.account_id}/work"
    key = {"id": {"S": "a"}}
    return {
        "GetObject": lambda clients: clients["s3"].get_object(Bucket="notes", Key="a"),
        "GetItem": lambda clients: clients["dynamodb"].get_item(TableName="orders", Key=key),
        "SendMessage": lambda clients: clients["sqs"].send_message(QueueUrl=url, MessageBody="a"),
    }


def _stage(aws: Sandbox) -> str:
    iam: Any = aws.client("iam")
    role = iam.create_role(RoleName="app", AssumeRolePolicyDocument=_document(TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName="app", PolicyName="may", PolicyDocument=_document(*MAY))
    aws.client("s3").create_bucket(Bucket="notes")
    aws.client("s3").put_object(Bucket="notes", Key="a", Body=b"1")
    aws.client("dynamodb").create_table(
        TableName="orders", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )  # fmt: skip
    aws.client("sqs").create_queue(QueueName="work")
    return str(role)


def _document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
