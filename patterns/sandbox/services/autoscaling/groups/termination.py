"""Which instance a group ends when it has one too many. Pure: its members in, one of them out.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
Simplified: of instances that nothing tells apart AWS ends any, the sandbox the first launched. Not modelled:
a function as a policy, allocation strategies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from patterns.sandbox.services.autoscaling.groups.model import Member
from patterns.sandbox.services.ec2.spot.mix import Template

HOUR = 3600

Keep = Callable[[list[Member], Template, datetime], list[Member]]


def chosen(
    members: Iterable[Member], policies: Sequence[str], current: Template, now: datetime, *, even: bool = True
) -> Member | None:
    """The member to end, None where all are protected from scale-in.

    With `even`, only the zones that have the most instances are looked at.
    """
    there = list(members)
    left = [member for member in there if not member.is_protected]
    if even and left:
        counts = Counter(member.place.zone for member in there)
        fullest = max(counts[member.place.zone] for member in left)
        left = [member for member in left if counts[member.place.zone] == fullest]
    for policy in policies:
        if len(left) > 1:
            left = POLICIES.get(policy, _default)(left, current, now)
    return min(left, key=lambda member: member.launched, default=None)


def _default(left: list[Member], current: Template, now: datetime) -> list[Member]:
    return _closest_to_hour(_oldest_template(left, current, now), current, now)


def _oldest_template(left: list[Member], current: Template, now: datetime) -> list[Member]:
    """Those of another launch template, else those of the oldest version of the current one."""
    others = [member for member in left if member.template.id != current.id]
    if others:
        return others
    oldest = min(int(member.template.version) for member in left)
    return [member for member in left if int(member.template.version) == oldest]


def _closest_to_hour(left: list[Member], current: Template, now: datetime) -> list[Member]:
    def remaining(member: Member) -> float:
        return -(now - member.launched).total_seconds() % HOUR

    least = min(map(remaining, left))
    return [member for member in left if remaining(member) == least]


def _oldest(left: list[Member], current: Template, now: datetime) -> list[Member]:
    first = min(member.launched for member in left)
    return [member for member in left if member.launched == first]


def _newest(left: list[Member], current: Template, now: datetime) -> list[Member]:
    last = max(member.launched for member in left)
    return [member for member in left if member.launched == last]


POLICIES: dict[str, Keep] = {
    "Default": _default,
    "OldestInstance": _oldest,
    "NewestInstance": _newest,
    "OldestLaunchTemplate": _oldest_template,
    "ClosestToNextInstanceHour": _closest_to_hour,
}
"""Policies by name, each keeping of several members those that go first; one that is not here acts as the default."""
