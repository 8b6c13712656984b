"""What a group is told, and what it has: its plan, members, hooks and activities. Not what it does with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from patterns.sandbox.services.ec2.spot.mix import Mix, Template

LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING"
TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING"


class State(StrEnum):
    """https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html."""

    PENDING = "Pending"
    PENDING_WAIT = "Pending:Wait"
    IN_SERVICE = "InService"
    STANDBY = "Standby"
    TERMINATING = "Terminating"
    TERMINATING_WAIT = "Terminating:Wait"
    TERMINATING_PROCEED = "Terminating:Proceed"


COUNTED = frozenset({State.PENDING, State.PENDING_WAIT, State.IN_SERVICE})
"""The states in which an instance is part of the capacity."""


class Refusal(Exception):
    """What Amazon EC2 Auto Scaling refuses: code and message."""

    def __init__(self, message: str, code: str = "ValidationError") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Place:
    """Where instances may stand: a subnet and its zone; the subnet is empty for a group that names zones only."""

    subnet: str
    zone: str


@dataclass(frozen=True)
class Plan:
    """What a group is told, as its API describes it now."""

    name: str
    arn: str
    least: int
    most: int
    desired: int
    places: tuple[Place, ...]
    template: Template
    mix: Mix | None = None
    rebalances: bool = False
    health_checks: frozenset[str] = frozenset({"EC2"})
    grace_seconds: int = 0
    cooldown_seconds: int = 300
    warmup_seconds: int | None = None
    termination_policies: tuple[str, ...] = ("Default",)
    target_groups: tuple[str, ...] = ()
    suspended: frozenset[str] = frozenset()
    tags: tuple[tuple[str, str], ...] = ()
    protects_new: bool = False
    longest_life_seconds: int = 0
    metrics: frozenset[str] = frozenset()

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones it may use, in the order of its subnets."""
        return tuple(dict.fromkeys(place.zone for place in self.places))

    def does(self, process: str) -> bool:
        """Whether a process such as "Launch" is not suspended."""
        return process not in self.suspended


@dataclass(frozen=True)
class Hook:
    """A lifecycle hook."""

    name: str
    transition: str
    heartbeat_seconds: int
    default_result: str
    metadata: str = ""
    target: str = ""

    @property
    def longest_seconds(self) -> int:
        """However often it is told to wait: https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html."""
        return min(172_800, 100 * self.heartbeat_seconds)


@dataclass
class Activity:
    """One scaling activity, as DescribeScalingActivities tells it."""

    activity_id: str
    auto_scaling_group_name: str
    description: str
    cause: str
    start_time: datetime
    details: str
    status_code: str = "InProgress"
    status_message: str | None = None
    progress: int = 0
    end_time: datetime | None = None


@dataclass
class Wait:
    """One hook's wait of one instance."""

    hook: Hook
    token: str
    since: datetime
    cancel: Callable[[], None]


@dataclass(eq=False)
class Member:
    """One instance of a group."""

    instance_id: str
    place: Place
    instance_type: str
    template: Template
    launched: datetime
    activity: Activity
    _: KW_ONLY
    weight: int = 1
    is_spot: bool = False
    is_leaving: bool = False
    is_protected: bool = False
    is_healthy: bool = True
    state: State = State.PENDING
    in_service: datetime | None = None
    warmup_seconds: int = 0
    scales_out: bool = False
    waits: dict[str, Wait] = field(default_factory=dict)
    next: Callable[[], Any] | None = None
    """What brings a pending instance on, once its time has come."""

    @property
    def counts(self) -> bool:
        """Whether it is part of the capacity: not while another is launched in its place."""
        return self.state in COUNTED and not self.is_leaving
