"""The exercises of the network page: whom a lost zone cuts off, a public subnet that is not, a network on a budget."""

from __future__ import annotations

from patterns.analysis.cost import cost
from patterns.exercises._names import named
from patterns.exercises._packets import WAYS_OUT, attached_last, called, calls, network, whole_internet
from patterns.network.endpoints import INTERNET
from patterns.network.reachability import Subnet, reachability
from patterns.network.routes import INTERNET_GATEWAY
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Lacking, Trial

BUDGET_USD = 60.0
PUBLIC, DATA = "PublicSubnet", "DataSubnet"
APP, DATA_TIER = "App", "Data"

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
    said = named(trial.answer, 'the names of subnets, ["AppA", ...]')
    answers = reachability(trial.deployed(ONE_GATEWAY))
    known = {subnet.logical_id for subnet in answers.subnets}
    lost = {cut_off.subnet for zone in answers.zones[1:2] for cut_off in answers.cut_off_by(zone)}
    if strange := sorted(said - known):
        return f"no subnet here is called {strange[0]}: they are {', '.join(sorted(known))}"
    if "AppB" in said:
        return "AppB is in the lost zone: it has nothing left that could want a way out"
    if any(name.startswith("Public") for name in said):
        return "the public subnets go out through the internet gateway, which belongs to no zone"
    return "" if said == lost else f"{len(said & lost)} of your {len(said)} are right, and there are {len(lost)}"


def _subnet(trial: Trial, name: str) -> Subnet:
    """A subnet that the question names. Raises `Lacking` where it is gone."""
    found = {subnet.logical_id: subnet for subnet in network(trial).subnets}
    if name not in found:
        raise Lacking(f"{name} is gone: keep the subnet, and its name")
    return found[name]


def _is_public(trial: Trial) -> str:
    return whole_internet(_subnet(trial, PUBLIC), INTERNET_GATEWAY)


def _converses(trial: Trial) -> str:
    name = _subnet(trial, PUBLIC).logical_id
    ways = (network(trial).between(name, INTERNET, "tcp", 443), network(trial).between(INTERNET, name, "tcp", 443))
    return "; ".join(dict.fromkeys(answer.decision.words for answer in ways if not answer.reachable))


def _data_is_private(trial: Trial) -> str:
    data = _subnet(trial, DATA)
    if data.is_public is not False or data.is_public_ipv6 is not False:
        return f"a route of its table leads to the internet gateway: give {DATA} a table without one"
    return called(network(trial), DATA)


def _tier(trial: Trial, prefix: str) -> list[Subnet]:
    """The subnets of a tier. Raises `Lacking` where it has none."""
    subnets = [subnet for subnet in network(trial).subnets if subnet.logical_id.startswith(prefix)]
    if not subnets:
        raise Lacking(f"it has no subnet whose logical id begins with {prefix}: name the subnets of that tier so")
    return subnets


def _two_zones(trial: Trial) -> str:
    zones = {subnet.zone for subnet in _tier(trial, APP)}
    return "" if len(zones) > 1 else f"the application subnets lie in {len(zones)} zone: put them into two or more"


def _app_goes_out(trial: Trial) -> str:
    found, tier = network(trial), _tier(trial, APP)
    missing = [whole_internet(subnet, *WAYS_OUT) for subnet in tier]
    answers = [found.between(subnet.logical_id, INTERNET, "tcp", 443) for subnet in tier]
    missing += [answer.decision.words for answer in answers if not answer.reachable]
    return next(filter(None, missing), "")


def _nobody_comes_in(trial: Trial) -> str:
    tiers = (*_tier(trial, APP), *_tier(trial, DATA_TIER))
    return next(filter(None, (called(network(trial), subnet.logical_id) for subnet in tiers)), "")


def _data_stays(trial: Trial) -> str:
    return next(filter(None, (calls(network(trial), subnet.logical_id) for subnet in _tier(trial, DATA_TIER))), "")


def _within_budget(trial: Trial) -> str:
    estimate = cost(trial.resolved)
    if estimate.unpriced:
        return f"{estimate.unpriced[0].resource} cannot be priced: {estimate.unpriced[0].why}"
    return f"it comes to ${estimate.monthly_usd:.2f}" if estimate.monthly_usd > BUDGET_USD else ""


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
            "answers. Fix the template: what PublicSubnet holds must be able to talk "
            "with all of the internet, and DataSubnet must not be public."
        ),
        conditions=(
            Condition("PublicSubnet has a route to an attached internet gateway", _is_public),
            Condition("PublicSubnet and the internet reach each other", _converses),
            Condition("DataSubnet is still there, and not public", _data_is_private),
            Condition("it deploys in any order that CloudFormation may choose", attached_last),
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
            "application subnets (logical ids App...) reach the internet, the data subnets (Data...) do not, nobody "
            "gets in to either from outside, and the estimate, with its 100 GB a month through NAT, stays within "
            f"${BUDGET_USD:.0f} a month. What do you give up for that?"
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
