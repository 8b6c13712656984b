"""Who receives events in tests: queues, roles and permissions, made by boto3 as their owner would. Not functions."""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.account import Sandbox
from tools.code import MAY

ACCOUNT = "123456789012"


def policy(service: str, action: str, resource: str, source: str | None = None) -> str:
    """The policy document that lets a service act on a resource, for one source of its own where that is given."""
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": {"Service": service}, "Action": action}
    if resource:
        statement["Resource"] = resource
    if source:
        statement["Condition"] = {"ArnLike": {"aws:SourceArn": source}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def make_queue(aws: Sandbox, name: str, *, lets: str | None = None, **attributes: str) -> tuple[str, str]:
    """Return (address, ARN) of a new queue, which lets a service send to it."""
    sqs, arn = aws.client("sqs"), f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"
    if lets:
        attributes["Policy"] = policy(lets, "sqs:SendMessage", arn)
    return str(sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]), arn


def make_role(aws: Sandbox, name: str, service: str) -> str:
    """Return the ARN of a new role that the service may take on, and that may do everything."""
    iam, trust = aws.client("iam"), policy(service, "sts:AssumeRole", "")
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=json.dumps(MAY))
    return str(made)


def make_person(aws: Sandbox, name: str) -> str:
    """Return the ARN of the role, new or not, that anybody of the account may take on, and that may do everything."""
    iam, arn = aws.client("iam"), f"arn:aws:iam::{ACCOUNT}:role/{name}"
    if arn not in [role["Arn"] for role in iam.list_roles()["Roles"]]:
        root = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [root]})
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
        iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=json.dumps(MAY))
    return arn


def allow(aws: Sandbox, service: str, source: str, *, name: str = "worker") -> None:
    """Let a service call a function for one source of its own."""
    aws.client("lambda").add_permission(
        FunctionName=name, StatementId=service.partition(".")[0], Action="lambda:InvokeFunction", Principal=service,
        SourceArn=source,
    )  # fmt: skip


def messages(aws: Sandbox, address: str) -> list[dict[str, Any]]:
    """What waits in a queue, the oldest first; the queue is empty after that."""
    sqs, found = aws.client("sqs"), []
    while told := sqs.receive_message(
        QueueUrl=address, MaxNumberOfMessages=10, MessageAttributeNames=["All"], AttributeNames=["All"]
    ).get("Messages"):
        for message in told:
            sqs.delete_message(QueueUrl=address, ReceiptHandle=message["ReceiptHandle"])
        found += told
    return found


def bodies(aws: Sandbox, address: str) -> list[Any]:
    """The messages that wait in a queue, read as JSON where they are that; the queue is empty after that."""
    return [_read(message["Body"]) for message in messages(aws, address)]


def attributes(message: dict[str, Any]) -> dict[str, str]:
    """The texts a message carries beside its body."""
    return {name: value["StringValue"] for name, value in message.get("MessageAttributes", {}).items()}


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
