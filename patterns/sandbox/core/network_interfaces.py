"""The network interfaces by which services stand in a network, as each of them tells of its own.

Not here: who is asked, and what cannot be deleted because of it (`services/ec2`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Interfaces:
    """The interfaces of one owner: the subnets they stand in, their security groups, and whether the internet sees one.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
    """

    owner: str
    subnet_ids: frozenset[str]
    group_ids: frozenset[str]
    is_public: bool = False
