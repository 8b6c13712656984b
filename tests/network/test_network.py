"""Routes, network ACLs, security groups and ways out, each in the smallest network that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from patterns import Sandbox, reachability
from tests.network.networks import acl, entry, gateway, group, instance, network, ref, resource, rule, subnet, table

PUBLISHED = """
Resources:
  VPC:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true, EnableDnsSupport: true}
  PublicSubnet1:
    Type: AWS::EC2::Subnet
    Properties:
      {VpcId: !Ref VPC, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [0, !GetAZs ""], MapPublicIpOnLaunch: true}
  PrivateSubnet1:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref VPC, CidrBlock: 10.0.10.0/24, AvailabilityZone: !Select [0, !GetAZs ""]}
  DataSubnet1:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref VPC, CidrBlock: 10.0.20.0/24, AvailabilityZone: !Select [0, !GetAZs ""]}
"""
"""The published three-tier network, line for line in what it declares."""

IGW = {"GatewayId": ref("Igw")}
TWO = {"WebSubnet": subnet(1), "DbSubnet": subnet(2)}
ALL = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}


def between(source: Any, *asked: Any) -> bool | None:
    return reachability(source).between(*asked).reachable


def test_published_public_subnet_is_not_public():
    """https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types."""
    answers = reachability(PUBLISHED)

    (public,) = answers.tiers["Public"]
    assert (public.is_public, public.public_addresses) == (False, True)
    assert [str(route) for route in public.routes] == ["10.0.0.0/16 to local"]
    for pair in (("Public", "internet"), ("internet", "Public")):
        assert answers.between(*pair).reachable is False
        assert answers.between(*pair).decision.words == (
            "No route to the internet in main route table of VPC, which PublicSubnet1 uses because no association "
            "names another"
        )
    assert answers.between("Public", "Data", "tcp", 5432).reachable is True


def test_internet_gateway_without_an_attachment_is_a_black_hole():
    """https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html."""
    parts = {"WebSubnet": subnet(1, MapPublicIpOnLaunch=True), **table("WebSubnet", Out=IGW)}
    loose, attached = network(**parts, Igw=resource("InternetGateway")), network(**parts, **gateway())

    answer = reachability(loose).between("internet", "Web")

    assert answer.reachable is False
    assert answer.decision.words == (
        "Out in Table leads to internet gateway Igw, a black hole: Igw is not attached to Vpc"
    )
    assert between(attached, "internet", "Web") is True


def test_nat_gateway_in_a_subnet_that_is_not_public_leads_nowhere():
    """https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html."""
    parts = {
        **TWO, **gateway(),
        "Nat": resource("NatGateway", SubnetId=ref("WebSubnet")),
        **table("DbSubnet", Out={"NatGatewayId": ref("Nat")}),
    }  # fmt: skip
    public = table("WebSubnet", name="Front", FrontOut=IGW)

    answer = reachability(network(**parts)).between("Db", "internet")

    assert answer.reachable is False
    assert answer.decision.words.endswith(
        "Nat is in WebSubnet, whose main route table of Vpc has no route to an attached internet gateway"
    )
    assert between(network(**parts, **public), "Db", "internet") is True


def test_network_acl_around_a_nat_gateway_is_asked_too():
    """https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html: both rules, both ways."""
    out = table("DbSubnet", Out={"NatGatewayId": ref("Nat")})
    front = table("WebSubnet", name="Front", FrontOut=IGW)
    nat = {"Nat": resource("NatGateway", SubnetId=ref("WebSubnet"))}
    inward = {"In": entry(100, PortRange={"From": 443, "To": 443}), "Out2": entry(100, egress=True)}
    answers = {"Answers": entry(110, PortRange={"From": 1024, "To": 65535})}
    parts = {**TWO, **gateway(), **out, **front, **nat}

    without = reachability(network(**parts, **acl("WebSubnet", **inward))).between("Db", "internet")

    assert without.reachable is False
    assert without.decision.words.startswith("No rule of Acl lets answers (tcp 1024 to 65535) in from the internet")
    both = reachability(network(**parts, **acl("WebSubnet", **inward, **answers)))
    assert both.openness("Db", "internet").text == "tcp 443, 1024-65535"


@pytest.mark.parametrize(
    ("properties", "reachable", "words"),
    [
        ({"ConnectivityType": "private", "SubnetId": ref("WebSubnet")}, False, "the internet gateway drops"),
        ({"AvailabilityMode": "regional", "VpcId": ref("Vpc")}, True, "it follows the zones"),
    ],
    ids=["private", "regional"],
)
def test_nat_gateway_by_kind(properties: dict[str, Any], reachable: bool, words: str):
    """https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html and nat-gateways-regional.html."""
    out = table("DbSubnet", Out={"NatGatewayId": ref("Nat")})

    answer = reachability(network(**TWO, **gateway(), **out, Nat=resource("NatGateway", **properties))).between(
        "Db", "internet"
    )

    assert answer.reachable is reachable
    assert words in answer.reasons[0].words


def test_regional_nat_gateway_needs_an_internet_gateway():
    """https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html."""
    nat = resource("NatGateway", AvailabilityMode="regional", VpcId=ref("Vpc"))

    answer = reachability(network(**TWO, **table("DbSubnet", Out={"NatGatewayId": ref("Nat")}), Nat=nat)).between(
        "Db", "internet"
    )

    assert answer.reachable is False
    assert "no internet gateway is attached to Vpc" in answer.decision.words


def test_longest_prefix_decides_between_routes():
    """https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html."""
    narrow = {"DestinationCidrBlock": "10.0.2.0/24", "InstanceId": ref("Firewall")}
    parts = {**TWO, "Firewall": instance("WebSubnet")}

    answer = reachability(network(**parts, **table("WebSubnet", Inspect=narrow))).between("Web", "Db")

    assert answer.reachable is None
    assert answer.decision.words == (
        "Inspect in Table leads to instance Firewall: depends on what lies behind Firewall"
    )
    assert between(network(**parts), "Web", "Db") is True


def test_two_networks_are_not_joined_by_themselves():
    other = {"Other": resource("VPC", CidrBlock="10.1.0.0/16"),
             "FarSubnet": subnet(9, VpcId=ref("Other"), CidrBlock="10.1.9.0/24")}  # fmt: skip

    answer = reachability(network(**TWO, **other)).between("Web", "Far")

    assert answer.reachable is False
    assert answer.decision.words == "Vpc and Other are two networks, and no route of main route table of Vpc joins them"


def test_answers_need_an_acl_rule_of_their_own():
    """https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html."""
    inward = {"In": entry(100, PortRange={"From": 443, "To": 443})}
    back = {"Back": entry(100, egress=True, PortRange={"From": 1024, "To": 65535})}

    without = reachability(network(**TWO, **acl("DbSubnet", **inward))).between("Web", "Db")

    assert without.reachable is False
    assert without.decision.words == (
        "No rule of Acl lets answers (tcp 1024 to 65535) out to Web. A network ACL does not remember: answers need a "
        "rule of their own"
    )
    assert between(network(**TWO, **acl("DbSubnet", **inward, **back)), "Web", "Db") is True


def test_answers_to_a_part_of_the_ports_depend_on_the_askers_system():
    """https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports."""
    entries = {"In": entry(100), "Back": entry(100, egress=True, PortRange={"From": 32768, "To": 65535})}

    answer = reachability(network(**TWO, **acl("DbSubnet", **entries))).between("Web", "Db")

    assert answer.reachable is None
    assert answer.decision.words == (
        "Back (rule 100) lets answers out only for ports 32768 to 65535: depends on the asker's system"
    )


@pytest.mark.parametrize(("number", "reachable"), [(90, False), (110, True)])
def test_lowest_acl_rule_that_matches_decides(number: int, reachable: bool):
    """https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html."""
    entries = {
        "In": entry(100), "Back": entry(100, egress=True),
        "Deny": entry(number, action="deny", CidrBlock="10.0.1.0/24"),
    }  # fmt: skip

    answer = reachability(network(**TWO, **acl("DbSubnet", **entries))).between("Web", "Db")

    assert answer.reachable is reachable
    if not reachable:
        assert answer.decision.words == "Deny (rule 90) denies tcp 443 in from Web"


def test_acl_that_lets_a_part_of_a_range_in_says_which():
    entries = {"In": entry(100, CidrBlock="10.0.1.0/25"), "Back": entry(100, egress=True)}

    answer = reachability(network(**TWO, **acl("DbSubnet", **entries))).between("Web", "Db")

    assert answer.reachable is True
    assert answer.decision.words == "In (rule 100) lets tcp 443 in from Web, but only from 10.0.1.0/25"


def test_no_acl_is_asked_inside_one_subnet():
    """https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html."""
    walled = {**TWO, **acl("DbSubnet"), "One": instance("DbSubnet", "Open"), "Two": instance("DbSubnet", "Open"),
              "Far": instance("WebSubnet", "Open"), "Open": group(ALL)}  # fmt: skip

    assert between(network(**walled), "One", "Two") is True
    assert between(network(**walled), "Far", "Two") is False


CHAIN = {
    **TWO,
    "Web": instance("WebSubnet", "WebGroup"),
    "Db": instance("DbSubnet", "DbGroup"),
    "Stranger": instance("WebSubnet", "StrangerGroup"),
    "WebGroup": group(),
    "StrangerGroup": group(),
    "DbGroup": group(rule(5432, SourceSecurityGroupId=ref("WebGroup"))),
}


def test_group_lets_in_the_members_of_another_group_and_nobody_else():
    """https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing."""
    answers = reachability(network(**CHAIN))

    member = answers.between("Web", "Db", "tcp", 5432)
    assert member.reachable is True
    assert member.decision.words == "DbGroup lets tcp 5432 in from Web as a member of WebGroup"
    stranger = answers.between("Stranger", "Db", "tcp", 5432)
    assert stranger.reachable is False
    assert stranger.decision.words == "No rule of DbGroup lets tcp 5432 in from Stranger"
    assert answers.between("Db", "Web", "tcp", 5432).reachable is False


def test_who_has_no_known_group_depends_on_the_group():
    answer = reachability(network(**CHAIN)).between("WebSubnet", "Db", "tcp", 5432)

    assert answer.reachable is None
    assert answer.decision.words == "DbGroup depends on whether the other side belongs to WebGroup"


@pytest.mark.parametrize("own", [True, False], ids=["resource", "inside"])
def test_rules_of_their_own_count_as_those_inside(own: bool):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html."""
    given = rule(5432, SourceSecurityGroupId=ref("WebGroup"))
    parts = {**CHAIN, "DbGroup": group()} | ({"Own": resource("SecurityGroupIngress", GroupId=ref("DbGroup"), **given)}
                                             if own else {"DbGroup": group(given)})  # fmt: skip

    answer = reachability(network(**parts)).between("Web", "Db", "tcp", 5432)

    assert answer.reachable is True
    assert answer.decision.subject == ("Own" if own else "DbGroup")


