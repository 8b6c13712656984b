"""What a group says of its doings: its activities, the account's timeline, the event bus, its metrics."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.autoscaling.groups.model import Activity, Member, Place, State
from patterns.sandbox.services.cloudwatch.metrics import Metrics

if TYPE_CHECKING:
    from patterns.sandbox.services.autoscaling.groups.group import Group

NAMESPACE = "AWS/AutoScaling"
SUCCESSFUL, FAILED, CANCELLED = "Successful", "Failed", "Cancelled"

COUNTS = {
    "GroupInServiceInstances": (State.IN_SERVICE,),
    "GroupPendingInstances": (State.PENDING, State.PENDING_WAIT),
    "GroupStandbyInstances": (State.STANDBY,),
    "GroupTerminatingInstances": (State.TERMINATING, State.TERMINATING_WAIT, State.TERMINATING_PROCEED),
    "GroupTotalInstances": tuple(State),
}
"""https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html"""

SIZES = {"GroupMinSize": "least", "GroupMaxSize": "most", "GroupDesiredCapacity": "desired"}
METRICS = (*COUNTS, *SIZES)


class Diary:
    """The record of one group, the latest activity last."""

    def __init__(self, account: Account, group: Group) -> None:
        self._account = account
        self._group = group
        self._measured: set[str] = set()
        self.activities: list[Activity] = []
        self.is_heard = False

    def begin(self, description: str, cause: str, place: Place | None = None) -> Activity:
        """Add an activity that is under way."""
        where = {"Subnet ID": place.subnet, "Availability Zone": place.zone} if place else {}
        drawn = self._account.chance.generator("activity", self._group.name, description, cause)
        activity = Activity(
            str(UUID(int=drawn.getrandbits(128), version=4)),
            self._group.name,
            description,
            cause,
            self._account.clock.now,
            json.dumps({name: value for name, value in where.items() if value}),
        )
        self.activities.append(activity)
        return activity

    def end(self, activity: Activity, status: str = SUCCESSFUL, message: str | None = None) -> None:
        """Let an activity be over."""
        activity.status_code, activity.status_message = status, message
        activity.progress, activity.end_time = 100, self._account.clock.now

    def note(self, member: Member, what: str, tone: Tone = Tone.PLAIN, detail: str = "") -> None:
        """Tell the timeline what became of an instance; `seconds` since its activity began."""
        took = (self._account.clock.now - member.activity.start_time).total_seconds()
        where = f"{self._group.name}, {member.place.zone}"
        self._account.timeline.note(
            "instance", member.instance_id, what, f"{where}: {_last(detail)}" if detail else where, tone, took
        )

    def done(self, member: Member, verb: str) -> None:
        """Tell the event bus that a launch or an end succeeded.

        https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
        """
        activity = member.activity
        ends = ("EC2", "AutoScalingGroup") if verb == "Launch" else ("AutoScalingGroup", "EC2")
        detail = {
            "StatusCode": "InProgress",
            "Description": activity.description,
            "AutoScalingGroupName": self._group.name,
            "ActivityId": activity.activity_id,
            "Details": json.loads(activity.details),
            "RequestId": activity.activity_id,
            "StatusMessage": "",
            "StartTime": f"{activity.start_time:%Y-%m-%dT%H:%M:%S.000Z}",
            "EndTime": f"{activity.end_time or self._account.clock.now:%Y-%m-%dT%H:%M:%S.000Z}",
            "EC2InstanceId": member.instance_id,
            "Cause": activity.cause,
            "Origin": ends[0],
            "Destination": ends[1],
        }
        self.tell(f"EC2 Instance {verb} Successful", detail, f":instance/{member.instance_id}")

    def tell(self, detail_type: str, detail: dict[str, Any], instance: str = "") -> None:
        """Put an event on the bus, if there is anybody to hear it."""
        account = self._account
        if not self._group.bus_is_heard():
            return
        resources = [self._group.arn]
        if instance:
            resources.append(f"arn:aws:ec2:{account.region}:{account.account_id}{instance}")
        entry = {
            "Source": "aws.autoscaling",
            "DetailType": detail_type,
            "Resources": resources,
            "Detail": json.dumps(detail),
        }
        events = account.observer("events")
        account.processes.start(lambda: events.put_events(Entries=[entry]), f"an event of {self._group.name}")

    def measure(self) -> None:
        """Let the metrics that are collected hold what is so now, and no others be reported."""
        plan = self._group.plan
        metrics, dimensions = self._account.part(Metrics), {"AutoScalingGroupName": self._group.name}
        for name in plan.metrics | self._measured:
            value = None
            if name in plan.metrics:
                states = COUNTS.get(name, ())
                counted = sum(member.state in states for member in self._group.members)
                value = float(getattr(plan, SIZES[name]) if name in SIZES else counted)
            metrics.hold(metrics.key(NAMESPACE, name, dimensions), value)
        self._measured = set(plan.metrics)

    def close(self) -> None:
        """Report nothing any more."""
        metrics, dimensions = self._account.part(Metrics), {"AutoScalingGroupName": self._group.name}
        for name in self._measured:
            metrics.hold(metrics.key(NAMESPACE, name, dimensions), None)


def _last(cause: str) -> str:
    """What the last sentence of a cause says, without its moment."""
    return cause.rpartition("  At ")[2].removeprefix("At ").partition(" ")[2]
