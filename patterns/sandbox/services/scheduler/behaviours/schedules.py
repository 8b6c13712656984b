"""EventBridge Scheduler: schedules on the clock of a time zone, their targets called in a role of the account.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
Simplified: to the second, where AWS promises the minute; within a flexible window, the moment is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from botocore.exceptions import ClientError

from patterns.refusals import scheduler
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.core.timers import Timers
from patterns.sandbox.delivery.roles import Roles
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.scheduler.invocations import call_target
from patterns.schedules import Once, Schedule, next_due, parse

SERVICE = scheduler.PRINCIPAL
DEFAULT_GROUP = "default"


def install(account: Account) -> None:
    """Stand before the calls that make schedules, and follow those that change or end them."""
    plans = Plans(account)

    def on(stage: Stage, operation: str, handler: Callable[[Call], None]) -> None:
        account.gateway.subscribe(stage, handler, service="scheduler", operation=operation)

    for operation in ("CreateSchedule", "UpdateSchedule"):
        on(Stage.JUDGE, operation, partial(_refuse, account))
        on(Stage.CONSEQUENCES, operation, plans.changed)
    on(Stage.CONSEQUENCES, "DeleteSchedule", plans.changed)
    on(Stage.CONSEQUENCES, "DeleteScheduleGroup", plans.group_deleted)


@dataclass(frozen=True)
class Plan:
    """One schedule: what `GetSchedule` says of it, with its expression and zone understood."""

    said: dict[str, Any]
    schedule: Schedule
    zone: tzinfo
    begins: datetime

    @property
    def key(self) -> str:
        """Its name with its group's."""
        return f"{self.said['GroupName']}/{self.said['Name']}"

    def next(self, after: datetime) -> datetime | None:
        """When it is due after that moment; None once it is over."""
        if isinstance(self.schedule, Once):
            return next_due(self.schedule, after, since=after, zone=self.zone)
        when = next_due(self.schedule, max(after, self.begins - timedelta(microseconds=1)), since=self.begins,
                        zone=self.zone)  # fmt: skip
        ends = self.said.get("EndDate")
        return when if when is None or ends is None or when <= ends else None


class Plans:
    """The schedules of one account, each with the next moment it is due."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._due = Timers(account.clock)
        self._plans: dict[str, Plan] = {}

    def changed(self, call: Call) -> None:
        """Plan anew what was created or updated, forget what is gone."""
        group, name = call.params.get("GroupName") or DEFAULT_GROUP, call.params["Name"]
        self._forget(f"{group}/{name}")
        if (said := self._said(group, name)) and said["State"] == "ENABLED":
            plan = self._plan(said)
            self._plans[plan.key] = plan
            # A rate without a beginning begins at once.
            self._arm(plan, self._account.clock.now - timedelta(microseconds=1))

    def group_deleted(self, call: Call) -> None:
        """Forget the schedules of a group, which go with it."""
        for key in [key for key in self._plans if key.startswith(f"{call.params['Name']}/")]:
            self._forget(key)

    def _forget(self, key: str) -> None:
        self._plans.pop(key, None)
        self._due.clear(key)

    def _plan(self, said: dict[str, Any]) -> Plan:
        begins = said.get("StartDate") or self._account.clock.now
        zone = ZoneInfo(said["ScheduleExpressionTimezone"])
        return Plan(said, parse(said["ScheduleExpression"]), zone, begins.astimezone(UTC))

    def _arm(self, plan: Plan, after: datetime) -> None:
        when = plan.next(after)
        if when is not None:
            self._due.set(plan.key, when, partial(self._came_round, plan, when), f"the schedule {plan.key}")
            return
        self._due.clear(plan.key)
        if plan.said.get("ActionAfterCompletion") == "DELETE":
            clock = self._account.clock
            clock.after(self._latest_seconds(plan), partial(self._complete, plan), f"the end of {plan.key}")

    def _came_round(self, plan: Plan, when: datetime) -> None:
        self._arm(plan, when)
        if window := self._latest_seconds(plan):
            seconds = self._account.chance.generator("window", plan.key, str(when)).randrange(window)
            self._account.clock.after(seconds, partial(self._call, plan, when), f"the schedule {plan.key}")
        else:
            self._call(plan, when)

    def _call(self, plan: Plan, when: datetime) -> None:
        """Call the target, if the schedule is still what it was."""
        if self._plans.get(plan.key) is plan:
            self._account.timeline.note("schedule", plan.said["Name"], "fired")
            call_target(self._account, plan.said, when)

    def _complete(self, plan: Plan) -> None:
        """Delete what is over and asked for that.

        https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-delete.html
        """
        if self._plans.get(plan.key) is plan:
            self._account.observer("scheduler").delete_schedule(
                Name=plan.said["Name"], GroupName=plan.said["GroupName"]
            )

    def _latest_seconds(self, plan: Plan) -> int:
        window = plan.said["FlexibleTimeWindow"]
        return int(window.get("MaximumWindowInMinutes", 0)) * 60 if window["Mode"] == "FLEXIBLE" else 0

    def _said(self, group: str, name: str) -> dict[str, Any] | None:
        try:
            answer: dict[str, Any] = self._account.observer("scheduler").get_schedule(Name=name, GroupName=group)
        except ClientError:
            return None
        return answer


def _refuse(account: Account, call: Call) -> None:
    """Refuse an expression, a zone or a role with which the schedule could never run."""
    asked = call.params
    refuse(scheduler.window(asked))
    refuse(scheduler.dates(asked))
    _schedule(asked["ScheduleExpression"])
    refuse(scheduler.zone(asked))
    group = asked.get("GroupName") or DEFAULT_GROUP
    source = f"arn:aws:scheduler:{account.region}:{account.account_id}:schedule-group/{group}"
    if not account.part(Roles).trusts(asked["Target"]["RoleArn"], SERVICE, source):
        raise Refused(*scheduler.NOT_TRUSTED, 400)


def _schedule(expression: str) -> Schedule:
    refuse(scheduler.expression({"ScheduleExpression": expression}))
    return parse(expression)
