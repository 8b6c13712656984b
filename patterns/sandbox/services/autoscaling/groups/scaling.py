"""Scaling policies: what their alarms set off, and how often. Not the alarms' own states, nor the arithmetic.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
An alarm calls a policy again every minute for as long as it lasts. Here only those calls happen that can do anything.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
Not modelled: predictive scaling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.core.timers import Timers
from patterns.sandbox.services.autoscaling.groups import adjustment, causes, target_tracking
from patterns.sandbox.services.autoscaling.groups.group import Group
from patterns.sandbox.services.autoscaling.groups.model import Member, Plan, Refusal, State
from patterns.sandbox.services.cloudwatch.alarms.specification import specification
from patterns.sandbox.services.cloudwatch.metrics import Metrics

if TYPE_CHECKING:
    from patterns.sandbox.services.autoscaling.groups.service import Groups

SIMPLE, STEP, TRACKING = "SimpleScaling", "StepScaling", "TargetTrackingScaling"
AGAIN_SECONDS = 60


@dataclass(frozen=True)
class Policy:
    """One scaling policy."""

    name: str
    arn: str
    group: str
    kind: str
    adjustment_kind: str = ""
    adjustment: int = 0
    at_least: int = 0
    cooldown_seconds: int | None = None
    warmup_seconds: int | None = None
    steps: tuple[Mapping[str, Any], ...] = ()
    tracking: Mapping[str, Any] | None = None

    def warmup(self, plan: Plan) -> int:
        """How long an instance it launches is not to be counted on: its own, else the group's, else the cooldown."""
        own = self.warmup_seconds if self.warmup_seconds is not None else plan.warmup_seconds
        return own if own is not None else plan.cooldown_seconds


@dataclass(frozen=True)
class Breach:
    """What a policy is executed for: an alarm, or a user who says what it would have measured."""

    value: float
    threshold: float
    is_high: bool
    alarm: str = ""