@pytest.mark.parametrize("member", [True, False])
def test_group_that_names_itself_lets_its_members_talk(member: bool):
    itself = resource(
        "SecurityGroupIngress", GroupId=ref("DbGroup"), **rule(5432, SourceSecurityGroupId=ref("DbGroup"))
    )
    other = instance("WebSubnet", "DbGroup" if member else "WebGroup")

    assert (
        between(network(**{**CHAIN, "DbGroup": group(), "Web": other}, Own=itself), "Web", "Db", "tcp", 5432) is member
    )


def test_declared_egress_takes_the_place_of_letting_everything_out():
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html."""
    only_https = group(egress=[rule(443, CidrIp="0.0.0.0/0")])

    answer = reachability(network(**{**CHAIN, "WebGroup": only_https})).between("Web", "Db", "tcp", 5432)

    assert answer.reachable is False
    assert answer.decision.words == "No rule of WebGroup lets tcp 5432 out to Db"


def test_egress_rule_of_its_own_does_too():
    """https://github.com/aws/aws-cdk/issues/22140: CloudFormation removes the rule that lets everything out first."""
    own = resource("SecurityGroupEgress", GroupId=ref("WebGroup"), **rule(443, CidrIp="0.0.0.0/0"))

    assert between(network(**CHAIN, Own=own), "Web", "Db", "tcp", 5432) is False


