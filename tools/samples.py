"""Arguments for any call, made of boto3's model of it: what it must have, or all it may. Not what makes sense of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from patterns.sandbox import services

ACCOUNT = "123456789012"
DEEPEST = 4
LEFT_OUT = frozenset({"EndpointId"})
"""What boto3 itself needs more for than is installed."""

TEXTS = {
    "SourceArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:work",
    "Key": "a",
    "KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
    "Policy": '{"Version": "2012-10-17", "Statement": []}',
    "TopicArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:news",
    "StreamArn": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/orders/stream/2026-01-01T00:00:00.000",
    "SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/ann",
    "roleArn": f"arn:aws:iam::{ACCOUNT}:role/app",
    "Role": f"arn:aws:iam::{ACCOUNT}:role/app",
    "Path": "/",
    "ScheduleExpression": "rate(1 day)",
}
"""What a parameter of this name is in several services; what it is in one alone stands in that one's `samples.py`."""


def arguments(service: str, model: Any, *, whole: bool) -> dict[str, Any]:
    """Arguments for an operation's model: what it requires, or with `whole` everything that it takes."""
    given = _of_service(service, "CALLS").get(model.name)
    if given is not None and not whole:
        return dict(given)
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
    own = _of_service(service, "SAMPLES").get(name)
    if own is not None:
        return str(own)
    if shape.enum:
        return str(shape.enum[0])
    if name in TEXTS:
        return TEXTS[name]
    if name.lower().endswith("rolearn") or name == "RoleARN":
        return TEXTS["Role"]
    return "work".ljust(max(int(shape.metadata.get("min", 1)), 4), "0")


@cache
def _of_service(name: str, table: str) -> Mapping[str, Any]:
    """A table of what a service, by boto3's name, says of its own parameters; empty where it says nothing."""
    folder = services.folder("boto3", name)
    found: Mapping[str, Any] = getattr(services.part(folder, "samples") if folder else None, table, {})
    return found
