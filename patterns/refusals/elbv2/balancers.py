"""What Elastic Load Balancing refuses of a load balancer: its name, and the subnets and groups it stands in.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
Messages as users report them: zones in github.com/aws-samples/aws-cdk-examples/issues/226 and
github.com/robertdebock/terraform-aws-vault/issues/5, gateways in github.com/openshift/installer/issues/1110. In which
words networks and groups that do not fit are refused no page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Refusal

VALIDATION, CONFIGURATION = "ValidationError", "InvalidConfigurationRequest"

ONE_ZONE_TWICE = "A load balancer cannot be attached to multiple subnets in the same Availability Zone"
NAME = re.compile(r"[A-Za-z0-9-]*")
LONGEST_NAME = 32
FREE_ADDRESSES = 8
SMALL_PREFIX = 27
"""Only of subnets of this size and smaller ones are free addresses counted: larger ones are seldom full."""
KINDS = ("application", "network", "gateway")
SCHEMES = ("internal", "internet-facing")


def wrong_name(name: str) -> Iterator[Refusal]:
    """What is wrong with the name of a load balancer."""
    if len(name) > LONGEST_NAME:
        yield VALIDATION, f"The load balancer name '{name}' cannot be longer than '{LONGEST_NAME}' characters"
    if not NAME.fullmatch(name):
        yield (
            VALIDATION,
            f"The load balancer name '{name}' can only contain characters that are alphanumeric characters or "
            "hyphens(-)",
        )
    if name.startswith("-") or name.endswith("-"):
        yield VALIDATION, f"The load balancer name '{name}' cannot begin or end with '-'"
    if name.startswith("internal-"):
        yield VALIDATION, f"The load balancer name '{name}' cannot begin with 'internal-'"


def wrong_choice(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the type and the scheme."""
    for name, field, choices in (("Type", "type", KINDS), ("Scheme", "scheme", SCHEMES)):
        value = asked.get(name)
        if value is not None and value not in choices:
            yield (
                VALIDATION,
                f"1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: Member must "
                f"satisfy enum value set: [{', '.join(choices)}]",
            )
    if asked.get("Subnets") and asked.get("SubnetMappings"):
        yield VALIDATION, "You must specify either subnets or subnet mappings, but not both"


def wrong_place(subnets: Sequence[Any], kind: str) -> Iterator[Refusal]:
    """What is wrong with the subnets, as moto keeps them, of a balancer of a type."""
    zones = [subnet.availability_zone for subnet in subnets]
    if len(set(zones)) < len(zones):
        yield CONFIGURATION, ONE_ZONE_TWICE
    if kind == "application" and len(zones) < 2:
        yield VALIDATION, "At least two subnets in two different Availability Zones must be specified"
    if len({subnet.vpc_id for subnet in subnets}) > 1:
        yield CONFIGURATION, "All subnets must belong to the same VPC"
    for subnet in subnets:
        if subnet.cidr.prefixlen >= SMALL_PREFIX and subnet.available_ip_address_count < FREE_ADDRESSES:
            yield (
                "InvalidSubnet",
                f"Not enough IP space available in {subnet.id}. ELB requires at least {FREE_ADDRESSES} free IP "
                "addresses in each subnet.",
            )


def wrong_way_in(vpc_id: str, has_gateway: bool, scheme: str, kind: str) -> Iterator[Refusal]:
    """What is wrong with a network through which the internet shall come in."""
    if scheme == "internet-facing" and kind != "gateway" and not has_gateway:
        yield "InvalidSubnet", f"VPC {vpc_id} has no internet gateway"


def wrong_groups(groups: Sequence[Any], vpc_id: str) -> Iterator[Refusal]:
    """What is wrong with security groups, None for one that is not there."""
    if any(group is None or group.vpc_id != vpc_id for group in groups):
        yield CONFIGURATION, "One or more security groups are invalid"


def not_for_applications(group: str, protocol: str) -> str:
    """In which words a group of another protocol than HTTP and HTTPS is refused to an application load balancer."""
    return f"Target group '{group}' with protocol '{protocol}' cannot be used by an application load balancer"
