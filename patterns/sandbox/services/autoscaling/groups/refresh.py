"""Instance refresh: a group's instances are replaced a few at a time. Not why, and not the launching.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
Simplified: instances end before their replacements are launched, whatever the greatest healthy percentage; at a
checkpoint the refresh rests for its delay. Not modelled: rollback, alarms that end a refresh, desired configurations.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.autoscaling.groups import causes
from patterns.sandbox.services.autoscaling.groups.group import Group
from patterns.sandbox.services.autoscaling.groups.model import Member, Refusal, State

if TYPE_CHECKING:
    from patterns.sandbox.services.autoscaling.groups.service import Groups

PENDING, IN_PROGRESS, SUCCESSFUL, CANCELLED = "Pending", "InProgress", "Successful", "Cancelled"
DEFAULT_HEALTHY_PERCENT = 90
DEFAULT_CHECKPOINT_SECONDS = 3600


@dataclass
class Refresh:
    """One refresh, as DescribeInstanceRefreshes tells it."""

    id: str
    group: str
    healthy_percent: int
    warmup_seconds: int
    begun: datetime
    old: list[str]
    skips_matching: bool = False
    checkpoints: tuple[int, ...] = ()
    checkpoint_seconds: int = DEFAULT_CHECKPOINT_SECONDS
    total: int = 0
    status: str = PENDING
    ended: datetime | None = None
    passed: set[int] = field(default_factory=set)
    rests: bool = False

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 if not self.total else 100 * (self.total - len(self.old)) // self.total


class Refreshes:
    """The instance refreshes of the groups of one account."""

    def __init__(self, account: Account, groups: Groups) -> None:
        self._account = account
        self._groups = groups
        self._kept: dict[str, list[Refresh]] = {}

    def of(self, name: str) -> list[Refresh]:
        """The refreshes of a group, the latest first."""
        self._groups.find(name)
        return list(reversed(self._kept.get(name, [])))

    def start(self, name: str, asked: Refresh) -> str:
        """Begin a refresh; return its id. Raises `Refusal` while another is under way."""
        group = self._groups.find(name)
        if self._active(name):
            raise Refusal(
                "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.",
                "InstanceRefreshInProgress",
            )
        current = group.plan.template
        asked.old = [one.instance_id for one in group.counted if not (asked.skips_matching and one.template == current)]
        asked.total = len(asked.old)
        self._kept.setdefault(name, []).append(asked)
        self._soon(group, asked)
        return asked.id

    def new_id(self, name: str) -> str:
        """An id for a refresh to come."""
        drawn = self._account.chance.generator("instance refresh", name)
        return str(UUID(int=drawn.getrandbits(128), version=4))

    def cancel(self, name: str) -> str:
        """End the refresh under way; return its id. Raises `Refusal` where there is none."""
        self._groups.find(name)
        refresh = self._active(name)
        if refresh is None:
            raise Refusal(
                f"No in progress or pending Instance Refresh found for Auto Scaling group {name}",
                "ActiveInstanceRefreshNotFound",
            )
        self._end(refresh, CANCELLED)
        return refresh.id

    def forget(self, name: str) -> None:
        """Forget the refreshes of a group that goes."""
        self._kept.pop(name, None)

    def served(self, group: Group, member: Member) -> None:
        """Go on once an instance that has come into service has warmed up."""
        self._groups.scaling.served(group, member)
        refresh = self._active(group.name)
        if refresh is not None:
            label = f"the refresh of {group.name}"
            self._account.clock.after(refresh.warmup_seconds, lambda: self._go_on(group, refresh), label)

    def _active(self, name: str) -> Refresh | None:
        return next((one for one in self._kept.get(name, []) if one.status in (PENDING, IN_PROGRESS)), None)

    def _soon(self, group: Group, refresh: Refresh) -> None:
        clock = self._account.clock
        clock.at(clock.now, lambda: self._go_on(group, refresh), f"the refresh of {group.name}")

    def _go_on(self, group: Group, refresh: Refresh) -> None:
        if refresh.status not in (PENDING, IN_PROGRESS) or group.is_gone or refresh.rests:
            return
        refresh.status = IN_PROGRESS
        there = {one.instance_id for one in group.counted}
        refresh.old = [one for one in refresh.old if one in there]
        warm = [member for member in group.members if self._is_warm(member, refresh)]
        if not refresh.old:
            if len(warm) >= len(group.counted) and group.capacity >= group.plan.desired:
                self._end(refresh, SUCCESSFUL)
            return
        if self._reached_checkpoint(group, refresh):
            return
        self._replace(group, refresh, len(warm))

    def _replace(self, group: Group, refresh: Refresh, warm: int) -> None:
        plan = group.plan
        floor = math.ceil(plan.desired * refresh.healthy_percent / 100)
        # One at least, so that a group of one, or one to stay whole, is refreshed too.
        at_once = max(warm - floor, 1 if warm >= plan.desired else 0)
        for instance_id in refresh.old[:at_once]:
            member = group.member(instance_id)
            if member is not None:
                why = causes.at(self._account.clock.now, causes.taken_out(causes.REFRESH))
                group.instances.end(member, why)
        group.soon()

    def _reached_checkpoint(self, group: Group, refresh: Refresh) -> bool:
        reached = {
            checkpoint for checkpoint in refresh.checkpoints if checkpoint <= refresh.percent and checkpoint < 100
        } - refresh.passed
        refresh.passed |= reached
        if not reached:
            return False
        refresh.rests = True

        def go_on() -> None:
            refresh.rests = False
            self._go_on(group, refresh)

        self._account.clock.after(refresh.checkpoint_seconds, go_on, f"a checkpoint of {group.name}")
        return True

    def _is_warm(self, member: Member, refresh: Refresh) -> bool:
        if member.state is not State.IN_SERVICE or member.in_service is None:
            return False
        is_new = member.instance_id not in refresh.old and member.launched >= refresh.begun
        age = (self._account.clock.now - member.in_service).total_seconds()
        return not is_new or age >= refresh.warmup_seconds

    def _end(self, refresh: Refresh, status: str) -> None:
        refresh.status, refresh.ended = status, self._account.clock.now
        self._account.timeline.note("instance refresh", refresh.group, f"is {status.lower()}")
