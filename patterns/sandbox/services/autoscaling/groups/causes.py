"""What the activities of a group say of why: AWS's sentences. Not when they are said.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-verify-scaling-activity.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-healthchecks.html
What AWS's pages do not quote (schedules, refreshes, rebalancing, lifetimes) is worded after these.
"""

from __future__ import annotations

from datetime import datetime

STOPPED = "an EC2 health check indicating it has been terminated or stopped"
IMPAIRED = "an EC2 instance status checks failure"
BALANCER = "an ELB system health check failure"
USER = "a user health-check"
LIFETIME = "the instance exceeding its maximum lifetime"
REFRESH = "an instance refresh"
RECOMMENDATION = "an EC2 instance rebalance recommendation"
SURPLUS = "a difference between desired and actual capacity"


def at(moment: datetime, said: str) -> str:
    """A sentence with its moment."""
    return f"At {moment:%Y-%m-%dT%H:%M:%SZ} {said}"


def created(desired: int) -> str:
    """Of the request that made the group."""
    return f"a user request created an AutoScalingGroup changing the desired capacity from 0 to {desired}."


def updated(least: int, most: int, before: int, after: int) -> str:
    """Of an update of the group's sizes."""
    told = f"a user request update of AutoScalingGroup constraints to min: {least}, max: {most}, desired: {after}"
    return f"{told} changing the desired capacity from {before} to {after}."


def asked(before: int, after: int) -> str:
    """Of a request for a capacity."""
    return f"a user request explicitly set group desired capacity {_changing(before, after)}."


def alarmed(alarm: str, policy: str, before: int, after: int) -> str:
    """Of an alarm that called a policy."""
    return f"a monitor alarm {alarm} in state ALARM triggered policy {policy} {_changing(before, after)}."


def executed(policy: str, before: int, after: int) -> str:
    """Of a policy that somebody executed."""
    return f"a user request executed policy {policy} {_changing(before, after)}."


def scheduled(action: str, before: int, after: int) -> str:
    """Of a scheduled action."""
    return f"the scheduled action {action} executed, {_changing(before, after)}."


def rebalanced(zones: list[str]) -> str:
    """Of launches that even out the zones."""
    where = ", ".join(zones)
    return (
        f"instances were launched to balance instances in zones {where} with other zones "
        "resulting in more than desired number of instances in the group."
    )


def started(before: int, after: int) -> str:
    """Of a launch that fills the group up."""
    return f"an instance was started in response to {SURPLUS}, increasing the capacity from {before} to {after}."


REPLACED = "an instance was launched in response to an unhealthy instance needing to be replaced."
AT_RISK = f"an instance was launched in response to {RECOMMENDATION}."


def taken_out(why: str) -> str:
    """Of an instance that is to be replaced."""
    return f"an instance was taken out of service in response to {why}."


def shrunk(before: int, after: int) -> str:
    """Of an instance the group no longer needs."""
    change = f"shrinking the capacity from {before} to {after}"
    return f"an instance was taken out of service in response to {SURPLUS}, {change}."


def selected(instance_id: str) -> str:
    """Of the instance a termination policy chose."""
    return f"instance {instance_id} was selected for termination."


def by_user(instance_id: str, what: str, before: int, after: int) -> str:
    """Of an instance that somebody named."""
    change = f", shrinking the capacity from {before} to {after}" if after < before else ""
    return f"instance {instance_id} was {what} in response to a user request{change}."


def _changing(before: int, after: int) -> str:
    return f"changing the desired capacity from {before} to {after}"
