"""What several checks need to know about the event source mappings of a template. Not a check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from patterns.checks._references import target
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

QUEUE = "sqs"
STREAMS = ("dynamodb", "kinesis")
_KINDS = {"AWS::SQS::Queue": QUEUE, "AWS::DynamoDB::Table": "dynamodb", "AWS::Kinesis::Stream": "kinesis"}
_ARN = re.compile(r"arn:(?:[a-z-]+|\$\{AWS::Partition\}):([a-z0-9]+):")


def mappings(resolved: Resolved, *kinds: str) -> Iterator[Resource]:
    """The mappings that certainly read from sources of these services: "sqs", "dynamodb", "kinesis"."""
    for mapping in of_type(resolved, "AWS::Lambda::EventSourceMapping"):
        if _service(resolved, at(mapping.properties, "EventSourceArn")) in kinds:
            yield mapping


def seconds(value: Any, *, default: int) -> int | None:
    """A whole number as a template writes it, `default` where there is none; None where nobody can tell."""
    if isinstance(value, Unknown):
        return None
    text = str(default if value is None else value)
    return int(text) if text.removeprefix("-").isdecimal() else None


def _service(resolved: Resolved, source: Any) -> str | None:
    found = target(resolved, source)
    if found is not None:
        return _KINDS.get(found.type)
    named = _ARN.match(str(source))
    return named.group(1) if named else None