def test_security_groups_remember_so_answers_need_no_rule():
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html."""
    silent = group(rule(5432, SourceSecurityGroupId=ref("WebGroup")), egress=[rule(1, CidrIp="127.0.0.1/32")])

    assert between(network(**{**CHAIN, "DbGroup": silent}), "Web", "Db", "tcp", 5432) is True


def test_instance_without_a_group_is_in_the_default_one_which_lets_in_only_its_own():
    """https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html."""
    parts = {**TWO, "One": instance("WebSubnet"), "Two": instance("DbSubnet"), "Far": instance("WebSubnet", "Far1"),
             "Far1": group()}  # fmt: skip

    assert between(network(**parts), "One", "Two", "tcp", 22) is True
    assert between(network(**parts), "Far", "Two", "tcp", 22) is False


def test_ping_asks_for_its_own_rules_and_its_own_answer():
    entries = {"In": entry(100, Protocol=1, Icmp={"Type": 8, "Code": -1})}
    answering = {"Back": entry(100, egress=True, Protocol=1, Icmp={"Type": 0, "Code": -1})}

    assert between(network(**TWO, **acl("DbSubnet", **entries)), "Web", "Db", "icmp") is False
    assert between(network(**TWO, **acl("DbSubnet", **entries, **answering)), "Web", "Db", "icmp") is True
    assert between(network(**TWO, **acl("DbSubnet", **entries, **answering)), "Web", "Db", "tcp", 443) is False


@pytest.mark.parametrize("open_to_ipv6", [True, False])
def test_a_rule_for_ipv4_lets_no_ipv6_in(open_to_ipv6: bool):
    """https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html."""
    own = {"Ipv6CidrBlock": "2600:1f18:1:1::/64", "AssignIpv6AddressOnCreation": True}
    parts = {
        "WebSubnet": subnet(1, **own),
        "Range": resource("VPCCidrBlock", VpcId=ref("Vpc"), AmazonProvidedIpv6CidrBlock=True),
        **gateway(),
        **table("WebSubnet", Out=IGW, Out6={"DestinationIpv6CidrBlock": "::/0", **IGW}),
        **acl("WebSubnet", In=entry(100), Back=entry(100, egress=True)),
    }
    for name, egress in (("In6", False), ("Back6", True)):
        six = entry(200, egress=egress, Ipv6CidrBlock="::/0")
        del six["Properties"]["CidrBlock"]
        parts |= {name: six} if open_to_ipv6 else {}

    answer = reachability(network(**parts)).between("internet", "Web")

    assert (answer.reachable, answer.family) == ((True, 6) if open_to_ipv6 else (None, 4))
    assert ("tcp 443 over IPv6" in str(answer)) is open_to_ipv6


def test_elastic_ip_is_a_public_address():
    parts = {
        **TWO,
        **gateway(),
        **table("WebSubnet", Out=IGW),
        "Web": instance("WebSubnet", "Open"),
        "Open": group(ALL),
    }
    elastic = {"Address": resource("EIP", InstanceId=ref("Web"))}

    assert between(network(**parts), "internet", "Web", "tcp", 22) is False
    assert between(network(**parts, **elastic), "internet", "Web", "tcp", 22) is True


def test_subnets_named_alike_that_behave_differently_are_not_one_tier():
    parts = {"AppSubnetA": subnet(1), "AppSubnetB": subnet(2, "b"), **gateway(), **table("AppSubnetB", Out=IGW)}

    assert list(reachability(network(**parts)).tiers) == ["AppSubnetA", "AppSubnetB"]


UNKNOWN = {
    "route table": (table("DbSubnet") | {"DbSubnetInTable": resource(
        "SubnetRouteTableAssociation", SubnetId=ref("DbSubnet"), RouteTableId=ref("Given"))}, "Db", "internet"),
    "route target": (table("DbSubnet", Out={"NatGatewayId": ref("Given")}), "Db", "internet"),
    "acl": ({"Guard": resource("SubnetNetworkAclAssociation", SubnetId=ref("DbSubnet"), NetworkAclId=ref("Given"))},
            "Web", "Db"),
    "acl range": (acl("DbSubnet", In=entry(100, CidrBlock=ref("Given")), Back=entry(100, egress=True)), "Web", "Db"),
    "acl ports": (acl("DbSubnet", In=entry(100, PortRange={"From": ref("Given"), "To": 443}),
                      Back=entry(100, egress=True)), "Web", "Db"),
    "group": ({"Host": instance("DbSubnet") | {"Properties": {
        "SubnetId": ref("DbSubnet"), "SecurityGroupIds": [ref("Given")]}}}, "Web", "Host"),
    "group range": ({"Host": instance("DbSubnet", "G"), "G": group(rule(443, CidrIp=ref("Given")))}, "Web", "Host"),
    "place": ({"Host": instance("Given", "G"), "G": group(ALL)}, "Web", "Host"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_only_a_deployment_knows_makes_the_answer_depend_on_it(what: str):
    parts, source, target = UNKNOWN[what]
    template = network(**TWO, **parts)

    answer = reachability({**template, "Parameters": {"Given": {"Type": "String"}}}).between(source, target)

    assert answer.reachable is None
    assert "Given" in answer.decision.words


@pytest.mark.parametrize(
    ("kind", "name", "property_", "source", "target"),
    [
        ("SubnetRouteTableAssociation", "WebSubnetInTable", "SubnetId", "Web", "internet"),
        ("SubnetNetworkAclAssociation", "DbSubnetGuard", "SubnetId", "Web", "Db"),
        ("NetworkAclEntry", "In", "NetworkAclId", "Web", "Db"),
        ("Route", "Out", "RouteTableId", "Web", "internet"),
    ],
)
def test_link_that_a_condition_decides_leaves_the_answer_open(
    kind: str, name: str, property_: str, source: str, target: str
):
    entries = {"In": entry(100), "Back": entry(100, egress=True)}
    parts = network(**TWO, **gateway(), **table("WebSubnet", Out=IGW), **acl("DbSubnet", **entries))
    resources = parts["Resources"]
    resources["WebSubnet"]["Properties"]["MapPublicIpOnLaunch"] = True
    assert between(parts, source, target) is True
    assert resources[name]["Type"] == f"AWS::EC2::{kind}"

    decided = resources[name]["Properties"][property_]
    resources[name]["Properties"][property_] = {"Fn::If": ["Wanted", decided, "another"]}
    undecided = {"Parameters": {"Given": {"Type": "String"}}}
    undecided |= {"Conditions": {"Wanted": {"Fn::Equals": [ref("Given"), "y"]}}}

    assert between({**parts, **undecided}, source, target) is None


def test_route_behind_an_undecided_condition_makes_the_answer_depend_on_it():
    parts = network(**TWO, **gateway(), **table("WebSubnet", Out=IGW))
    parts["Resources"]["Out"]["Condition"] = "Wanted"
    undecided = {
        "Parameters": {"Given": {"Type": "String"}},
        "Conditions": {"Wanted": {"Fn::Equals": [ref("Given"), "y"]}},
    }

    answer = reachability({**parts, **undecided}).between("Web", "internet")

    assert answer.reachable is None
    assert "depends on the condition Wanted" in answer.decision.words


@pytest.mark.slow
def test_account_gives_the_answers_of_the_template_for_instances_and_groups():
    with Sandbox() as aws:
        deployed, planned = reachability(aws.deploy(network(**CHAIN))), reachability(network(**CHAIN))

        assert deployed.matrix("tcp", 5432).answers == planned.matrix("tcp", 5432).answers
        assert deployed.matrix("all").cells == planned.matrix("all").cells


@pytest.mark.slow
def test_account_lets_out_what_the_template_says_where_an_egress_rule_stands_by_itself():
    own = resource("SecurityGroupEgress", GroupId=ref("WebGroup"), **rule(443, CidrIp="0.0.0.0/0"))
    with Sandbox() as aws:
        deployed, planned = reachability(aws.deploy(network(**CHAIN, Own=own))), reachability(network(**CHAIN, Own=own))

        assert deployed.matrix("all").cells == planned.matrix("all").cells
        assert deployed.between("Web", "Db", "tcp", 5432).reachable is False


def test_tier_that_shares_its_name_with_a_resource_is_called_its_subnets():
    assert list(reachability(network(**CHAIN)).parties)[:3] == ["internet", "Web subnets", "Db subnets"]


def test_two_hundred_subnets_are_three_parties():
    parts = {f"{tier}Subnet{number}": subnet(number + at * 70) for at, tier in enumerate("ABC") for number in range(67)}

    answers = reachability(network(**parts))

    assert len(answers.subnets) == 201
    assert list(answers.parties) == ["internet", "A", "B", "C"]
    assert answers.matrix("all").cells["A", "C"] == "all"


def test_many_subnets_of_as_many_names_are_one_party_if_they_behave_alike():
    parts = {f"S{number}xSubnet": subnet(number) for number in range(200)}
    walled = {f"W{number}xSubnet": subnet(number + 30) for number in range(3)}

    answers = reachability(network(**parts, **walled, **acl(*walled)))

    assert list(answers.parties) == ["internet", "S0xSubnet and 199 more", "W0xSubnet and 2 more"]
    assert answers.between("S7xSubnet", "S8xSubnet").reachable is True
    assert answers.between("S7xSubnet", "W1xSubnet").reachable is False


def test_template_without_a_network_has_nobody_but_the_internet():
    answers = reachability({"Resources": {"Data": {"Type": "AWS::S3::Bucket"}}})

    assert repr(answers) == "Reachability(no subnets)"
    assert (answers.subnets, list(answers.parties)) == ((), ["internet"])


def looping(**routes: dict[str, Any]) -> dict[str, Any]:
    """Two public subnets with a NAT gateway each, and these routes beside the default ones; a private one."""
    nats = {
        f"Nat{name}": resource("NatGateway", SubnetId=ref(f"Public{name}"), AllocationId="eipalloc-1") for name in "AB"
    }
    out = {"GatewayId": ref("Igw")}
    tables = {}
    for name in "AB":
        special = {key: value for key, value in routes.items() if key.endswith(name)}
        tables |= table(f"Public{name}", name=f"Table{name}", **{f"Out{name}": out}, **special)
    tables |= table("App", name="Inner", Leave={"NatGatewayId": ref("NatA")})
    return network(PublicA=subnet(0), PublicB=subnet(1), App=subnet(2), **gateway(), **nats, **tables)


ONE_HOST = {"DestinationCidrBlock": "203.0.113.7/32"}


def test_route_of_a_nat_gateways_own_subnet_to_itself_is_a_loop():
    """https://serverfault.com/questions/826317/aws-vpc-routing-table-with-both-internet-gateway-and-nat-gateway."""
    answers = reachability(looping(HostA={**ONE_HOST, "NatGatewayId": ref("NatA")}))

    ways = {(way.subnet, way.through): way for way in answers.ways_out}
    assert ways["PublicA", "NatA"].works is False
    assert ways["PublicA", "NatA"].words == "NatA is in PublicA, where HostA sends it to NAT gateway NatA again: a loop"
    assert ways["PublicA", "Igw"].works is True
    assert ways["App", "NatA"].works is True


