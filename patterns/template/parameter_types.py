"""The types a deploy-time parameter may have, read from their text. Whether a value fits one is `parameters`'.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PLAIN = ("String", "Number")
IN_ACCOUNT = (
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
    "AWS::SSM::Parameter::Name",
)
"""Types whose values must be there in the account a stack is made in."""

_ALONE = frozenset({"AWS::EC2::KeyPair::KeyName", "AWS::SSM::Parameter::Name"})
"""Types of which there is no list."""

_STORED = re.compile(r"AWS::SSM::Parameter::Value<(.+)>")
_LIST = re.compile(r"List<(.+)>")


@dataclass(frozen=True)
class ParameterType:
    """A type: that of one `item`, of a list of them, and whether the value given is the name it is stored under."""

    item: str
    is_list: bool = False
    is_stored: bool = False

    @property
    def is_in_account(self) -> bool:
        """Whether each value must be there in the account."""
        return self.item in IN_ACCOUNT


def parameter_type(text: str) -> ParameterType | None:
    """Return the type that this text names, None for one that CloudFormation does not have."""
    if stored := _STORED.fullmatch(text):
        inner = parameter_type(stored.group(1))
        return None if inner is None or inner.is_stored else ParameterType(inner.item, inner.is_list, is_stored=True)
    if text == "CommaDelimitedList":
        return ParameterType("String", is_list=True)
    listed = _LIST.fullmatch(text)
    item = listed.group(1) if listed else text
    if item not in (*PLAIN, *IN_ACCOUNT) or (listed and item in _ALONE):
        return None
    return ParameterType(item, is_list=listed is not None)


def known_types() -> str:
    """Return the types by name, for a message."""
    return ", ".join(
        (*PLAIN, "CommaDelimitedList", *IN_ACCOUNT, "List<...> and AWS::SSM::Parameter::Value<...> of them")
    )
