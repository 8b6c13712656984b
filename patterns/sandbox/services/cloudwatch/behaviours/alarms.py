"""Alarms change their state with what is measured, and tell their topics and functions.

An alarm is looked at when something it watches was measured, and then only at the moments when it can change: one
that has no data rests, however much time passes.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
Not modelled: actions on instances, anomaly detection, queries in SQL, suppression by another alarm, few
samples for a percentile, alarms outside the account's region, and the permission an alarm needs for its actions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.cloudwatch.alarms import messages, rules
from patterns.sandbox.services.cloudwatch.alarms.actions import Actions
from patterns.sandbox.services.cloudwatch.alarms.evaluation import ALARM, OK
from patterns.sandbox.services.cloudwatch.alarms.specification import Specification, specification
from patterns.sandbox.services.cloudwatch.metrics import Key, Metrics
from patterns.sandbox.services.cloudwatch.patches import alarms
from patterns.sandbox.simulator.time_and_chance import shared_session

LONGEST_REASON = 1023
ACTIONS = {"ALARM": "AlarmActions", "OK": "OKActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}


def install(account: Account) -> None:
    """Hear of alarms and of what is measured."""
    watch = Watch(account)
    account.ending.callback(alarms.listen(watch.heard))
    account.part(Metrics).listen(watch.measured)
    for operation in ("CreateArchive", "PutRule"):
        account.gateway.subscribe(Stage.CONSEQUENCES, watch.subscribe_to_bus, service="events", operation=operation)


@dataclass
class _Watched:
    """A metric alarm that is evaluated: its specification and state, and when it is looked at next."""

    name: str
    specification: Specification
    state: dict[str, Any]
    due: float | None = None
    cancel: Callable[[], None] = field(default=lambda: None)


class Watch:
    """The alarms of one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._alarms: dict[str, _Watched] = {}
        self._composite: dict[str, str] = {}
        self._known: dict[str, dict[str, Any]] = {}
        self._states: dict[str, dict[str, Any]] = {}
        self._bus_is_heard = False
        self._by_key: dict[Key, list[_Watched]] = {}

    def heard(self, what: str, region: str, name: str) -> None:
        """Take note of an alarm that was made, changed or deleted, or whose state is another."""
        if region != self._account.region:
            return
        clock = self._account.clock
        if what == "deleted":
            self._forget(name)
        else:
            hear = self._changed if what == "state" else self._configured
            clock.at(clock.now, lambda: hear(name), f"alarm {name}")

    def subscribe_to_bus(self, call: Call) -> None:
        """Tell the event bus of changes from now on, for there is somebody to hear of them."""
        self._bus_is_heard = True

    def measured(self, key: Key) -> None:
        """Look at the alarms on this metric when its period is over."""
        for watched in self._by_key.get(key, ()):
            self._look_at(watched, watched.specification.next_moment(self._account.clock.time()))

    def _described(self, name: str) -> dict[str, Any] | None:
        kinds = ["MetricAlarm", "CompositeAlarm"]
        answer = self._account.observer("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=kinds)
        return next(iter([*answer["MetricAlarms"], *answer["CompositeAlarms"]]), None)

    def _configured(self, name: str) -> None:
        described = self._described(name)
        self._forget(name)
        if described is None:
            return
        self._known[name] = described
        self._states[name] = messages.state(described)
        if "AlarmRule" in described:
            self._composite[name] = described["AlarmRule"]
            self._settle_composites()
            return
        try:
            made = specification(described, self._account.part(Metrics), self._account.region)
            made.points(self._account.part(Metrics), self._account.clock.time())
        except NotSimulated as refusal:
            self._set(name, described["StateValue"], f"Not evaluated in the sandbox: {refusal}", None)
            return
        watched = self._alarms[name] = _Watched(name, made, self._states[name])
        for key in made.keys:
            self._by_key.setdefault(key, []).append(watched)
        self._look_at(watched, made.next_moment(self._account.clock.time()))

    def _forget(self, name: str) -> None:
        self._composite.pop(name, None)
        self._states.pop(name, None)
        self._known.pop(name, None)
        watched = self._alarms.pop(name, None)
        if watched is not None:
            watched.cancel()
            for key in watched.specification.keys:
                self._by_key[key].remove(watched)

    def _look_at(self, watched: _Watched, when: float) -> None:
        """Look at an alarm at a moment, unless it will be sooner."""
        if watched.due is not None and watched.due <= when:
            return
        watched.cancel()
        watched.due = when
        moment = datetime.fromtimestamp(when, UTC)
        watched.cancel = self._account.clock.at(moment, lambda: self._look(watched), f"alarm {watched.name}")

    def _look(self, watched: _Watched) -> None:
        """Evaluate an alarm, and find out when to do so again."""
        watched.due, now = None, self._account.clock.time()
        made, metrics = watched.specification, self._account.part(Metrics)
        points = made.points(metrics, now)
        state = made.rule.state(points, watched.state["value"])
        if state != watched.state["value"]:
            data = _reason_data(made, points, self._account.clock.now)
            self._set(watched.name, state, made.rule.reason(points, state), data)
        last = None
        for last in made.moments(metrics, now):
            if made.rule.state(made.points(metrics, last), state) != state:
                break
        if last is not None:
            self._look_at(watched, last)

    def _set(self, name: str, state: str, reason: str, data: dict[str, Any] | None) -> None:
        account = self._account
        told = json.dumps(data) if data else ""
        alarms.change(account.account_id, account.region, name, state, reason[:LONGEST_REASON], told)

    def _changed(self, name: str) -> None:
        """Tell of a change of state, whoever made it."""
        if name not in self._known:
            return
        account = self._account
        described = self._known[name] | alarms.state(account.account_id, account.region, name)
        old, new = self._states[name], messages.state(described)
        self._states[name] = new
        if new["value"] != old["value"]:
            tone = {ALARM: Tone.BAD, OK: Tone.GOOD}.get(new["value"], Tone.PLAIN)
            account.timeline.note("alarm", name, f"is in {new['value']}", tone=tone)
        watched = self._alarms.get(name)
        if watched is not None:
            watched.state = new
            # A state that somebody set lasts until the next evaluation.
            self._look_at(watched, watched.specification.next_moment(self._account.clock.time()))
        self._settle_composites()
        actions = described.get(ACTIONS[described["StateValue"]], []) if described["ActionsEnabled"] else []
        if actions or self._bus_is_heard:
            account.processes.start(lambda: self._tell(described, old, actions), f"actions of alarm {name}")

    def _tell(self, described: dict[str, Any], old: dict[str, Any], actions: list[str]) -> None:
        if self._bus_is_heard:
            self._tell_bus(described, old)
        for action in actions:
            self._act(action, described, old)

    def _settle_composites(self) -> None:
        """Let every composite alarm take the state its rule gives it."""
        values = {name: state["value"] for name, state in self._states.items()}
        for name, rule in self._composite.items():
            try:
                state = ALARM if rules.holds(rule, values) else OK
            except NotSimulated as refusal:
                self._set(name, values[name], f"Not evaluated in the sandbox: {refusal}", None)
                continue
            if state != values[name]:
                arns = ", ".join(sorted(rules.named(rule)))
                self._set(name, state, f"{rule} was evaluated to {state}: it looks at {arns}", None)

    def _act(self, action: str, alarm: dict[str, Any], old: dict[str, Any]) -> None:
        service = action.split(":")[2]
        account = self._account
        try:
            if service == "sns":
                said = messages.to_topic(alarm, old, _region_name(account.region))
                subject = messages.subject(alarm, said["Region"])
                account.observer("sns").publish(TopicArn=action, Subject=subject, Message=json.dumps(said))
            elif service == "lambda":
                event = json.dumps(messages.to_function(alarm, old))
                account.observer("lambda").invoke(FunctionName=action, InvocationType="Event", Payload=event)
            elif not account.part(Actions).act(service, action, alarm["AlarmName"]):
                return
        except ClientError as error:
            self._remember_action(alarm, action, "Failed", {"error": str(error)})
        else:
            self._remember_action(alarm, action, "Succeeded", {})

    def _remember_action(self, alarm: dict[str, Any], action: str, how: str, more: dict[str, str]) -> None:
        verb = "Successfully executed" if how == "Succeeded" else "Failed to execute"
        data = {"actionState": how, "notificationResource": action, "stateUpdateTimestamp": _epoch(alarm), **more}
        account = self._account
        alarms.remember(
            account.account_id, account.region, alarm["AlarmName"], "Action", f"{verb} action {action}", data
        )

    def _tell_bus(self, alarm: dict[str, Any], old: dict[str, Any]) -> None:
        entry = {
            "Source": "aws.cloudwatch",
            "DetailType": "CloudWatch Alarm State Change",
            "Resources": [alarm["AlarmArn"]],
            "Detail": json.dumps(messages.detail(alarm, old)),
        }
        self._account.observer("events").put_events(Entries=[entry])


def _reason_data(made: Specification, points: list[Any], now: datetime) -> dict[str, Any]:
    real = [point for point in points if point.value is not None][-made.rule.periods :]
    start = min((point.start for point in real), default=points[0].start)
    only = made.stats.get(made.watched)
    about = {"version": "1.0", "queryDate": messages.moment(now), "startDate": _moment(start)}
    return {
        **about,
        **({"statistic": only.statistic} if only else {}),
        "period": made.period,
        "recentDatapoints": [point.value for point in real],
        "threshold": made.rule.threshold,
        "evaluatedDatapoints": [
            {"timestamp": _moment(point.start), "sampleCount": point.samples, "value": point.value}
            for point in reversed(real)
        ],
    }


def _moment(seconds: float) -> str:
    return messages.moment(datetime.fromtimestamp(seconds, UTC))


def _epoch(alarm: dict[str, Any]) -> int:
    return int(alarm["StateUpdatedTimestamp"].timestamp() * 1000)


def _region_name(region: str) -> str:
    """The name of a region as people write it."""
    partitions = shared_session()._loader.load_data("endpoints")["partitions"]
    return str(
        next(partition["regions"][region]["description"] for partition in partitions if region in partition["regions"])
    )
