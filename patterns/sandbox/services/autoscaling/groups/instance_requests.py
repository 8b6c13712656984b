"""What users ask of single instances: to be ended, taken in, let go, put aside. Not what a group does of itself.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-detach-attach-instances.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.autoscaling.groups import causes
from patterns.sandbox.services.autoscaling.groups.activity_log import SUCCESSFUL
from patterns.sandbox.services.autoscaling.groups.group import Group
from patterns.sandbox.services.autoscaling.groups.model import Activity, Member, Place, Refusal, State
from patterns.sandbox.services.autoscaling.patches import groups as store

if TYPE_CHECKING:
    from patterns.sandbox.services.autoscaling.groups.service import Groups


class Requests:
    """The requests on instances of the groups of one account."""

    def __init__(self, account: Account, groups: Groups) -> None:
        self._account = account
        self._groups = groups

    def terminate(self, instance_id: str, *, decrement: bool) -> Activity:
        """End one instance for a user. Raises `Refusal`."""
        group, member = self._groups.needed(instance_id)
        before, after = self._decrement(group, 1 if decrement else 0)
        cause = causes.by_user(instance_id, "taken out of service", before, after)
        activity = group.instances.end(member, causes.at(self._account.clock.now, cause))
        group.soon()
        return activity

    def attach(self, name: str, instance_ids: Iterable[str]) -> None:
        """Take in instances that run already; the group wants as many more. Raises `Refusal`."""
        group, ids = self._groups.find(name), list(instance_ids)
        plan = group.plan
        if plan.desired + len(ids) > plan.most:
            raise Refusal(
                f"AutoScalingGroup '{name}' has max-size={plan.most} and desired-size={plan.desired}. "
                f"Please increase the max-size to accommodate {len(ids)} more instances."
            )
        described = self._account.observer("ec2").describe_instances(InstanceIds=ids)["Reservations"]
        store.group(self._account.account_id, self._account.region, name).desired_capacity += len(ids)
        for one in (instance for found in described for instance in found["Instances"]):
            place = Place(one.get("SubnetId", ""), one["Placement"]["AvailabilityZone"])
            change = f"increasing the capacity from {group.capacity} to {group.capacity + 1}"
            cause = f"an instance was attached in response to a user request, {change}."
            activity = group.diary.begin(
                f"Attaching an existing EC2 instance: {one['InstanceId']}",
                causes.at(self._account.clock.now, cause),
                place,
            )
            member = Member(one["InstanceId"], place, one["InstanceType"], plan.template, one["LaunchTime"], activity)
            member.is_spot = one.get("InstanceLifecycle") == "spot"
            group.instances.attach(member)

    def detach(self, name: str, instance_ids: Iterable[str], *, decrement: bool) -> list[Activity]:
        """Let instances go on outside the group. Raises `Refusal`."""
        group = self._groups.find(name)
        return [
            self._leave(group, one, "detached", "Detaching", decrement=decrement)
            for one in self._all(group, instance_ids)
        ]

    def enter_standby(self, name: str, instance_ids: Iterable[str], *, decrement: bool) -> list[Activity]:
        """Take instances out of service that stay the group's. Raises `Refusal`."""
        group = self._groups.find(name)
        return [
            self._leave(group, one, "moved to standby", "Moving EC2 instance to Standby", decrement=decrement)
            for one in self._all(group, instance_ids)
        ]

    def exit_standby(self, name: str, instance_ids: Iterable[str]) -> list[Activity]:
        """Put instances back into service; the group wants as many more. Raises `Refusal`."""
        group = self._groups.find(name)
        made = []
        for member in self._all(group, instance_ids):
            before, after = self._decrement(group, -member.weight)
            cause = (
                f"instance {member.instance_id} was moved out of standby in response to a user request, "
                f"increasing the capacity from {before} to {after}."
            )
            said = f"Moving EC2 instance out of Standby: {member.instance_id}"
            member.activity = group.diary.begin(said, causes.at(self._account.clock.now, cause), member.place)
            group.instances.serve(member)
            made.append(member.activity)
        return made

    def _leave(self, group: Group, member: Member, what: str, saying: str, *, decrement: bool) -> Activity:
        before, after = self._decrement(group, member.weight if decrement else 0)
        cause = causes.at(self._account.clock.now, causes.by_user(member.instance_id, what, before, after))
        activity = group.diary.begin(f"{saying}: {member.instance_id}", cause, member.place)
        group.instances.deregister(member, group.plan.target_groups)
        if what == "detached":
            group.members.remove(member)
        member.state, member.activity = State.STANDBY, activity
        group.diary.end(activity, SUCCESSFUL)
        group.soon()
        return activity

    def _all(self, group: Group, instance_ids: Iterable[str]) -> list[Member]:
        members = []
        for one in instance_ids:
            member = group.member(one)
            if member is None:
                raise Refusal(f"The instance {one} is not part of Auto Scaling group {group.name}.")
            members.append(member)
        return members

    def _decrement(self, group: Group, by: int) -> tuple[int, int]:
        """The desired capacity before and after it is made less by so much. Raises `Refusal` below the minimum."""
        plan = group.plan
        after = plan.desired - by
        if after < plan.least:
            raise Refusal(
                f"Currently, desiredSize equals minSize ({plan.least}). Terminating instance without replacement will "
                "violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or "
                "lower group's min size."
            )
        store.group(self._account.account_id, self._account.region, group.name).desired_capacity = after
        return plan.desired, after
