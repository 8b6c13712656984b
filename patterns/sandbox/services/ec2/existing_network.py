"""What an account has before anyone deploys: the default network, a key pair, AWS's images; ids for templates that ask.

https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
Not modelled: the rule by which the members of a default security group reach one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from patterns.sandbox.core.account import Account

KEY_NAME = "existing-key"
PUBLIC_KEY = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
"""The public half of a key pair that nobody uses, the same in every account so that its fingerprint is."""

ANYWHERE = "0.0.0.0/0"
IMAGES = {
    architecture: f"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}"
    for architecture in ("x86_64", "arm64")
}


@dataclass(frozen=True)
class ExistingNetwork:
    """The ids of what an account has: subnets by zone, and the newest Amazon Linux 2023 images by architecture."""

    vpc_id: str
    vpc_cidr: str
    subnet_ids: Mapping[str, str]
    security_group_id: str
    route_table_id: str
    network_acl_id: str
    internet_gateway_id: str
    key_name: str
    image_ids: Mapping[str, str]

    def __repr__(self) -> str:
        return f"ExistingNetwork({self.vpc_id}, {len(self.subnet_ids)} subnets, key {self.key_name!r})"


def existing_network(account: Account) -> ExistingNetwork:
    """Return the ids of the default network and what goes with it; what was deleted of it is made again."""
    # Not the administrator's calls: nobody deployed this, and no policy stands against it.
    ec2 = account.observer("ec2")
    vpc = _default_vpc(ec2)
    own = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
    default = [*own, {"Name": "default", "Values": ["true"]}]
    [table] = ec2.describe_route_tables(Filters=[*own, {"Name": "association.main", "Values": ["true"]}])["RouteTables"]
    [group] = ec2.describe_security_groups(Filters=[*own, {"Name": "group-name", "Values": ["default"]}])[
        "SecurityGroups"
    ]
    [acl] = ec2.describe_network_acls(Filters=default)["NetworkAcls"]
    return ExistingNetwork(
        vpc_id=vpc["VpcId"],
        vpc_cidr=vpc["CidrBlock"],
        subnet_ids=MappingProxyType(_default_subnets(ec2, own)),
        security_group_id=group["GroupId"],
        route_table_id=table["RouteTableId"],
        network_acl_id=acl["NetworkAclId"],
        internet_gateway_id=_gateway(ec2, vpc["VpcId"], table),
        key_name=_key_pair(ec2),
        image_ids=MappingProxyType(_images(account)),
    )


def _default_vpc(ec2: Any) -> dict[str, Any]:
    vpcs = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    vpc: dict[str, Any] = vpcs[0] if vpcs else ec2.create_default_vpc()["Vpc"]
    return vpc


def _default_subnets(ec2: Any, own: list[dict[str, Any]]) -> dict[str, str]:
    """Zone -> its default subnet, of every zone of the region."""
    subnets = ec2.describe_subnets(Filters=[*own, {"Name": "default-for-az", "Values": ["true"]}])["Subnets"]
    there = {subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in subnets}
    zones = [zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]]
    for zone in zones:
        if zone not in there:
            there[zone] = ec2.create_default_subnet(AvailabilityZone=zone)["Subnet"]["SubnetId"]
    return {zone: there[zone] for zone in sorted(zones)}


def _gateway(ec2: Any, vpc_id: str, table: dict[str, Any]) -> str:
    """The internet gateway of the network, to which its main route table leads; moto makes neither."""
    attached = [{"Name": "attachment.vpc-id", "Values": [vpc_id]}]
    internet_gateways = ec2.describe_internet_gateways(Filters=attached)["InternetGateways"]
    if internet_gateways:
        gateway_id = str(internet_gateways[0]["InternetGatewayId"])
    else:
        gateway_id = str(ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"])
        ec2.attach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc_id)
    if not any(route.get("DestinationCidrBlock") == ANYWHERE for route in table["Routes"]):
        ec2.create_route(RouteTableId=table["RouteTableId"], DestinationCidrBlock=ANYWHERE, GatewayId=gateway_id)
    return gateway_id


def _key_pair(ec2: Any) -> str:
    key_pairs = ec2.describe_key_pairs(Filters=[{"Name": "key-name", "Values": [KEY_NAME]}])["KeyPairs"]
    if not key_pairs:
        ec2.import_key_pair(KeyName=KEY_NAME, PublicKeyMaterial=PUBLIC_KEY)
    return KEY_NAME


def _images(account: Account) -> dict[str, str]:
    """Architecture -> image."""
    parameters = account.observer("ssm").get_parameters(Names=list(IMAGES.values()))["Parameters"]
    values = {parameter["Name"]: parameter["Value"] for parameter in parameters}
    return {architecture: values[name] for architecture, name in IMAGES.items()}
