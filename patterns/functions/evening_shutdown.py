"""Stop the instances that may be off at night: those whose tag AutoShutdown is true, outside production.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html
Not here: starting them again. Who comes in the morning starts what they need.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.exceptions import ClientError

MAY_BE_OFF = [
    {"Name": "tag:AutoShutdown", "Values": ["true"]},
    {"Name": "instance-state-name", "Values": ["running"]},
]
PRODUCTION = "prod"

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


class NotStopped(Exception):
    """Instances that were to be stopped run on, with what EC2 said about each."""


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """`{"stopped": [ids], "left": {id: reason}}`. Raises `NotStopped` at the end where EC2 refused to stop some."""
    ec2 = boto3.client("ec2")
    stopped: list[str] = []
    left: dict[str, str] = {}
    refused: dict[str, str] = {}
    for instance in _running(ec2):
        name = instance["InstanceId"]
        if reason := _runs_on_because(instance):
            left[name] = reason
        elif refusal := _refusal(ec2, name):
            refused[name] = refusal
        else:
            stopped.append(name)
    logger.info(json.dumps({"stopped": stopped, "left": left, "refused": refused}))
    if refused:
        raise NotStopped("; ".join(f"{name}: {said}" for name, said in refused.items()))
    return {"stopped": stopped, "left": left}


def _running(ec2: Any) -> Iterator[dict[str, Any]]:
    for page in ec2.get_paginator("describe_instances").paginate(Filters=MAY_BE_OFF):
        for reservation in page["Reservations"]:
            yield from reservation["Instances"]


def _runs_on_because(instance: dict[str, Any]) -> str:
    """Why an instance is left alone, nothing if it is not."""
    tags = {tag["Key"]: tag["Value"] for tag in instance.get("Tags", [])}
    if tags.get("Environment") == PRODUCTION:
        return "production"
    # A group takes a stopped instance for a sick one, and starts another in its place.
    return "belongs to an Auto Scaling group" if "aws:autoscaling:groupName" in tags else ""


def _refusal(ec2: Any, instance_id: str) -> str:
    """What EC2 said if it did not stop an instance. One call each: one that cannot be stopped then keeps no other."""
    try:
        ec2.stop_instances(InstanceIds=[instance_id])
    except ClientError as error:
        return str(error.response["Error"]["Message"])
    return ""
