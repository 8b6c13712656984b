"""Rules of EventBridge that have a schedule: their targets are called when it comes round, by UTC.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
Simplified: to the second, where AWS promises the minute; a rate counts from the call that put or enabled its rule.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timers import Timers
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.events import bus
from patterns.schedules import next_due, parse

CHANGES = ("PutRule", "EnableRule", "DisableRule", "DeleteRule")


def install(account: Account) -> None:
    """Follow every call that starts or ends a schedule."""
    schedules = Schedules(account)
    for operation in CHANGES:
        account.gateway.subscribe(Stage.CONSEQUENCES, schedules.changed, service="events", operation=operation)
    for operation in ("PutTargets", "RemoveTargets"):
        account.gateway.subscribe(Stage.CONSEQUENCES, schedules.aimed, service="events", operation=operation)


class Schedules:
    """The scheduled rules of one account, each with the next moment it is due."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._due = Timers(account.clock)
        # By rule; asked once, as every change comes by here.
        self._targets: dict[str, list[dict[str, Any]]] = {}

    def aimed(self, call: Call) -> None:
        """Ask for the targets of a rule again when they are next wanted."""
        self._targets.pop(call.params["Rule"], None)

    def changed(self, call: Call) -> None:
        """Count anew from here, or not at all."""
        account, name = self._account, call.params["Name"]
        bus_name = call.params.get("EventBusName", bus.DEFAULT_BUS).rpartition("/")[2]
        if bus_name != bus.DEFAULT_BUS:
            return
        self._due.clear(name)
        self._targets.pop(name, None)
        rule = self._rule(name)
        if rule and rule.get("ScheduleExpression") and rule["State"] != "DISABLED":
            self._arm(rule, account.clock.now)

    def _arm(self, rule: dict[str, Any], since: datetime) -> None:
        clock = self._account.clock
        when = next_due(parse(rule["ScheduleExpression"]), clock.now, since=since)
        if when is not None:
            label = f"the schedule of the rule {rule['Name']}"
            self._due.set(rule["Name"], when, partial(self._came_round, rule, since), label)

    def _came_round(self, rule: dict[str, Any], since: datetime) -> None:
        self._arm(rule, since)
        happened = bus.event(self._account, "aws.events", "Scheduled Event", {}, resources=[rule["Arn"]])
        name = rule["Name"]
        self._account.timeline.note("rule", name, "fired")
        if name not in self._targets:
            self._targets[name] = bus.targets(self._account, rule)
        bus.to_targets(self._account, rule, self._targets[name], happened)

    def _rule(self, name: str) -> dict[str, Any] | None:
        """The rule as it is now; every change of it comes by here, so that it is not asked for again."""
        try:
            rule: dict[str, Any] = self._account.observer("events").describe_rule(Name=name)
        except ClientError:
            return None
        return rule
