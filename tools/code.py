"""Functions for tests and benchmarks: a handler's text, deployed by boto3 as its author would. Not the stage's own."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from patterns.sandbox.account import Sandbox

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}

MAY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
"""What a role may where its rights are not what is looked at."""


def zipped(**files: str) -> bytes:
    """A zip file of modules, by name without ".py"; the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.py"), text)
    return buffer.getvalue()


def make_function(
    aws: Sandbox, text: str, *, name: str = "worker", grants: Sequence[str] = ("*",), **settings: Any
) -> str:
    """Return the ARN of a new function whose module `index` is `text`; its role may do what `grants` lists."""
    iam = aws.client("iam")
    role = f"{name}-role"
    made = iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    granted = {**MAY, "Statement": [{"Effect": "Allow", "Action": list(grants), "Resource": "*"}]}
    iam.put_role_policy(RoleName=role, PolicyName="may", PolicyDocument=json.dumps(granted))
    configuration = {"Runtime": "python3.13", "Handler": "index.handler", "Role": made, **settings}
    client = aws.client("lambda")
    return str(
        client.create_function(FunctionName=name, Code={"ZipFile": zipped(index=text)}, **configuration)["FunctionArn"]
    )


def call(aws: Sandbox, event: Any = None, *, name: str = "worker", **how: Any) -> tuple[Any, str | None]:
    """Return (what the function answered, its error or None)."""
    answer = aws.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event), **how)
    payload = answer["Payload"].read()
    return json.loads(payload) if payload else None, answer.get("FunctionError")


def log_lines(aws: Sandbox, name: str = "worker") -> list[str]:
    """What the function has written, all streams together."""
    events = aws.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    return [event["message"] for event in events]
