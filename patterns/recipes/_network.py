"""The parts of a three-tier network, each as a method that adds resources to a scope. Not a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troposphere import AWSObject, Cidr, GetAtt, GetAZs, Join, Ref, Select, Sub, ec2

if TYPE_CHECKING:
    from patterns.recipes.three_tier_vpc import ThreeTierVpc, Tier
    from patterns.scope import Scope

ANYWHERE, ANYWHERE_V6 = "0.0.0.0/0", "::/0"
ZONES = "ABC"
EVERY_PORT = (0, 65535)
EPHEMERAL = (1024, 65535)
"""The ports that answers come back to: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html."""


class Network:
    """Builds one network; logical ids are the tier and the letter of the zone: `AppSubnetB`, `PublicRouteTable`."""

    def __init__(self, scope: Scope, vpc: AWSObject, chosen: ThreeTierVpc) -> None:
        self._scope = scope
        self._vpc = vpc
        self._chosen = chosen
        self._zones = ZONES[: chosen.zone_count]
        self._made: dict[str, AWSObject] = {"vpc": vpc}
        self._subnets: dict[str, list[AWSObject]] = {}
        self._tables: dict[str, AWSObject] = {}

    @property
    def made(self) -> dict[str, AWSObject]:
        """Every resource so far, by the name under which a recipe exports it."""
        return dict(self._made)

    def subnet_ids(self, tier: str) -> Join:
        """The ids of one tier's subnets, as one text."""
        return Join(",", [Ref(subnet) for subnet in self._subnets[tier]])

    def gateways(self) -> None:
        """The internet gateway, and what IPv6 needs."""
        gateway = self._add("internet_gateway", "InternetGateway", ec2.InternetGateway)
        attached = {"VpcId": Ref(self._vpc), "InternetGatewayId": Ref(gateway)}
        self._add("attachment", "InternetGatewayAttachment", ec2.VPCGatewayAttachment, **attached)
        if self._chosen.ipv6:
            block = {"VpcId": Ref(self._vpc), "AmazonProvidedIpv6CidrBlock": True}
            self._add("ipv6_block", "Ipv6Block", ec2.VPCCidrBlock, **block)
            self._add("egress_gateway", "EgressOnlyGateway", ec2.EgressOnlyInternetGateway, VpcId=Ref(self._vpc))

    def tier(self, tier: Tier, number: int) -> None:
        """One tier's subnets and route tables: one table a zone where zones leave by different ways, else one."""
        self._subnets[tier.name] = []
        for index, zone in enumerate(self._zones):
            subnet = self._subnet(tier, zone, index, number * len(ZONES) + index)
            self._subnets[tier.name].append(subnet)
            table = self._table(tier.name, zone)
            self._add(
                f"{tier.name.lower()}_association_{zone.lower()}",
                f"{tier.name}RouteTableAssociation{zone}",
                ec2.SubnetRouteTableAssociation,
                SubnetId=Ref(subnet),
                RouteTableId=Ref(table),
            )

    def ways_out(self) -> None:
        """Routes to the internet: straight for the public tier, through NAT for the application tier."""
        gateway, attached = Ref(self._made["internet_gateway"]), self._made["attachment"].title
        self._route("Public", GatewayId=gateway, DependsOn=attached)
        if self._chosen.ipv6:
            self._route6("Public", GatewayId=gateway, DependsOn=attached)
        inner = ["App"] if self._chosen.isolate_data else ["App", "Data"]
        for tier in inner:
            if self._chosen.ipv6:
                self._route6(tier, EgressOnlyInternetGatewayId=Ref(self._made["egress_gateway"]))
            for key in [key for key in self._tables if key.startswith(tier)]:
                if self._chosen.nat != "none":
                    self._add(
                        f"{key.lower()}_route",
                        f"{key}DefaultRoute",
                        ec2.Route,
                        RouteTableId=Ref(self._tables[key]),
                        DestinationCidrBlock=ANYWHERE,
                        NatGatewayId=Ref(self._nat(key.removeprefix(f"{tier}RouteTable"))),
                    )

    def endpoints(self) -> None:
        """Private ways to AWS's own services."""
        if self._chosen.gateway_endpoints:
            # A network ACL knows no prefix lists: behind the data wall an endpoint's route would lead nowhere.
            walled = "Data" if self._chosen.network_acls else None
            tables = [Ref(table) for key, table in self._tables.items() if not key.startswith(str(walled))]
            for service in ("s3", "dynamodb"):
                self._endpoint(service, VpcEndpointType="Gateway", RouteTableIds=tables)
        if self._chosen.interface_endpoints:
            group = self._add(
                "endpoint_security_group",
                "EndpointSecurityGroup",
                ec2.SecurityGroup,
                GroupDescription="HTTPS from inside the network to the endpoints.",
                VpcId=Ref(self._vpc),
                SecurityGroupIngress=[
                    ec2.SecurityGroupRule(
                        IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp=self._chosen.cidr, Description="HTTPS"
                    )
                ],
            )
            for service in self._chosen.interface_endpoints:
                self._endpoint(
                    service,
                    VpcEndpointType="Interface",
                    PrivateDnsEnabled=True,
                    SubnetIds=[Ref(subnet) for subnet in self._subnets["App"]],
                    SecurityGroupIds=[GetAtt(group, "GroupId")],
                )

    def data_wall(self) -> None:
        """A network ACL that lets the application tier, and nobody else, talk to the data tier.

        Data subnets reach each other, as copies of a database must. Answers to the application tier need ports that
        also let the data tier begin a conversation on them: an ACL does not know who asked.
        """
        acl = self._add("data_acl", "DataNetworkAcl", ec2.NetworkAcl, VpcId=Ref(self._vpc))
        networks = {tier.name: tier.networks for tier in self._chosen.tiers()}
        for number, network in enumerate(networks["App"]):
            self._entry(acl, "In", 100 + number, str(network), EVERY_PORT)
            self._entry(acl, "Out", 100 + number, str(network), EPHEMERAL)
        if len(self._zones) > 1:
            for number, network in enumerate(networks["Data"]):
                self._entry(acl, "In", 200 + number, str(network), EVERY_PORT)
                self._entry(acl, "Out", 200 + number, str(network), EVERY_PORT)
        for zone, subnet in zip(self._zones, self._subnets["Data"], strict=True):
            self._add(
                f"data_acl_association_{zone.lower()}",
                f"DataNetworkAclAssociation{zone}",
                ec2.SubnetNetworkAclAssociation,
                SubnetId=Ref(subnet),
                NetworkAclId=Ref(acl),
            )

    def _subnet(self, tier: Tier, zone: str, index: int, position: int) -> AWSObject:
        attributes: dict[str, Any] = {
            "VpcId": Ref(self._vpc),
            "CidrBlock": str(tier.networks[index]),
            "AvailabilityZone": Select(index, GetAZs("")),
            "MapPublicIpOnLaunch": tier.name == "Public" and self._chosen.public_addresses,
        }
        if self._chosen.ipv6:
            blocks = Cidr(Select(0, GetAtt(self._vpc, "Ipv6CidrBlocks")), 16, 64)
            attributes |= {"Ipv6CidrBlock": Select(position, blocks), "DependsOn": self._made["ipv6_block"].title}
        return self._add(
            f"{tier.name.lower()}_subnet_{zone.lower()}", f"{tier.name}Subnet{zone}", ec2.Subnet, **attributes
        )

    def _table(self, tier: str, zone: str) -> AWSObject:
        own = tier == "App" or (tier == "Data" and not self._chosen.isolate_data)
        key = f"{tier}RouteTable{zone if own else ''}"
        if key not in self._tables:
            self._tables[key] = self._add(key.lower(), key, ec2.RouteTable, VpcId=Ref(self._vpc))
        return self._tables[key]

    def _nat(self, zone: str) -> AWSObject:
        """The NAT gateway that serves a zone, made when first asked for."""
        kind = self._chosen.nat
        suffix = {"per_zone": zone, "one": ZONES[0], "regional": ""}[kind]
        name = f"nat_gateway_{suffix.lower()}".rstrip("_")
        if name in self._made:
            return self._made[name]
        after = self._made["attachment"].title
        if kind == "regional":
            regional = {"AvailabilityMode": "regional", "VpcId": Ref(self._vpc)}
            return self._add(name, "NatGateway", ec2.NatGateway, DependsOn=after, **regional)
        address = self._add(
            f"address_{suffix.lower()}",
            f"NatAddress{suffix}",
            ec2.EIP,
            DependsOn=after,
            Domain="vpc",
        )
        subnet = self._subnets["Public"][ZONES.index(suffix)]
        return self._add(
            name, f"NatGateway{suffix}", ec2.NatGateway,
            AllocationId=GetAtt(address, "AllocationId"), SubnetId=Ref(subnet),
        )  # fmt: skip

    def _route(self, tier: str, **attributes: Any) -> None:
        for key in [key for key in self._tables if key.startswith(tier)]:
            self._add(
                f"{key.lower()}_route", f"{key}DefaultRoute", ec2.Route,
                RouteTableId=Ref(self._tables[key]), DestinationCidrBlock=ANYWHERE, **attributes,
            )  # fmt: skip

    def _route6(self, tier: str, **target: Any) -> None:
        for key in [key for key in self._tables if key.startswith(tier)]:
            self._add(
                f"{key.lower()}_route6", f"{key}DefaultRoute6", ec2.Route,
                RouteTableId=Ref(self._tables[key]), DestinationIpv6CidrBlock=ANYWHERE_V6, **target,
            )  # fmt: skip

    def _endpoint(self, service: str, **attributes: Any) -> None:
        words = "".join(part.capitalize() for part in service.replace("-", ".").split("."))
        name = Sub(f"com.amazonaws.${{AWS::Region}}.{service}")
        self._add(
            f"endpoint_{service.replace('.', '_').replace('-', '_')}", f"{words}Endpoint", ec2.VPCEndpoint,
            VpcId=Ref(self._vpc), ServiceName=name, **attributes,
        )  # fmt: skip

    def _entry(self, acl: AWSObject, direction: str, number: int, cidr: str, ports: tuple[int, int]) -> None:
        self._add(
            f"data_acl_{direction.lower()}_{number}", f"DataNetworkAcl{direction}{number}", ec2.NetworkAclEntry,
            NetworkAclId=Ref(acl), RuleNumber=number, Protocol=6, RuleAction="allow", Egress=direction == "Out",
            CidrBlock=cidr, PortRange=ec2.PortRange(From=ports[0], To=ports[1]),
        )  # fmt: skip

    def _add(self, name: str, logical_id: str, resource_type: type[AWSObject], **attributes: Any) -> AWSObject:
        self._made[name] = self._scope.add(logical_id, resource_type, **attributes)
        return self._made[name]
