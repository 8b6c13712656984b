"""What is launched: the groups and addresses that an instance, a launch template or configuration says. Not where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.network.declared import Declared, Part
from patterns.network.groups import Group
from patterns.template.properties import at
from patterns.template.values import Unknown

AS_THE_SUBNET = Unknown("as the subnet")
"""A public address is given where the subnet gives one."""


def configured(declared: Declared, part: Part) -> Mapping[str, Any]:
    """What a launch configuration says, in the words of a launch template."""
    named = part["LaunchConfigurationName"]
    there = declared.part(named)
    if there is None:
        return {} if named is None else {"SecurityGroupIds": Group("", doubt=f"the security groups of {named}")}
    wish = there["AssociatePublicIpAddress"]
    interface = {} if wish is None else {"AssociatePublicIpAddress": wish}
    return {"SecurityGroupIds": there["SecurityGroups"], "NetworkInterfaces": [interface]}


def launched(declared: Declared, reference: Any) -> Mapping[str, Any]:
    """The data of the launch template that something names, as far as it is in this template."""
    if reference is None:
        return {}
    named = at(reference, "LaunchTemplateId") or at(reference, "LaunchTemplateName")
    there = declared.part(named) or next(
        (one for one in declared.of("AWS::EC2::LaunchTemplate") if named and one["LaunchTemplateName"] == named), None
    )
    data = at(there, "LaunchTemplateData") if there is None else there["LaunchTemplateData"]
    if isinstance(data, dict):
        return data
    return {"SecurityGroupIds": Group("", doubt="the security groups of its launch template")}


def worn(data: Mapping[str, Any]) -> Any:
    """The security groups of what is launched so; None where nothing names one."""
    first = first_interface(data)
    return data.get("SecurityGroupIds") or first.get("GroupSet") or first.get("Groups")


def first_interface(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first network interface that is described, empty where none is."""
    interfaces = data.get("NetworkInterfaces")
    first = interfaces[0] if isinstance(interfaces, list) and interfaces else None
    return first if isinstance(first, dict) else {}


def public_wish(first: Mapping[str, Any]) -> Any:
    """Whether a first interface asks for a public address: True, False, None for not decided, or `AS_THE_SUBNET`."""
    wish = first.get("AssociatePublicIpAddress")
    return AS_THE_SUBNET if wish is None else truth(wish)


def truth(value: Any) -> bool | None:
    """Whether a switch is on; None where only a deployment knows."""
    return None if isinstance(value, Unknown) else str(value).lower() == "true"