class Scaling:
    """The policies of the groups of one account."""

    def __init__(self, account: Account, groups: Groups) -> None:
        self._account = account
        self._groups = groups
        self._policies: dict[str, Policy] = {}
        self._alarms: dict[str, dict[str, str]] = {}
        self._cooled: dict[str, datetime] = {}
        self._cooldowns: dict[str, int] = {}
        self._again = Timers(account.clock)

    def alarms(self, arn: str) -> list[dict[str, str]]:
        """The alarms that a policy made for itself, as DescribePolicies tells them."""
        account = self._account
        prefix = f"arn:aws:cloudwatch:{account.region}:{account.account_id}:alarm:"
        return [{"AlarmName": name, "AlarmARN": prefix + name} for name in self._alarms.get(arn, {}).values()]

    def put(self, policy: Policy) -> None:
        """Make or change a policy; one that tracks a target gets its alarms."""
        self._groups.find(policy.group)
        self._policies[policy.arn] = policy
        made, asked = self._alarms.pop(policy.arn, {}), {}
        if policy.tracking:
            asked = target_tracking.alarms(policy.group, policy.tracking, policy.arn, made, self._tokens(policy))
            self._alarms[policy.arn] = {kind: one["AlarmName"] for kind, one in asked.items()}
        self._drop_alarms([name for kind, name in made.items() if kind not in asked])
        for one in asked.values():
            self._account.service("cloudwatch").put_metric_alarm(**one)

    def delete(self, arn: str) -> None:
        """Forget a policy, and take its alarms away."""
        self._policies.pop(arn, None)
        self._drop_alarms([*self._alarms.pop(arn, {}).values()])

    def forget(self, group: str) -> None:
        """Forget the policies of a group that goes."""
        for arn in [arn for arn, policy in self._policies.items() if policy.group == group]:
            self.delete(arn)
        self._cooled.pop(group, None)

    def alarmed(self, arn: str, alarm: str) -> None:
        """Execute the policy that an alarm calls, now and for as long as the alarm lasts."""
        policy = self._policies.get(arn)
        if policy is None or policy.group not in {group.name for group in self._groups}:
            return
        group = self._groups.find(policy.group)
        described = self._described(alarm)
        if described is None or described["StateValue"] != "ALARM" or not group.plan.does("AlarmNotification"):
            return
        breach = self._breach(described)
        free = self._free_at(policy, group, breach)
        if free is None:
            changed = self._execute(policy, group, breach)
            free = self._account.clock.now + timedelta(seconds=AGAIN_SECONDS) if changed else None
        if free is not None:
            self._again.set(f"{arn} {alarm}", free, partial(self.alarmed, arn, alarm), f"the alarm {alarm}")

    def execute(self, arn: str, breach: Breach | None, *, honour_cooldown: bool) -> None:
        """Execute a policy for a user. Raises `Refusal` during a cooldown that is to be honoured."""
        policy = self._policies[arn]
        group = self._groups.find(policy.group)
        self.check_cooldown(group.name, honour_cooldown)
        self._execute(policy, group, breach or Breach(0.0, 0.0, is_high=True))

    def check_cooldown(self, name: str, honour_cooldown: bool) -> None:
        """Raise `Refusal` during a group's cooldown, if it is to be honoured."""
        until = self._cooled.get(name)
        if honour_cooldown and until and until > self._account.clock.now:
            told = f"Scaling activity was not started: the group {name} cools down until {until:%H:%M:%S}."
            raise Refusal(told, "ScalingActivityInProgress")

    def cool(self, group: Group, policy: Policy) -> None:
        """Let the cooldown of a simple policy begin, its own or else the group's."""
        own = policy.cooldown_seconds
        self._cooldowns[group.name] = group.plan.cooldown_seconds if own is None else own
        self._begin_cooldown(group)

    def _begin_cooldown(self, group: Group) -> None:
        self._cooled[group.name] = self._account.clock.now + timedelta(seconds=self._cooldowns[group.name])

    def served(self, group: Group, member: Member) -> None:
        """Let the cooldown of a scaling that launched a member begin when it is in service."""
        if group.name in self._cooled and self._cooled[group.name] > self._account.clock.now:
            self._begin_cooldown(group)

    def _free_at(self, policy: Policy, group: Group, breach: Breach) -> datetime | None:
        """When the policy may act; None where it may now."""
        now = self._account.clock.now
        if policy.kind == SIMPLE:
            until = self._cooled.get(group.name)
            return until if until and until > now else None
        is_out = breach.is_high if policy.tracking else self._adjusted(policy, group, breach) >= group.plan.desired
        return None if is_out else max((self._warm_at(member) for member in self._warming(group)), default=None)

    def _warming(self, group: Group) -> list[Member]:
        return [one for one in group.counted if one.scales_out and self._warm_at(one) > self._account.clock.now]

    def _warm_at(self, member: Member) -> datetime:
        return (member.in_service or self._account.clock.now) + timedelta(seconds=max(1, member.warmup_seconds))

    def _execute(self, policy: Policy, group: Group, breach: Breach) -> bool:
        """Change the group's capacity as the policy says, within its bounds; return whether it is another."""
        plan = group.plan
        wanted = self._adjusted(policy, group, breach)
        is_out = wanted > plan.desired
        if policy.kind != SIMPLE and breach.alarm and is_out != breach.is_high and wanted != plan.desired:
            # What warms up was asked for already: an alarm that lasts does not take it back.
            return False
        wanted = max(plan.least, min(plan.most, wanted))
        if policy.tracking and not breach.is_high and not self._all_agree(policy):
            return False

        def because(before: int, after: int) -> str:
            return (
                causes.alarmed(breach.alarm, policy.name, before, after)
                if breach.alarm
                else causes.executed(policy.name, before, after)
            )

        warmup = policy.warmup(plan) if is_out and policy.kind != SIMPLE else 0
        changed = self._groups.want(group.name, wanted, because, warmup_seconds=warmup)
        if changed and policy.kind == SIMPLE:
            self.cool(group, policy)
        return changed

    def _adjusted(self, policy: Policy, group: Group, breach: Breach) -> int:
        plan = group.plan
        if policy.tracking:
            return self._tracked(policy, group, breach)
        if policy.kind == SIMPLE:
            return adjustment.adjusted(
                plan.desired, policy.adjustment_kind, policy.adjustment, at_least=policy.at_least
            )
        step = adjustment.step(policy.steps, breach.value - breach.threshold)
        if step is None:
            return plan.desired
        without = plan.desired - sum(member.weight for member in self._warming(group))
        base = without if step > 0 or policy.adjustment_kind == "ExactCapacity" else plan.desired
        wanted = adjustment.adjusted(base, policy.adjustment_kind, step, at_least=policy.at_least)
        return max(wanted, plan.desired) if step > 0 and policy.adjustment_kind != "ExactCapacity" else wanted

    def _tracked(self, policy: Policy, group: Group, breach: Breach) -> int:
        assert policy.tracking
        plan = group.plan
        warming = self._warming(group)
        serving = [member for member in group.members if member.state is State.IN_SERVICE and member not in warming]
        wanted = adjustment.tracked(
            sum(one.weight for one in serving), breach.value, float(policy.tracking["TargetValue"])
        )
        return max(wanted, plan.desired) if breach.is_high else min(wanted, plan.desired)

    def _all_agree(self, policy: Policy) -> bool:
        """Whether every policy that tracks a target for the group, and may scale in, is ready to.

        https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
        """
        others = [one for one in self._policies.values() if one.group == policy.group and one.tracking]
        low = [self._alarms.get(other.arn, {}).get(target_tracking.LOW) for other in others]
        return all((self._described(name) or {}).get("StateValue") == "ALARM" for name in low if name)

    def _breach(self, described: Mapping[str, Any]) -> Breach:
        threshold, is_high = float(described["Threshold"]), described["ComparisonOperator"].startswith("Greater")
        account = self._account
        try:
            points = specification(described, account.part(Metrics), account.region).points(
                account.part(Metrics), account.clock.time()
            )
        except NotSimulated:
            points = []
        seen = [point.value for point in points if point.value is not None]
        return Breach(seen[-1] if seen else threshold, threshold, is_high, described["AlarmName"])

    def _described(self, alarm: str) -> dict[str, Any] | None:
        answer = self._account.observer("cloudwatch").describe_alarms(AlarmNames=[alarm])
        return next(iter(answer["MetricAlarms"]), None)

    def _tokens(self, policy: Policy) -> Iterator[str]:
        drawn = self._account.chance.generator("policy alarms", policy.arn)
        while True:
            yield str(UUID(int=drawn.getrandbits(128), version=4))

    def _drop_alarms(self, names: list[str]) -> None:
        if names:
            try:
                self._account.service("cloudwatch").delete_alarms(AlarmNames=names)
            except ClientError:
                return
