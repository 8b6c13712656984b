"""Who talks to whom: a party, and the places it has in the network. Not here: which parties a template has.

`parties` finds those.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from patterns.network.addresses import FAMILIES, Addresses, united
from patterns.network.groups import Group
from patterns.network.subnets import Subnet

Kind = Literal[
    "internet", "subnets", "instance", "Auto Scaling group", "service", "function", "load balancer", "database",
    "cache", "interface endpoint", "gateway endpoint",
]  # fmt: skip
INTERNET = "internet"
ONLY_ANSWERS = ("database", "cache", "interface endpoint", "gateway endpoint")


@dataclass(frozen=True)
class Place:
    """Subnets that decide alike, and the security groups of what stands there; None: nothing is known to stand there.

    `public_address` is whether it has one for IPv4, `ipv6_address` whether it has any; `address` is its own IPv4 one,
    where that is known.
    """

    subnets: tuple[Subnet, ...]
    groups: tuple[Group, ...] | None = None
    public_address: bool | None = None
    ipv6_address: bool | None = None
    address: Addresses | None = None

    def range(self, family: int) -> Addresses | None:
        """Its addresses of a family, None if it has none."""
        return self._ranges[family]

    @cached_property
    def _ranges(self) -> dict[int, Addresses | None]:
        made: dict[int, Addresses | None] = {}
        for family in FAMILIES:
            ranges = [one for subnet in self.subnets if (one := subnet.range(family)) is not None]
            made[family] = united(ranges, family) if ranges else None
        return made if self.address is None else {**made, 4: self.address}

    @property
    def group_names(self) -> frozenset[str] | None:
        """The names of its security groups."""
        return None if self.groups is None else frozenset(group.name for group in self.groups)

    @property
    def doubt(self) -> str:
        """What its routes, network ACL or groups depend on, where they are not in the template."""
        subnet = self.subnets[0]
        doubts = (subnet.doubt, subnet.acl.doubt, *(group.doubt for group in self.groups or ()))
        return next((doubt for doubt in doubts if doubt), "")


@dataclass(frozen=True)
class Party:
    """Somebody who sends or receives. `service` is what an endpoint leads to; `doubt` why its places are not known.

    `members` are the resources it stands for, where it stands for several; `port` is where a store listens.
    """

    name: str
    kind: Kind
    places: tuple[Place, ...] = ()
    service: str = ""
    doubt: str = ""
    members: tuple[str, ...] = ()
    port: int | None = None

    @property
    def can_start(self) -> bool:
        """Whether it starts conversations: an endpoint and a store only answer."""
        return self.kind not in ONLY_ANSWERS

    @property
    def can_be_called(self) -> bool:
        """Whether anything can connect to it: a function's network interfaces only lead out.

        https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
        """
        return self.kind != "function"

    def __str__(self) -> str:
        return self.name


def tier_party(name: str, members: tuple[Subnet, ...]) -> Party:
    """The party of some subnets; what stands in them is not asked."""
    first = members[0]
    place = Place(members, public_address=first.public_addresses, ipv6_address=first.ipv6_addresses)
    return Party(name, "subnets", (place,))
