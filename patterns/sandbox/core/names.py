"""The names one AWS service goes by. Not where its code lies: that is `services`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Names:
    """What CloudFormation, boto3, moto and ARNs call a service; empty where one of them does not know it.

    `aliases` are moto's names of parts that answer for it as well. `hosts` are hosts of boto3's that moto does not
    know, each with the one it does: "sync-states" of "sync-states.us-east-1.amazonaws.com". `names_in_host` says that
    the name of a resource may begin the host. Where a service shares its host with `predecessor`, as moto calls that
    one, its own requests carry `version`. `everywhere` says that its resources are seen from every region.
    """

    boto3: str
    moto: str
    cloudformation: str = ""
    arn: str = ""
    aliases: tuple[str, ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)
    names_in_host: bool = False
    predecessor: str = ""
    version: str = ""
    everywhere: bool = False
