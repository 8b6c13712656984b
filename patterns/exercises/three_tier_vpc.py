"""The exercises of the network page: whom a lost zone cuts off, a public subnet that is not, a network on a budget."""

from __future__ import annotations

from collections.abc import Iterable

from patterns.analysis.cost import cost
from patterns.network.reachability import Reachability, reachability
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial

BUDGET_USD = 60.0

NOT_PUBLIC = """\
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
  PublicSubnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, MapPublicIpOnLaunch: true}
  DataSubnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}
  Gateway:
    Type: AWS::EC2::InternetGateway
  PublicTable:
    Type: AWS::EC2::RouteTable
    Properties: {VpcId: !Ref Vpc}
  PublicTableAssociation:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref DataSubnet, RouteTableId: !Ref PublicTable}
"""

ONE_GATEWAY = {
    "Resources": {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Internet": {"Type": "AWS::EC2::InternetGateway"},
        "Attached": {
            "Type": "AWS::EC2::VPCGatewayAttachment",
            "Properties": {"VpcId": {"Ref": "Vpc"}, "InternetGatewayId": {"Ref": "Internet"}},
        },
        "Nat": {
            "Type": "AWS::EC2::NatGateway",
            "Properties": {"SubnetId": {"Ref": "PublicB"}, "AllocationId": {"Fn::GetAtt": ["Address", "AllocationId"]}},
        },
        "Address": {"Type": "AWS::EC2::EIP", "DependsOn": "Attached", "Properties": {"Domain": "vpc"}},
        **{
            f"{tier}{zone}": {
                "Type": "AWS::EC2::Subnet",
                "Properties": {
                    "VpcId": {"Ref": "Vpc"},
                    "CidrBlock": f"10.0.{number}.0/24",
                    "AvailabilityZone": {"Fn::Select": [number % 3, {"Fn::GetAZs": ""}]},
                },
            }
            for number, (tier, zone) in enumerate((tier, zone) for tier in ("Public", "App") for zone in "ABC")
        },
        "Out": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}},
        "Default": {
            "Type": "AWS::EC2::Route",
            "Properties": {
                "RouteTableId": {"Ref": "Out"},
                "DestinationCidrBlock": "0.0.0.0/0",
                "NatGatewayId": {"Ref": "Nat"},
            },
        },
        "Open": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}},
        "ToInternet": {
            "Type": "AWS::EC2::Route",
            "DependsOn": "Attached",
            "Properties": {
                "RouteTableId": {"Ref": "Open"},
                "DestinationCidrBlock": "0.0.0.0/0",
                "GatewayId": {"Ref": "Internet"},
            },
        },
        **{
            f"{tier}{zone}Table": {
                "Type": "AWS::EC2::SubnetRouteTableAssociation",
                "Properties": {"SubnetId": {"Ref": f"{tier}{zone}"}, "RouteTableId": {"Ref": table}},
            }
            for tier, table in (("Public", "Open"), ("App", "Out"))
            for zone in "ABC"
        },
    }
}
"""A network whose only NAT gateway stands in its second zone."""


def _cut_off(trial: Trial) -> str:
    if isinstance(trial.answer, str) or not isinstance(trial.answer, Iterable):
        return 'give the names of subnets, ["AppA", ...]'
    found = reachability(trial.deployed(ONE_GATEWAY))
    lost = {one.subnet for zone in found.zones[1:2] for one in found.cut_off_by(zone)}
    said = set(trial.answer)
    if "AppB" in said:
        return "AppB is in the lost zone: it has nothing left that could want a way out"
    if any(name.startswith("Public") for name in said):
        return "the public subnets go out through the internet gateway, which belongs to no zone"
    return "" if said == lost else f"{len(said & lost)} of your {len(said)} are right, and there are {len(lost)}"


def _is_public(trial: Trial) -> str:
    found = {one.logical_id: one for one in _network(trial).subnets}
    if "PublicSubnet" not in found:
        return "PublicSubnet is gone"
    subnet = found["PublicSubnet"]
    ways = ", ".join(str(route) for route in subnet.routes)
    return "" if subnet.is_public else f"the routes of its table lead nowhere outside: {ways}"


