"""ThreeTierVpc: a network of public, application and data subnets over one to three zones.

Not modelled: peering, transit gateways, shared subnets and network firewalls.
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-private-subnets-nat.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Annotated, ClassVar, Literal

from troposphere import Ref, ec2

from patterns.parameters import Choice, Number, ParameterError, Switch, Text, Texts
from patterns.pattern import Parameter, Pattern
from patterns.recipes._flow_logs import flow_logs
from patterns.recipes._network import Network
from patterns.scope import Exports, Scope


@dataclass(frozen=True)
class Tier:
    """One row of subnets, one in each zone."""

    name: str
    networks: tuple[IPv4Network, ...]


class ThreeTierVpc(Pattern):
    """A network whose public, application and data tiers reach exactly what they need, in one to three zones."""

    title: ClassVar[str] = "Who can reach whom, and what does the way out cost?"
    pillar: ClassVar[str] = "Reliability"
    minutes: ClassVar[int] = 40
    path: ClassVar[str] = "Build the network"

    cidr: Annotated[
        str,
        Parameter(
            Text(
                label="Address range", group="Addresses", maximum=18,
                help="It must not overlap any network this one may be peered with.",
                pattern=r"(10|172\.(1[6-9]|2[0-9]|3[01])|192\.168)(\.[0-9]{1,3}){1,3}/(1[6-9]|2[0-4])",
                shape="a private IPv4 range of /16 to /24",
                examples=("10.0.0.0/16", "172.20.0.0/18", "192.168.0.0/20"),
            )
        ),
    ] = "10.0.0.0/16"  # fmt: skip
    zone_count: Annotated[
        int,
        Parameter(
            Number(
                label="Zones", group="Addresses", unit="zones", minimum=1, maximum=3,
                help="With one zone, losing it loses everything; traffic between zones is billed.",
            )
        ),
    ] = 2  # fmt: skip
    public_prefix: Annotated[
        int,
        Parameter(
            Number(
                label="Public subnet size", group="Addresses", unit="prefix bits", minimum=20, maximum=28,
                help="A /24 has 251 usable addresses: AWS keeps five of every subnet.",
            )
        ),
    ] = 24  # fmt: skip
    app_prefix: Annotated[
        int,
        Parameter(
            Number(
                label="Application subnet size", group="Addresses", unit="prefix bits", minimum=20, maximum=28,
                help="Instances, containers and functions each take addresses; a subnet cannot grow later.",
            )
        ),
    ] = 22  # fmt: skip
    data_prefix: Annotated[
        int,
        Parameter(
            Number(
                label="Data subnet size", group="Addresses", unit="prefix bits", minimum=20, maximum=28,
                help="Databases need few addresses, and some spare to fail over to.",
            )
        ),
    ] = 24  # fmt: skip
    ipv6: Annotated[
        bool,
        Parameter(
            Switch(
                label="IPv6", group="Addresses",
                help="Its addresses cost nothing and need no NAT; every rule must then be written for both.",
            )
        ),
    ] = False  # fmt: skip
    nat: Annotated[
        Literal["none", "one", "per_zone", "regional"],
        Parameter(
            Choice(
                label="NAT gateways", group="Way out",
                options={
                    "none": "none: no way out",
                    "one": "one for all zones",
                    "per_zone": "one in each zone",
                    "regional": "regional: follows the zones",
                },
                help="Each costs about $33 a month before traffic; with one, losing its zone cuts off the others too.",
            )
        ),
    ] = "per_zone"  # fmt: skip
    gateway_endpoints: Annotated[
        bool,
        Parameter(
            Switch(
                label="S3 and DynamoDB endpoints", group="Way out",
                help="Free, and their traffic pays for no NAT gateway.",
            )
        ),
    ] = True  # fmt: skip
    interface_endpoints: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Private service endpoints", group="Way out", most=10,
                help="Reach a service without the internet, for about $7 a month in each zone.",
                item=Text(
                    label="Service", help="", pattern=r"[a-z][a-z0-9.-]{1,40}", maximum=41,
                    shape="the last part of a service's endpoint name", examples=("ssm", "secretsmanager"),
                ),
            )
        ),
    ] = ()  # fmt: skip
    isolate_data: Annotated[
        bool,
        Parameter(
            Switch(
                label="Isolate the data tier", group="Protection",
                help="Databases get no route out at all, so no data can leave through one.",
            )
        ),
    ] = True  # fmt: skip
    network_acls: Annotated[
        bool,
        Parameter(
            Switch(
                label="Network ACLs", group="Protection",
                help="A second wall around the data tier; stateless, so answers need their own rule.",
            )
        ),
    ] = True  # fmt: skip
    public_addresses: Annotated[
        bool,
        Parameter(
            Switch(
                label="Public addresses by default", group="Protection",
                help="Every instance launched in a public subnet is reachable, and its address costs $3.65 a month.",
            )
        ),
    ] = False  # fmt: skip
    flow_logs: Annotated[
        Literal["none", "logs", "s3"],
        Parameter(
            Choice(
                label="Flow logs", group="Protection",
                options={"none": "none", "logs": "to CloudWatch Logs", "s3": "to S3, cheaper to keep"},
                help="Who talked to whom: the first question after an incident, and billed by the gigabyte.",
            )
        ),
    ] = "logs"  # fmt: skip
    flow_log_days: Annotated[
        Literal["7", "30", "90", "365"],
        Parameter(
            Choice(
                label="Flow logs kept", group="Protection", needs=(("flow_logs", ("logs", "s3")),),
                options={"7": "7 days", "30": "30 days", "90": "90 days", "365": "a year"},
                help="An intrusion is often found months later.",
            )
        ),
    ] = "90"  # fmt: skip

    def require(self) -> None:
        """Refuse sizes that do not fit into the range, and a range that is not one."""
        try:
            list(self.tiers())
        except ValueError as error:
            raise ParameterError("cidr", self.cidr, f"cannot hold the tiers: {error}") from None

    def tiers(self) -> Iterator[Tier]:
        """The tiers with their networks: biggest subnets first, so that none straddles another.

        Raises `ValueError` when they do not fit.
        """
        whole = IPv4Network(self.cidr)
        prefixes = {"Public": self.public_prefix, "App": self.app_prefix, "Data": self.data_prefix}
        at = int(whole.network_address)
        taken: dict[str, tuple[IPv4Network, ...]] = {}
        for name, prefix in sorted(prefixes.items(), key=lambda item: item[1]):
            if prefix < whole.prefixlen:
                raise ValueError(f"a /{prefix} subnet is larger than /{whole.prefixlen}")
            size = 2 ** (32 - prefix)
            taken[name] = tuple(IPv4Network((at + number * size, prefix)) for number in range(self.zone_count))
            at += self.zone_count * size
        if at > int(whole.broadcast_address) + 1:
            raise ValueError(f"they need {at - int(whole.network_address):,} addresses of {whole.num_addresses:,}")
        return (Tier(name, taken[name]) for name in prefixes)

    def build(self, scope: Scope) -> Exports:
        """The network, three subnets a zone with their tables, the ways out, and what watches them."""
        vpc = scope.add("Vpc", ec2.VPC, CidrBlock=self.cidr, EnableDnsSupport=True, EnableDnsHostnames=True)
        network = Network(scope, vpc, self)
        network.gateways()
        for number, tier in enumerate(self.tiers()):
            network.tier(tier, number)
        network.ways_out()
        network.endpoints()
        if self.network_acls:
            network.data_wall()
        made = network.made
        if self.flow_logs != "none":
            made |= flow_logs(scope, vpc, destination=self.flow_logs, days=int(self.flow_log_days))
        scope.output("VpcId", Ref(vpc), "Id of the network.")
        for name in ("Public", "App", "Data"):
            scope.output(f"{name}SubnetIds", network.subnet_ids(name), f"Ids of the {name.lower()} subnets.")
        return Exports(**made)
