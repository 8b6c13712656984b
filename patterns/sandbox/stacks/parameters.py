"""What the account says to the values of a stack's parameters: what is stored under a name, and whether an id exists.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
Not here: the constraints that the template itself declares (`patterns.template.parameters`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.template.errors import ParameterError
from patterns.template.parameters import stored_names, types
from patterns.template.source import Document
from patterns.template.values import Unknown

AT_ONCE = 10
"""https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html"""


@dataclass(frozen=True)
class _Listing:
    """The call that lists what a type stands for: where in its answer the entries are, under which key their ids.

    `filter` is the service's own name for the id in a filter; without one the call lists all.
    """

    service: str
    operation: str
    path: tuple[str, ...]
    id_key: str
    filter: str = ""

    def arguments(self, ids: list[str]) -> dict[str, Any]:
        return {"Filters": [{"Name": self.filter, "Values": ids}]} if self.filter else {}


_LISTINGS = {
    "AWS::EC2::AvailabilityZone::Name": _Listing(
        "ec2", "describe_availability_zones", ("AvailabilityZones",), "ZoneName", "zone-name"
    ),
    "AWS::EC2::Image::Id": _Listing("ec2", "describe_images", ("Images",), "ImageId", "image-id"),
    "AWS::EC2::Instance::Id": _Listing(
        "ec2", "describe_instances", ("Reservations", "Instances"), "InstanceId", "instance-id"
    ),
    "AWS::EC2::KeyPair::KeyName": _Listing("ec2", "describe_key_pairs", ("KeyPairs",), "KeyName", "key-name"),
    "AWS::EC2::SecurityGroup::GroupName": _Listing(
        "ec2", "describe_security_groups", ("SecurityGroups",), "GroupName", "group-name"
    ),
    "AWS::EC2::SecurityGroup::Id": _Listing(
        "ec2", "describe_security_groups", ("SecurityGroups",), "GroupId", "group-id"
    ),
    "AWS::EC2::Subnet::Id": _Listing("ec2", "describe_subnets", ("Subnets",), "SubnetId", "subnet-id"),
    "AWS::EC2::VPC::Id": _Listing("ec2", "describe_vpcs", ("Vpcs",), "VpcId", "vpc-id"),
    "AWS::EC2::Volume::Id": _Listing("ec2", "describe_volumes", ("Volumes",), "VolumeId", "volume-id"),
    "AWS::Route53::HostedZone::Id": _Listing("route53", "list_hosted_zones", ("HostedZones",), "Id"),
}


def stored_values(account: Account, document: Document, given: Mapping[str, Any]) -> dict[str, str]:
    """Return, by parameter, what the parameter store holds now under the name given, for the types that mean this.

    Raises ParameterError, in CloudFormation's words, for names the store does not have, and for encrypted values.
    """
    named = stored_names(document, {**document.parameters, **given})
    found = _parameters(account, named.values())
    missing = [name for name in dict.fromkeys(named.values()) if name not in found]
    if missing:
        raise ParameterError(f"Unable to fetch parameters [{','.join(missing)}] from parameter store for this account.")
    encrypted = [name for name in dict.fromkeys(named.values()) if found[name]["Type"] == "SecureString"]
    if encrypted:
        listed = ", ".join(encrypted)
        raise ParameterError(
            f"Parameters [{listed}] referenced by template have types not supported by CloudFormation."
        )
    return {name: str(found[key]["Value"]) for name, key in named.items()}


def missing_value(account: Account, document: Document, values: Mapping[str, Any]) -> str | None:
    """Return what CloudFormation says of the first value that the account does not have, None when it has all."""
    for name, kind in types(document).items():
        if not kind.is_in_account or isinstance(values[name], Unknown):
            continue
        # An empty value is one that does not exist: such a parameter cannot be left open.
        asked = (values[name] or [""]) if kind.is_list else [values[name]]
        there = _existing(account, kind.item, asked)
        for value in asked:
            if value not in there:
                return f"Parameter validation failed: parameter value {value} for parameter name {name} does not exist."
    return None


def _existing(account: Account, kind: str, asked: list[str]) -> set[str]:
    """The ids, of those asked for, that the account has."""
    ids = [value for value in asked if value]
    if not ids:
        return set()
    if kind == "AWS::SSM::Parameter::Name":
        return set(_parameters(account, ids))
    listing = _LISTINGS[kind]
    answer = getattr(account.observer(listing.service), listing.operation)(**listing.arguments(ids))
    entries = [answer]
    for step in listing.path:
        entries = [member for entry in entries for member in entry[step]]
    return {str(entry[listing.id_key]).removeprefix("/hostedzone/") for entry in entries}


def _parameters(account: Account, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The parameters of the store, by the name asked for; those it does not have are left out."""
    asked = list(dict.fromkeys(names))
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(asked), AT_ONCE):
        try:
            answer = account.observer("ssm").get_parameters(Names=asked[start : start + AT_ONCE])
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("ValidationException", "ParameterNotFound"):
                raise
            continue
        found |= {parameter["Name"] + parameter.get("Selector", ""): parameter for parameter in answer["Parameters"]}
    return found
