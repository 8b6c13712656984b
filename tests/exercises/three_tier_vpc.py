"""Answers to the exercises of the network page."""

from patterns import ThreeTierVpc
from patterns.catalogue import exercise

START = exercise("a_public_subnet_that_is_none").start
WAY_OUT = """\
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
"""

RIGHT = {
    "whom_a_lost_zone_cuts_off": ["AppA", "AppC"],
    "a_public_subnet_that_is_none": START.replace("SubnetId: !Ref DataSubnet", "SubnetId: !Ref PublicSubnet") + WAY_OUT,
    "a_network_for_sixty_dollars": ThreeTierVpc(nat="one"),
}
WRONG = {
    "whom_a_lost_zone_cuts_off": [
        (["AppA", "AppB", "AppC"], "AppB is in the lost zone"),
        (["PublicA", "AppA"], "the internet gateway, which belongs to no zone"),
        (["AppA"], "1 of your 1 are right, and there are 2"),
        ("AppA", "give the names of subnets"),
    ],
    "a_public_subnet_that_is_none": [
        (START + WAY_OUT, "a route of its table leads to the internet gateway"),
        (
            START.replace("SubnetId: !Ref DataSubnet", "SubnetId: !Ref PublicSubnet"),
            "lead nowhere outside: 10.0.0.0/16",
        ),
    ],
    "a_network_for_sixty_dollars": [
        (ThreeTierVpc(), "it comes to $93"),
        (ThreeTierVpc(nat="none"), "No route to the internet"),
        (ThreeTierVpc(nat="one", isolate_data=False, network_acls=False), "the data tier does not: "),
        (ThreeTierVpc(nat="one", zone_count=1), "the application subnets lie in 1 zone"),
    ],
}
