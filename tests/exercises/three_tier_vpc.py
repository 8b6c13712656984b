"""Answers to the exercises of the network page."""

from patterns import ThreeTierVpc
from patterns.catalogue import exercise

START = exercise("a_public_subnet_that_is_none").start
JOINED = START.replace("SubnetId: !Ref DataSubnet", "SubnetId: !Ref PublicSubnet")
ATTACHED = """\
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
"""
ROUTE = """\
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
"""
MENDED = JOINED + ATTACHED + ROUTE
SECOND = """\
  PublicSubnetB:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24}
"""
HALVES = ROUTE.replace("0.0.0.0/0", "0.0.0.0/1") + ROUTE.replace("0.0.0.0/0", "128.0.0.0/1").replace("Out:", "Rest:")
WITHOUT_DATA = MENDED.replace(START[START.index("  DataSubnet:") : START.index("  Gateway:")], "")
BOTH = """\
  DataAssociation:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref DataSubnet, RouteTableId: !Ref PublicTable}
"""

ONE = ThreeTierVpc(nat="one")


def without(*prefixes):
    """The cheap network as a template, without the resources whose names begin so."""
    template = ONE.to_dict()
    kept = {name: one for name, one in template["Resources"].items() if not name.startswith(prefixes)}
    outputs = {name: one for name, one in template["Outputs"].items() if not any(part in str(one) for part in prefixes)}
    return {**template, "Resources": kept, "Outputs": outputs}


def leaking():
    """The cheap network, with a way out for the data subnets that leads to a few addresses of the internet."""
    template = ONE.with_(network_acls=False).to_dict()
    [nat] = [name for name, one in template["Resources"].items() if one["Type"] == "AWS::EC2::NatGateway"]
    [table] = {
        resource["Properties"]["RouteTableId"]["Ref"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::EC2::SubnetRouteTableAssociation"
        and resource["Properties"]["SubnetId"] == {"Ref": "DataSubnetB"}
    }
    said = {"RouteTableId": {"Ref": table}, "DestinationCidrBlock": "8.8.8.0/24", "NatGatewayId": {"Ref": nat}}
    template["Resources"]["Leak"] = {"Type": "AWS::EC2::Route", "Properties": said}
    return template


RIGHT = {
    "whom_a_lost_zone_cuts_off": ["AppA", "AppC"],
    "a_public_subnet_that_is_none": MENDED,
    "a_network_for_sixty_dollars": ONE,
}
UNUSUAL = {
    "whom_a_lost_zone_cuts_off": [{"AppC", "AppA"}, "AppC, AppA", "AppA and AppC"],
    "a_public_subnet_that_is_none": [MENDED + SECOND, JOINED + ATTACHED + HALVES],
    "a_network_for_sixty_dollars": [ThreeTierVpc(nat="one", zone_count=3), ONE.to_yaml()],
}
WRONG = {
    "whom_a_lost_zone_cuts_off": [
        (["AppA", "AppB", "AppC"], "AppB is in the lost zone"),
        (["PublicA", "AppA"], "the internet gateway, which belongs to no zone"),
        (["AppA"], "1 of your 1 are right, and there are 2"),
        ("AppA", "1 of your 1 are right"),
        ([1, 2], "no subnet here is called 1: they are AppA"),
        ([], "give the names of subnets"),
    ],
    "a_public_subnet_that_is_none": [
        (START + ATTACHED + ROUTE, "a route of its table leads to the internet gateway"),
        (JOINED, "and not to the whole internet: it needs 0.0.0.0/0 to internet gateway"),
        (JOINED + ROUTE.replace("    DependsOn: Attached\n", "") + ATTACHED, "belong to different networks"),
        (
            JOINED + ATTACHED + ROUTE.replace("    DependsOn: Attached\n", ""),
            "what has to wait for that with DependsOn",
        ),
        (JOINED + ATTACHED + ROUTE.replace("0.0.0.0/0", "198.51.100.0/24"), "it needs 0.0.0.0/0"),
        (WITHOUT_DATA, "DataSubnet is gone: keep the subnet"),
        (MENDED + BOTH, "give DataSubnet a table without one"),
        (MENDED.replace("MapPublicIpOnLaunch: true", "MapPublicIpOnLaunch: false"), "a public IPv4 address"),
    ],
    "a_network_for_sixty_dollars": [
        (ThreeTierVpc(), "it comes to $93"),
        (ThreeTierVpc(nat="none"), "it needs 0.0.0.0/0 to internet gateway or NAT gateway"),
        (ThreeTierVpc(nat="one", isolate_data=False, network_acls=False), "the data tier does not: "),
        (ThreeTierVpc(nat="one", zone_count=1), "the application subnets lie in 1 zone"),
        (without("Data"), "no subnet whose logical id begins with Data"),
        (leaking(), "DataSubnetA reaches the internet by"),
        ({"Resources": {}}, "Resources"),
    ],
}
