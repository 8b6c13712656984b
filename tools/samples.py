"""Arguments for any call, made of boto3's model of it: what it must have, or all it may. Not what makes sense of it."""

from __future__ import annotations

import json
from typing import Any

ACCOUNT = "123456789012"
DEEPEST = 4
OWNED = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "kms:*", "Resource": "*"}],
}
LEFT_OUT = frozenset({"EndpointId"})
"""What boto3 itself needs more for than is installed."""

TEXTS = {
    "QueueUrl": f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/work",
    "SourceArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:work",
    "DestinationArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:other",
    "Bucket": "notes",
    "CopySource": "notes/a",
    "Key": "a",
    "KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
    "Policy": '{"Version": "2012-10-17", "Statement": []}',
    "Statement": 'SELECT * FROM "orders"',
    "TopicArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:news",
    "SubscriptionArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:news:1234abcd",
    "StreamArn": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders/stream/2026-01-01T00:00:00.000",
    "BackupArn": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders/backup/01",
    "stateMachineArn": f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:orders",
    "stateMachineAliasArn": f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:orders:live",
    "stateMachineVersionArn": f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:orders:1",
    "executionArn": f"arn:aws:states:us-east-1:{ACCOUNT}:execution:orders:one",
    "mapRunArn": f"arn:aws:states:us-east-1:{ACCOUNT}:mapRun:orders/Each:one",
    "activityArn": f"arn:aws:states:us-east-1:{ACCOUNT}:activity:work",
    "PolicyArn": f"arn:aws:iam::{ACCOUNT}:policy/reads",
    "LoadBalancerArn": f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}:loadbalancer/app/web/50dc6c495c0c9188",
    "TargetGroupArn": f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}:targetgroup/web/73e2d6bc24d8a067",
    "ListenerArn": f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}:listener/app/web/50dc6c495c0c9188/0467ef3c8400",
    "RuleArn": f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}:listener-rule/app/web/50dc6c495c0c9188/0467/9683",
    "SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/ann",
    "LayerName": "tools",
    "roleArn": f"arn:aws:iam::{ACCOUNT}:role/app",
    "Role": f"arn:aws:iam::{ACCOUNT}:role/app",
    "AWSServiceName": "lambda.amazonaws.com",
    "TaskToken": "token",
    "Path": "/",
    "ScheduleExpression": "rate(1 day)",
    "DeliverLogsPermissionArn": f"arn:aws:iam::{ACCOUNT}:role/app",
    "IamFleetRole": f"arn:aws:iam::{ACCOUNT}:role/app",
    "ServiceLinkedRoleARN": f"arn:aws:iam::{ACCOUNT}:role/app",
    "AliasName": "alias/work",
}  # fmt: skip
"""What a parameter of this name is wherever it stands; only some names decide about ARNs."""

BY_SERVICE: dict[tuple[str, str], str] = {
    ("dynamodb", "ResourceArn"): f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders",
    ("sns", "ResourceArn"): f"arn:aws:sns:us-east-1:{ACCOUNT}:news",
    ("sns", "TargetArn"): f"arn:aws:sns:us-east-1:{ACCOUNT}:news",
    ("stepfunctions", "resourceArn"): f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:orders",
    ("ecr", "resourceArn"): f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/work",
    ("logs", "resourceArn"): f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:work",
    ("events", "ResourceARN"): f"arn:aws:events:us-east-1:{ACCOUNT}:rule/work",
    ("cloudwatch", "ResourceARN"): f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:work",
    ("scheduler", "ResourceArn"): f"arn:aws:scheduler:us-east-1:{ACCOUNT}:schedule-group/work",
    ("rds", "ResourceName"): f"arn:aws:rds:us-east-1:{ACCOUNT}:db:work",
    ("elasticache", "ResourceName"): f"arn:aws:elasticache:us-east-1:{ACCOUNT}:replicationgroup:work",
    ("lambda", "Resource"): f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:work",
    ("lambda", "Arn"): f"arn:aws:lambda:us-east-1:{ACCOUNT}:layer:tools:1",
    ("secretsmanager", "RotationLambdaARN"): f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:work",
    ("elbv2", "ResourceArn"): TEXTS["LoadBalancerArn"],
    ("elbv2", "ResourceArns"): TEXTS["LoadBalancerArn"],
    ("ec2", "Resources"): "vpc-1234567890abcdef0",
    ("lambda", "Layers"): f"arn:aws:lambda:us-east-1:{ACCOUNT}:layer:tools:1",
    ("ssm", "ResourceType"): "Parameter",
    ("events", "EventBusName"): "default",
    ("lambda", "Qualifier"): "1",
    ("lambda", "VersionNumber"): "1",
    ("kms", "Policy"): json.dumps(OWNED),
}
"""What only one service calls so."""


GIVEN: dict[tuple[str, str], dict[str, Any]] = {
    ("dynamodb", "TransactWriteItems"): {
        "TransactItems": [
            {"Put": {"TableName": "orders", "Item": {"id": {"S": "1"}}}},
            {"ConditionCheck": {"TableName": "others", "Key": {"id": {"S": "1"}}, "ConditionExpression": "a = b"}},
        ]
    },
}
"""What says nothing when only what it must have is given."""


def arguments(service: str, model: Any, *, whole: bool) -> dict[str, Any]:
    """Arguments for an operation's model: what it requires, or with `whole` everything that it takes."""
    if (service, model.name) in GIVEN and not whole:
        return GIVEN[service, model.name]
    if model.input_shape is None:
        return {}
    made: dict[str, Any] = _sample(service, model.input_shape, "", 0, whole=whole)
    return made


def _sample(service: str, shape: Any, name: str, depth: int, *, whole: bool) -> Any:
    kind = shape.type_name
    if kind == "structure":
        return _structure(service, shape, depth, whole=whole)
    if kind == "list":
        least = max(int(shape.metadata.get("min", 1)), 1)
        return [_sample(service, shape.member, name, depth + 1, whole=whole)] * least
    if kind == "map":
        key = _sample(service, shape.key, "key", depth + 1, whole=whole)
        return {key: _sample(service, shape.value, name, depth + 1, whole=whole)}
    if kind == "string":
        return _text(service, shape, name)
    if kind in ("integer", "long"):
        return max(int(shape.metadata.get("min", 1)), 1)
    if kind in ("float", "double"):
        return max(float(shape.metadata.get("min", 1)), 1.0)
    return {"boolean": True, "blob": b"1"}.get(kind, "2026-01-01T00:00:00Z")


def _structure(service: str, shape: Any, depth: int, *, whole: bool) -> dict[str, Any]:
    names = [name for name in shape.required_members if name not in LEFT_OUT]
    is_union = shape.metadata.get("union") or getattr(shape, "is_tagged_union", False)
    if whole and depth < DEEPEST:
        names = [name for name in shape.members if name not in LEFT_OUT]
    if is_union:
        names = list(shape.members)[:1]
    return {name: _sample(service, shape.members[name], name, depth + 1, whole=whole) for name in names}


def _text(service: str, shape: Any, name: str) -> str:
    if (service, name) in BY_SERVICE:
        return BY_SERVICE[service, name]
    if shape.enum:
        return str(shape.enum[0])
    if name in TEXTS:
        return TEXTS[name]
    if name.lower().endswith("rolearn") or name == "RoleARN":
        return TEXTS["Role"]
    return "work".ljust(max(int(shape.metadata.get("min", 1)), 4), "0")