def test_longer_loop_is_one_too():
    there, back = {**ONE_HOST, "NatGatewayId": ref("NatB")}, {**ONE_HOST, "NatGatewayId": ref("NatA")}

    answers = reachability(looping(HostA=there, HostB=back))

    loops = {(way.subnet, way.through): way.words for way in answers.ways_out if way.works is False}
    assert loops == {
        ("PublicA", "NatB"): "NatA is in PublicA, where HostA sends it to NAT gateway NatB again: a loop",
        ("PublicB", "NatA"): "NatB is in PublicB, where HostB sends it to NAT gateway NatA again: a loop",
    }


def test_whole_internet_in_a_loop_leaves_nobody_a_way_out():
    halves = {
        f"Half{number}A": {"DestinationCidrBlock": block, "NatGatewayId": ref("NatA")}
        for number, block in enumerate(("0.0.0.0/1", "128.0.0.0/1"))
    }

    answers = reachability(looping(**halves))

    assert answers.between("App", "internet").reachable is False
    assert answers.between("App", "internet").decision.words.endswith("sends it to NAT gateway NatA again: a loop")


def test_second_nat_gateway_on_the_way_is_what_nobody_says():
    answers = reachability(looping(HostA={**ONE_HOST, "NatGatewayId": ref("NatB")}))
    app = reachability(
        looping(**{f"H{number}A": {"DestinationCidrBlock": block, "NatGatewayId": ref("NatB")}
                   for number, block in enumerate(("0.0.0.0/1", "128.0.0.0/1"))})
    )  # fmt: skip

    assert {way.works for way in answers.ways_out} == {True}
    assert app.between("App", "internet").reachable is None
