"""Drain a Spot Instance in the two minutes between its notice and its end: out of its group, another in its place.

A group takes an instance that is detached out of its load balancers, where it finishes what it has, and launches
another at once; without this it finds out only when the instance is gone.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-detach-attach-instances.html
Not here: what runs on the instance hears of the notice from the instance's own metadata, and saves its work itself.
"""

from __future__ import annotations

import json
import logging
import os
from typing import Any

import boto3

SERVES = "InService"

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """`{"instance": id, "drained": bool, "reason": why not}`. Raises what Auto Scaling refuses, to be tried again."""
    group, instance = os.environ["GROUP"], str(event["detail"]["instance-id"])
    scaling = boto3.client("autoscaling")
    found = scaling.describe_auto_scaling_instances(InstanceIds=[instance])["AutoScalingInstances"]
    reason = _left_because(group, found)
    if not reason:
        scaling.detach_instances(
            InstanceIds=[instance], AutoScalingGroupName=group, ShouldDecrementDesiredCapacity=False
        )
    said = {"instance": instance, "drained": not reason, "reason": reason}
    logger.info(json.dumps(said))
    return said


def _left_because(group: str, found: list[dict[str, Any]]) -> str:
    """Why there is nothing to drain, nothing if there is: the event tells of every Spot Instance of the account."""
    if not found:
        return "belongs to no group"
    if found[0]["AutoScalingGroupName"] != group:
        return "belongs to another group"
    state = str(found[0]["LifecycleState"])
    return "" if state == SERVES else f"is {state} already"
