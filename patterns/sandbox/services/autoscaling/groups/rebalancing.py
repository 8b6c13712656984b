"""Capacity Rebalancing: what is at risk goes once another is in service in its place. Not who is at risk.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-capacity-rebalancing.html
An instance that is taken back before is not replaced a second time. What AWS's page says of the group's maximum,
that it may be exceeded by a tenth for a while, bounds how many are replaced at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.autoscaling.groups import causes, placement
from patterns.sandbox.services.autoscaling.groups.model import COUNTED, Member, State

if TYPE_CHECKING:
    from patterns.sandbox.services.autoscaling.groups.group import Group


class Rebalancing:
    """The members of one group that are at risk."""

    def __init__(self, account: Account, group: Group) -> None:
        self._account = account
        self._group = group
        self._waiting: list[Member] = []

    def at_risk(self, member: Member) -> None:
        """Replace a member ahead of time, if the group does that."""
        if self._group.plan.rebalances and member not in self._waiting and not member.is_leaving:
            self._waiting.append(member)
            self.go_on()

    def go_on(self) -> None:
        """Have as many replaced as the group has room for."""
        plan = self._group.plan
        while self._waiting:
            there = sum(one.weight for one in self._group.members if one.state in COUNTED)
            to_come = max(0, plan.desired - self._group.capacity)
            if placement.room(there + to_come, plan.most, 1) < 1:
                return
            member = self._waiting.pop(0)
            if member.state is State.IN_SERVICE and not member.is_leaving and member in self._group.members:
                member.is_leaving = True
                self._group.replaced(member, causes.AT_RISK)

    def served(self) -> None:
        """Let those at risk go for whom there are enough others in service."""
        serving = [one for one in self._group.members if one.state is State.IN_SERVICE]
        spare = sum(one.weight for one in serving) - self._group.plan.desired
        for member in [one for one in self._leaving if one.state is State.IN_SERVICE]:
            if member.weight > spare:
                break
            spare -= member.weight
            why = causes.at(self._account.clock.now, causes.taken_out(causes.RECOMMENDATION))
            self._group.instances.end(member, why)

    @property
    def _leaving(self) -> list[Member]:
        return [member for member in self._group.members if member.is_leaving and member.state in COUNTED]