def _reaches_out(trial: Trial) -> str:
    (party,) = [name for name in _network(trial).parties if name.startswith("Public")]
    answer = _network(trial).between(party, "internet", "tcp", 443)
    return "" if answer.reachable else answer.decision.words


def _data_is_private(trial: Trial) -> str:
    public = [
        subnet.logical_id
        for subnet in _network(trial).subnets
        if subnet.is_public and subnet.logical_id == "DataSubnet"
    ]
    return "a route of its table leads to the internet gateway" if public else ""


def _two_zones(trial: Trial) -> str:
    zones = {subnet.zone for subnet in _network(trial).subnets if subnet.logical_id.startswith("App")}
    return "" if len(zones) > 1 else f"the application subnets lie in {len(zones)} zone"


def _app_goes_out(trial: Trial) -> str:
    answer = _network(trial).between("App", "internet", "tcp", 443)
    return "" if answer.reachable else answer.decision.words


def _nobody_comes_in(trial: Trial) -> str:
    answers = [_network(trial).between("internet", tier, "tcp", port) for tier in ("App", "Data") for port in (22, 443)]
    return "; ".join(answer.decision.words for answer in answers if answer.reachable is not False)


def _data_stays(trial: Trial) -> str:
    answer = _network(trial).between("Data", "internet", "tcp", 443)
    return "" if answer.reachable is False else answer.decision.words


def _within_budget(trial: Trial) -> str:
    estimate = cost(trial.resolved)
    if estimate.unpriced:
        return f"{estimate.unpriced[0].resource} cannot be priced: {estimate.unpriced[0].why}"
    return f"it comes to ${estimate.monthly_usd:.2f}" if estimate.monthly_usd > BUDGET_USD else ""


def _network(trial: Trial) -> Reachability:
    return reachability(trial.stack)


EXERCISES = (
    Exercise(
        name="whom_a_lost_zone_cuts_off",
        kind=Kind.PREDICT,
        question=(
            "A network has the subnets PublicA, PublicB, PublicC and AppA, AppB, AppC, a letter for each zone. Its "
            "only NAT gateway is in PublicB, and all application subnets route through it. Zone B is lost. Which "
            "subnets of the other zones lose their way to the internet?"
        ),
        conditions=(Condition("the names are those that the account's routes give", _cut_off),),
        hints=(
            "Follow the default route of each subnet to its target, and ask which zone that is in.",
            "An internet gateway is not in any zone.",
        ),
    ),
    Exercise(
        name="a_public_subnet_that_is_none",
        kind=Kind.FIX,
        question=(
            "PublicSubnet gives addresses to what is launched in it, there is an internet gateway, and still nothing "
            "answers. Fix the template: PublicSubnet must be public, DataSubnet must not."
        ),
        conditions=(
            Condition("PublicSubnet has a route to an attached internet gateway", _is_public),
            Condition("PublicSubnet reaches the internet", _reaches_out),
            Condition("DataSubnet has no route to the internet", _data_is_private),
        ),
        hints=(
            "Three things are wrong: the gateway is not attached, the table has no route, and the subnet uses another "
            "table.",
            "A VPCGatewayAttachment joins gateway and VPC; DependsOn makes the route wait for it.",
        ),
        start=NOT_PUBLIC,
    ),
    Exercise(
        name="a_network_for_sixty_dollars",
        kind=Kind.BUILD,
        question=(
            "Build a network over two zones or more for a development account, with the recipe or by hand: the "
            "application subnets (App...) reach the internet, the data subnets (Data...) do not, nobody gets in from "
            "outside, and the estimate stays within ${BUDGET_USD:.0f} a month. What do you give up for that?"
        ),
        conditions=(
            Condition("the application subnets lie in two zones or more", _two_zones),
            Condition("the application tier reaches the internet", _app_goes_out),
            Condition("the data tier does not", _data_stays),
            Condition("nobody reaches application or data from the internet", _nobody_comes_in),
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", _within_budget),
        ),
        hints=(
            "Look at the bill: which line is the dearest, and how many of those do you need?",
            "Turn NAT gateways, and read which finding comes with the cheaper choice.",
        ),
    ),
)
