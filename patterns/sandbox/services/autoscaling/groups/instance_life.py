"""How one instance of a group fares: launched, in service, failing, ended. Not how many there are to be.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.autoscaling.groups import causes, timings
from patterns.sandbox.services.autoscaling.groups.activity_log import CANCELLED, FAILED
from patterns.sandbox.services.autoscaling.groups.lifecycle_hooks import ABANDON
from patterns.sandbox.services.autoscaling.groups.model import (
    LAUNCHING,
    TERMINATING,
    Activity,
    Member,
    Place,
    Plan,
    State,
)
from patterns.sandbox.services.autoscaling.patches import groups as store
from patterns.sandbox.services.ec2.spot.mix import Template
from patterns.sandbox.services.elbv2.targets import Targets

if TYPE_CHECKING:
    from patterns.sandbox.services.autoscaling.groups.group import Group, Order

GROUP_TAG = "aws:autoscaling:groupName"


class Instances:
    """The instances of one group, each on its way."""

    def __init__(self, account: Account, group: Group) -> None:
        self._account = account
        self._group = group

    def launch(self, plan: Plan, order: Order, number: int, cause: Callable[[int], str]) -> list[Member]:
        """Return the members launched, none where EC2 refuses; each has the cause told before it counts."""
        template = order.pool.template if order.pool and order.pool.template else plan.template
        try:
            instances = self._account.service("ec2").run_instances(**_request(plan, order, number, template))[
                "Instances"
            ]
        except ClientError as error:
            activity = self._group.diary.begin("Launching a new EC2 instance", cause(0), order.place)
            message = f"{error.response['Error']['Message']}. Launching EC2 instance failed."
            self._group.diary.end(activity, FAILED, message)
            return []
        return [self._made(plan, order, template, instance, cause) for instance in instances]

    def _made(
        self, plan: Plan, order: Order, template: Template, found: dict[str, Any], cause: Callable[[int], str]
    ) -> Member:
        now, group = self._account.clock.now, self._group
        place = Place(found.get("SubnetId", ""), found["Placement"]["AvailabilityZone"])
        description = f"Launching a new EC2 instance: {found['InstanceId']}"
        member = Member(
            found["InstanceId"],
            place,
            found["InstanceType"],
            template,
            now,
            group.diary.begin(description, cause(order.weight), place),
            weight=order.weight,
            is_spot=found.get("InstanceLifecycle") == "spot",
            is_protected=plan.protects_new,
            warmup_seconds=group.warmup_seconds,
            scales_out=group.warmup_seconds > 0,
        )
        group.members.append(member)
        self._next(member, timings.LAUNCH_SECONDS, lambda: self._runs(member))
        return member

    def attach(self, member: Member) -> None:
        """Take in an instance that runs already."""
        self._group.members.append(member)
        self._runs(member)

    def hurry(self, member: Member) -> None:
        """Let what a pending member is waiting for have happened, unless it is a hook."""
        if member.next is not None:
            member.next()

    def _next(self, member: Member, seconds: float, action: Callable[[], None]) -> None:
        def go_on() -> None:
            cancel()
            member.next = None
            if not self._group.is_gone and member in self._group.members:
                action()

        cancel = self._account.clock.after(seconds, go_on, f"the instance {member.instance_id}")
        member.next = go_on

    def _runs(self, member: Member) -> None:
        if member.state is not State.PENDING:
            return
        if why := self._failed_check(member):
            self._group.diary.end(member.activity, FAILED, f"It failed: {why}.")
            self.end(member, causes.at(self._account.clock.now, causes.taken_out(why)), tone=Tone.BAD)
            self._group.soon()
            return
        hooks = store.hooks(self._account.account_id, self._account.region, self._group.name, LAUNCHING)
        if not hooks:
            self.serve(member)
            return
        member.state = State.PENDING_WAIT
        self._group.diary.note(member, "waits for its launch hooks")
        self._group.waiting.begin(member, hooks, self._launch_hooks_done)
        self._group.diary.measure()

    def _launch_hooks_done(self, member: Member, result: str) -> None:
        if result != ABANDON:
            self.serve(member)
            return
        self._group.diary.end(member.activity, CANCELLED, "The lifecycle hook was completed with ABANDON.")
        why = causes.at(self._account.clock.now, "a lifecycle hook was abandoned.")
        self.end(member, why, tone=Tone.BAD)
        self._group.soon()

    def serve(self, member: Member) -> None:
        """Let a member be in service, and its load balancer know of it."""
        plan, group = self._group.plan, self._group
        member.state, member.in_service = State.IN_SERVICE, self._account.clock.now
        group.diary.end(member.activity)
        group.diary.note(member, "is in service", Tone.GOOD, member.activity.cause)
        group.diary.done(member, "Launch")
        if plan.does("AddToLoadBalancer"):
            self.register(member, plan.target_groups)
        if plan.longest_life_seconds:
            self._account.clock.after(
                plan.longest_life_seconds, lambda: self._is_old(member), f"the lifetime of {member.instance_id}"
            )
        group.soon()
        group.changed(member)
        group.rebalancing.served()

    def _is_old(self, member: Member) -> None:
        if member.state is State.IN_SERVICE and not self._group.is_gone:
            self.replace(member, causes.LIFETIME)

    def register(self, member: Member, target_groups: tuple[str, ...]) -> None:
        """Register a member with target groups; one that is gone, or takes no stopped instance, is passed over."""
        for arn in target_groups:
            try:
                self._account.service("elbv2").register_targets(
                    TargetGroupArn=arn, Targets=[{"Id": member.instance_id}]
                )
            except ClientError:
                continue

    def deregister(self, member: Member, target_groups: tuple[str, ...]) -> float:
        """Take a member out of target groups; return the seconds until the last of them has drained it."""
        delay = 0.0
        for arn in target_groups:
            targets = [{"Id": member.instance_id}]
            try:
                self._account.service("elbv2").deregister_targets(TargetGroupArn=arn, Targets=targets)
            except ClientError:
                continue
            delay = max(delay, self._account.part(Targets).draining_seconds(arn, member.instance_id))
        return delay

    def replace(self, member: Member, why: str) -> None:
        """Find a member unhealthy: it is ended, and another launched in its place."""
        member.is_healthy = False
        counts = member.counts
        if self._group.plan.does("ReplaceUnhealthy") and (counts or member.is_leaving):
            self.end(member, causes.at(self._account.clock.now, causes.taken_out(why)), tone=Tone.BAD)
            if counts:
                self._group.replaced(member)

    def end(self, member: Member, cause: str, tone: Tone = Tone.PLAIN) -> Activity:
        """End a member: it is drained first, then its hooks are waited for."""
        group, clock = self._group, self._account.clock
        group.waiting.forget(member)
        member.state, member.next = State.TERMINATING, None
        description = f"Terminating EC2 instance: {member.instance_id}"
        member.activity = group.diary.begin(description, cause, member.place)
        group.diary.note(member, "is taken out of service", tone, cause)
        runs = store.runs(self._account.account_id, self._account.region, member.instance_id)
        delay = self.deregister(member, group.plan.target_groups)
        if delay and runs and member.place.zone not in self._account.zones.lost:
            member.activity.status_code = "WaitingForELBConnectionDraining"
            label = f"the draining of {member.instance_id}"
            clock.after(delay, lambda: self._drained(member), label)
        else:
            self._drained(member)
        group.diary.measure()
        return member.activity

    def _drained(self, member: Member) -> None:
        if self._group.is_gone:
            return
        hooks = store.hooks(self._account.account_id, self._account.region, self._group.name, TERMINATING)
        if not hooks:
            self._terminate(member)
            return
        member.state, member.activity.status_code = State.TERMINATING_WAIT, "MidLifecycleAction"
        self._group.diary.note(member, "waits for its termination hooks")
        self._group.waiting.begin(member, hooks, lambda one, result: self._terminate(one))

    def _terminate(self, member: Member) -> None:
        member.state, member.activity.status_code = State.TERMINATING_PROCEED, "InProgress"
        account, label = self._account, f"the end of {member.instance_id}"
        # A group does not ask for an instance's own protection, which is for people.
        store.unprotect(account.account_id, account.region, member.instance_id)
        try:
            if not store.is_gone(account.account_id, account.region, member.instance_id):
                account.service("ec2").terminate_instances(InstanceIds=[member.instance_id])
        except ClientError:
            account.clock.after(timings.RETRY_SECONDS, lambda: self._terminate(member), label)
            return
        account.clock.after(timings.END_SECONDS, lambda: self._ended(member), label)

    def _ended(self, member: Member) -> None:
        group = self._group
        if group.is_gone or member not in group.members:
            return
        group.members.remove(member)
        group.diary.end(member.activity)
        group.diary.note(member, "is terminated")
        group.diary.done(member, "Terminate")
        group.soon()
        group.rebalancing.go_on()

    def check(self, member: Member) -> None:
        """Judge a member by what EC2 says of it: whether it runs, and whether its zone is there."""
        is_checked = member.state is State.IN_SERVICE and self._group.plan.does("HealthCheck")
        if is_checked and (why := self._failed_check(member)):
            self.replace(member, why)

    def _failed_check(self, member: Member) -> str:
        account = self._account
        if not store.runs(account.account_id, account.region, member.instance_id):
            return causes.STOPPED
        return causes.IMPAIRED if member.place.zone in account.zones.lost else ""

    def after_grace(self, member: Member, action: Callable[[], None]) -> None:
        """Do something now, or when the grace that a member has since it is in service is over."""
        clock, since = self._account.clock, member.in_service
        over = since + timedelta(seconds=self._group.plan.grace_seconds) if since else clock.now
        if over <= clock.now:
            action()
        else:
            clock.at(over, action, f"the grace of {member.instance_id}")


def _request(plan: Plan, order: Order, number: int, template: Template) -> dict[str, Any]:
    tags = [{"Key": GROUP_TAG, "Value": plan.name}, *({"Key": key, "Value": value} for key, value in plan.tags)]
    where = {"SubnetId": order.place.subnet} if order.place.subnet else {}
    asked: dict[str, Any] = {
        "MinCount": number,
        "MaxCount": number,
        "LaunchTemplate": {"LaunchTemplateId": template.id, "Version": template.version},
        "TagSpecifications": [{"ResourceType": "instance", "Tags": tags}],
        **(where or {"Placement": {"AvailabilityZone": order.place.zone}}),
    }
    if order.pool and order.pool.instance_type:
        asked["InstanceType"] = order.pool.instance_type
    if order.is_spot:
        options: dict[str, Any] = {"SpotInstanceType": "one-time"}
        highest = plan.mix.highest_price if plan.mix else ""
        asked["InstanceMarketOptions"] = {
            "MarketType": "spot", "SpotOptions": options | ({"MaxPrice": highest} if highest else {}),
        }  # fmt: skip
    return asked
