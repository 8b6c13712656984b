"""Scheduled actions change the sizes of their groups when their time comes.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html
One entry of the clock for each action. An action that no longer fits (its minimum above its maximum, a recurrence that
cannot be read) is refused by the call that puts it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.core.timers import Timers
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.autoscaling.groups.service import Groups
from patterns.schedules import next_due, parse_unix
from patterns.schedules.cron import ScheduleError

PUTS = ("PutScheduledUpdateGroupAction", "BatchPutScheduledUpdateGroupAction")
DELETES = ("DeleteScheduledAction", "BatchDeleteScheduledAction", "DeleteAutoScalingGroup")


def install(account: Account) -> None:
    """Follow every call that makes or ends a scheduled action."""
    actions = Actions(account)
    account.gateway.subscribe(Stage.FENCE, actions.check, service="autoscaling", operation=PUTS[0])
    for operation in (*PUTS, *DELETES):
        account.gateway.subscribe(Stage.CONSEQUENCES, actions.changed, service="autoscaling", operation=operation)


class Actions:
    """The scheduled actions of one account, each with the next moment it is due."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._due = Timers(account.clock)
        self._known: dict[str, list[str]] = {}

    def check(self, call: Call) -> None:
        """Refuse a recurrence that cannot be read."""
        recurrence = call.params.get("Recurrence")
        if recurrence:
            try:
                parse_unix(recurrence)
            except ScheduleError as error:
                raise Refused("ValidationError", f"Given recurrence string: {recurrence} is invalid. {error}") from None

    def changed(self, call: Call) -> None:
        """Read the actions of the group again, and wait for each."""
        account, group = self._account, call.params["AutoScalingGroupName"]
        for name in self._known.pop(group, []):
            self._due.clear(f"{group}/{name}")
        listed = account.observer("autoscaling").describe_scheduled_actions(AutoScalingGroupName=group)
        for action in listed["ScheduledUpdateGroupActions"]:
            self._known.setdefault(group, []).append(action["ScheduledActionName"])
            self._arm(action, account.clock.now)

    def _arm(self, action: dict[str, Any], after: datetime) -> None:
        group, name = action["AutoScalingGroupName"], action["ScheduledActionName"]
        when = _next(action, after)
        if when is not None:
            label = f"the scheduled action {name}"
            self._due.set(f"{group}/{name}", when, partial(self._came_round, action), label)

    def _came_round(self, action: dict[str, Any]) -> None:
        self._arm(action, self._account.clock.now)
        groups, name = self._account.part(Groups), action["AutoScalingGroupName"]
        if name in {group.name for group in groups}:
            groups.resize(name, action["ScheduledActionName"], action)


def _next(action: dict[str, Any], after: datetime) -> datetime | None:
    """The next moment after `after`: the start, and then as the recurrence has it until the end."""
    start: datetime | None = action["StartTime"].astimezone(UTC) if action.get("StartTime") else None
    end: datetime | None = action.get("EndTime")
    if not action.get("Recurrence"):
        return start if start and start > after else None
    if start and start > after:
        return start
    zone = ZoneInfo(action["TimeZone"]) if action.get("TimeZone") else UTC
    when = next_due(parse_unix(action["Recurrence"]), after, since=after, zone=zone)
    return when if when and (end is None or when <= end.astimezone(UTC)) else None
