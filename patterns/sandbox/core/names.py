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
    one, its own requests carry `version`; where it shares it with another and differs by the paths alone, `at_path` is
    the beginning of the host and of its paths: ("apigateway", "/v2/"). `everywhere` says that its resources are seen
    from every region. `unknown` has code and message, by parameter, for a name that nothing has, where the service's
    model lists no such error.
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
    at_path: tuple[str, str] = ("", "")
    everywhere: bool = False
    unknown: Mapping[str, tuple[str, str]] = field(default_factory=dict)
