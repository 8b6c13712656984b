"""All groups of an account: the door through which API, clock, alarms and load balancers reach them.

What a group does of itself is `group`'s, its policies are `scaling`'s, its refreshes `refresh`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from patterns.sandbox.core.account import Account
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.autoscaling.groups import causes, mixed_instances, timings
from patterns.sandbox.services.autoscaling.groups.group import ChoosePool, Group
from patterns.sandbox.services.autoscaling.groups.instance_requests import Requests
from patterns.sandbox.services.autoscaling.groups.model import Activity, Member, Plan, Refusal, State
from patterns.sandbox.services.autoscaling.groups.refresh import Refreshes
from patterns.sandbox.services.autoscaling.groups.scaling import Scaling
from patterns.sandbox.services.autoscaling.patches import groups as store
from patterns.sandbox.services.elbv2.targets import Targets


class Groups:
    """The Auto Scaling groups of one account, in its region."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._groups: dict[str, Group] = {}
        self._past: list[Activity] = []
        self._bus_is_heard = False
        self.region = account.region
        self.scaling = Scaling(account, self)
        self.refreshes = Refreshes(account, self)
        self.requests = Requests(account, self)
        self.choose_pool: ChoosePool = mixed_instances.first_pool
        """By what a mixed group chooses among its pools; who knows prices and capacity replaces it."""

    def __repr__(self) -> str:
        return f"Groups({sorted(self._groups)})"

    @property
    def now(self) -> datetime:
        """The account's present moment."""
        return self._account.clock.now

    def __iter__(self) -> Iterator[Group]:
        return iter(tuple(self._groups.values()))

    def find(self, name: str) -> Group:
        """The group of a name. Raises `Refusal`."""
        if name not in self._groups:
            # Seen on AWS: https://github.com/getmoto/moto/blob/master/tests/test_autoscaling/test_autoscaling.py
            raise Refusal("AutoScalingGroup name not found - null")
        return self._groups[name]

    def members(self, name: str) -> list[Member]:
        """The members of a group, none of one that is not there."""
        return self._groups[name].members if name in self._groups else []

    def instance_ids(self, name: str) -> list[str] | None:
        """The instances of a group, None where there is no such group."""
        return [member.instance_id for member in self.members(name)] if name in self._groups else None

    def of(self, instance_id: str) -> tuple[Group, Member] | None:
        """The group and the member that an instance is."""
        found = ((group, group.member(instance_id)) for group in self)
        return next(((group, member) for group, member in found if member), None)

    def subscribe_to_bus(self, call: Call) -> None:
        """Tell the event bus of what happens from now on, for there is somebody to hear of it."""
        self._bus_is_heard = True

    def created(self, name: str, arn: str) -> None:
        """Begin the work of a new group."""
        group = Group(self._account, name, arn, bus_is_heard=lambda: self._bus_is_heard)
        group.choose_pool = lambda mix, **about: self.choose_pool(mix, **about)
        group.changed = lambda member: self.refreshes.served(group, member)
        self._groups[name] = group
        group.soon(causes.created(group.plan.desired))

    def updated(self, name: str, before: Plan) -> None:
        """Look at a group again after its API was told something."""
        group = self.find(name)
        plan = group.plan
        sizes = (plan.least, plan.most, plan.desired) != (before.least, before.most, before.desired)
        group.soon(causes.updated(plan.least, plan.most, before.desired, plan.desired) if sizes else "")
        self._follow_target_groups(group, before)
        if "ELB" in plan.health_checks - before.health_checks:
            for member in group.members:
                self.balancer_says(member.instance_id)

    def _follow_target_groups(self, group: Group, before: Plan) -> None:
        now = group.plan.target_groups
        for member in group.members:
            if member.state is State.IN_SERVICE:
                group.instances.register(member, tuple(arn for arn in now if arn not in before.target_groups))
                group.instances.deregister(member, tuple(arn for arn in before.target_groups if arn not in now))

    def want(self, name: str, desired: int, because: Callable[[int, int], str], *, warmup_seconds: int = 0) -> bool:
        """Let a group have another desired capacity; return whether it is another. `because` makes the cause of both.

        Raises `Refusal` outside the group's bounds.
        """
        group = self.find(name)
        plan = group.plan
        if desired < plan.least:
            raise Refusal(
                f"New SetDesiredCapacity value {desired} is below min value {plan.least} for the AutoScalingGroup."
            )
        if desired > plan.most:
            raise Refusal(
                f"New SetDesiredCapacity value {desired} is above max value {plan.most} for the AutoScalingGroup."
            )
        if desired == plan.desired:
            return False
        store.group(self._account.account_id, self.region, name).desired_capacity = desired
        group.soon(because(plan.desired, desired), warmup_seconds=warmup_seconds)
        return True

    def stabilise(self, name: str) -> None:
        """Let what a stack waits for have happened: creating takes no time, so that what was launched is in service."""
        group = self.find(name)
        for member in list(group.members):
            group.instances.hurry(member)

    def delete(self, name: str, *, force: bool) -> None:
        """End a group, with `force` all its instances too, without their hooks. Raises `Refusal` if it has some."""
        group = self.find(name)
        if group.members and not force:
            raise Refusal(
                "You cannot delete an AutoScalingGroup while there are instances still in the group.", "ResourceInUse"
            )
        self.refreshes.forget(name)
        self.scaling.forget(name)
        targets, going = (
            group.plan.target_groups,
            [one for one in group.members if one.state is not State.TERMINATING_PROCEED],
        )
        group.is_gone = True
        del self._groups[name]
        for member in group.members:
            group.waiting.forget(member)
            group.instances.deregister(member, targets)
        for member in going:
            store.unprotect(self._account.account_id, self.region, member.instance_id)
        if going:
            self._account.service("ec2").terminate_instances(InstanceIds=[one.instance_id for one in going])
        group.diary.close()
        self._past += group.diary.activities

    def activities(self, name: str | None, *, deleted: bool) -> list[Activity]:
        """The activities of a group, or of all: those under way first, then the latest."""
        kept = [activity for group in self if name in (None, group.name) for activity in group.diary.activities]
        if deleted or name is None:
            kept = [one for one in self._past if name in (None, one.auto_scaling_group_name)] + kept
        kept.reverse()
        return sorted(kept, key=lambda one: (one.end_time is not None, -one.start_time.timestamp()))

    def resize(self, name: str, action: str, sizes: Mapping[str, int | None]) -> None:
        """Give a group the sizes of a scheduled action; the capacity goes to the nearer bound where none is said."""
        group = self.find(name)
        before = group.plan
        if not before.does("ScheduledActions"):
            return
        found = store.group(self._account.account_id, self.region, name)
        least, most, desired = (sizes.get(key) for key in ("MinSize", "MaxSize", "DesiredCapacity"))
        found.min_size = before.least if least is None else least
        found.max_size = before.most if most is None else most
        wanted = before.desired if desired is None else desired
        found.desired_capacity = min(found.max_size, max(found.min_size, wanted))
        if found.desired_capacity != before.desired:
            group.soon(causes.scheduled(action, before.desired, found.desired_capacity))

    def needed(self, instance_id: str) -> tuple[Group, Member]:
        """The group and the member that an instance is. Raises `Refusal`."""
        found = self.of(instance_id)
        if found is None:
            raise Refusal(f"Instance Id not found - No managed instance found for instance ID: {instance_id}")
        return found

    def judge(self, instance_id: str, *, is_healthy: bool, respect_grace: bool) -> None:
        """Take a user's word for an instance's health. Raises `Refusal`."""
        group, member = self.needed(instance_id)
        if is_healthy:
            member.is_healthy = True
        elif respect_grace:
            group.instances.after_grace(member, lambda: group.instances.replace(member, causes.USER))
        else:
            group.instances.replace(member, causes.USER)

    def balancer_says(self, instance_id: str) -> None:
        """Hear that a load balancer finds an instance unhealthy; it counts where the group asks, after the grace."""
        found = self.of(instance_id)
        if found is None:
            return
        group, member = found

        def replace() -> None:
            asked = "ELB" in group.plan.health_checks and group.plan.does("HealthCheck")
            is_so = self._account.part(Targets).is_unhealthy(instance_id)
            if not group.is_gone and asked and is_so and member.state is State.IN_SERVICE:
                group.instances.replace(member, causes.BALANCER)

        group.instances.after_grace(member, replace)

    def at_risk(self, instance_id: str) -> None:
        """Hear that a Spot Instance is at an elevated risk of interruption."""
        if found := self.of(instance_id):
            group, member = found
            group.rebalancing.at_risk(member)

    def check_soon(self, instance_ids: Iterable[str]) -> None:
        """Let the groups' health checks see these instances when they next come by."""
        for one in instance_ids:
            found = self.of(one)
            if found is not None:
                group, member = found
                look = lambda group=group, member=member: group.is_gone or group.instances.check(member)  # noqa: E731
                self._account.clock.after(timings.CHECK_SECONDS, look, f"the health check of {one}")

    def zone_changed(self, zone: str) -> None:
        """Check what stands in a zone that is lost, and even out into one that came back."""
        for group in self:
            if zone in self._account.zones.lost:
                self.check_soon([member.instance_id for member in group.members if member.place.zone == zone])
            group.soon()
