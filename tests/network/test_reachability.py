"""Who reaches whom in the three-tier network: what each choice changes, from the template and from the account."""

from __future__ import annotations

from typing import Any

import pytest

from patterns import Sandbox, ThreeTierVpc, reachability
from patterns.network.reachability import QuestionError
from tools.sampling import sampled

ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")


def verdicts(source: Any, port: int = 443) -> dict[tuple[str, str], bool | None]:
    return {pair: answer.reachable for pair, answer in reachability(source).matrix("tcp", port).answers.items()}


def sent(source: Any, subnet: str) -> list[str]:
    return next(
        [str(route) for route in one.routes] for one in reachability(source).subnets if one.logical_id == subnet
    )


def test_tiers_are_parties_with_the_endpoints_and_the_internet():
    answers = reachability(ThreeTierVpc(zone_count=3, interface_endpoints=("ssm",)))

    assert list(answers.parties) == [
        "internet",
        "Public",
        "App",
        "Data",
        "S3Endpoint",
        "DynamodbEndpoint",
        "SsmEndpoint",
    ]
    assert [one.logical_id for one in answers.tiers["App"]] == ["AppSubnetA", "AppSubnetB", "AppSubnetC"]
    assert repr(answers).startswith("Reachability(internet, Public, App, Data,")


def test_application_reaches_the_data_and_nothing_else_does():
    """https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html."""
    answers = reachability(ThreeTierVpc())

    assert answers.between("App", "Data", "tcp", 5432).reachable is True
    assert answers.between("App", "Data", "tcp", 5432).decision.subject == "DataNetworkAclIn100"
    assert answers.between("Data", "Data", "tcp", 5432).decision.subject == "DataNetworkAclOut200"
    for other in ("internet", "Public"):
        assert answers.between(other, "Data", "tcp", 5432).reachable is False
    assert answers.between("Public", "Data", "tcp", 5432).decision.words == (
        "No rule of DataNetworkAcl lets tcp 5432 in from Public"
    )
    assert answers.between("App", "Data", "udp", 53).reachable is False


def test_without_network_acls_every_tier_reaches_every_other_by_the_local_route():
    """https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html."""
    answers = reachability(ThreeTierVpc(network_acls=False))

    answer = answers.between("Public", "Data", "tcp", 5432)

    assert answer.reachable is True
    assert answer.reasons[0].words == "The local route of Vpc joins all its subnets, both ways"
    assert answer.decision.words == "The network lets it through; a security group has the last word"


def test_data_tier_may_start_what_looks_like_an_answer_because_an_acl_does_not_remember():
    """https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html."""
    assert reachability(ThreeTierVpc()).openness("Data", "App").text == "tcp 1024-65535"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_zone_has_its_subnets_and_their_usable_addresses(count: int):
    """https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html."""
    answers = reachability(ThreeTierVpc(zone_count=count))

    assert answers.zones == ZONES[:count]
    assert [one.usable_addresses for one in answers.tiers["Public"]] == [251] * count
    assert [one.usable_addresses for one in answers.tiers["App"]] == [1019] * count


@pytest.mark.parametrize(
    ("nat", "target"),
    [("one", "NatGatewayA"), ("per_zone", "NatGatewayB"), ("regional", "NatGateway")],
)
def test_application_leaves_through_its_nat_gateway_and_nobody_comes_in_by_it(nat: str, target: str):
    """https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html."""
    pattern = ThreeTierVpc(nat=nat)

    answers = reachability(pattern)

    assert f"0.0.0.0/0 to NAT gateway {target}" in sent(pattern, "AppSubnetB")
    assert answers.between("App", "internet").reachable is True
    back = answers.between("internet", "App")
    assert back.reachable is False
    assert back.decision.words.endswith("which lets nobody in")


def test_without_a_nat_gateway_the_application_has_no_way_out():
    answers = reachability(ThreeTierVpc(nat="none"))

    answer = answers.between("App", "internet")

    assert answer.reachable is False
    assert answer.decision.words == "No route to the internet in AppRouteTableA"


def test_one_nat_gateway_takes_the_way_out_of_the_other_zones_along():
    """https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html."""
    answers = reachability(ThreeTierVpc(zone_count=3, nat="one"))

    lost = answers.cut_off_by("us-east-1a")

    assert [one.subnet for one in lost] == ["AppSubnetB", "AppSubnetC"]
    assert str(lost[0]) == "AppSubnetB (us-east-1b) loses its way out: NatGatewayA is in us-east-1a"
    assert answers.cut_off_by("us-east-1b") == ()
    way = next(one for one in answers.ways_out if one.subnet == "AppSubnetB")
    assert way.words.endswith("which is public, in another zone: us-east-1a")


@pytest.mark.parametrize("nat", ["per_zone", "regional", "none"])
def test_no_other_choice_loses_a_way_out_with_a_zone(nat: str):
    """https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html."""
    answers = reachability(ThreeTierVpc(zone_count=3, nat=nat))

    assert [answers.cut_off_by(zone) for zone in ZONES] == [(), (), ()]


def test_gateway_endpoints_are_routes_and_what_the_acl_keeps_from_them():
    """https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html: the network ACL must allow it."""
    answers = reachability(ThreeTierVpc(nat="none"))

    assert "prefix list of s3 to gateway endpoint S3Endpoint" in sent(ThreeTierVpc(), "AppSubnetA")
    assert sent(ThreeTierVpc(), "DataSubnetA") == ["10.0.0.0/16 to local"]
    assert answers.openness("App", "S3Endpoint").text == "tcp 80, 443"
    assert answers.between("Data", "S3Endpoint").reachable is False
    assert reachability(ThreeTierVpc(network_acls=False)).between("Data", "S3Endpoint").reachable is True


def test_without_gateway_endpoints_there_is_neither_party_nor_route():
    pattern = ThreeTierVpc(gateway_endpoints=False)

    assert "S3Endpoint" not in reachability(pattern).parties
    assert sent(pattern, "DataSubnetA") == ["10.0.0.0/16 to local"]


def test_interface_endpoint_is_guarded_by_its_security_group():
    """https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html."""
    answers = reachability(ThreeTierVpc(interface_endpoints=("ssm",)))

    assert answers.openness("App", "SsmEndpoint").text == "tcp 443"
    assert answers.between("App", "SsmEndpoint").decision.subject == "EndpointSecurityGroup"
    assert answers.between("App", "SsmEndpoint", "tcp", 22).decision.words == (
        "No rule of EndpointSecurityGroup lets tcp 22 in from App"
    )
    assert answers.between("internet", "SsmEndpoint").reachable is False


def test_isolated_data_has_no_way_out_and_data_that_is_not_has_the_applications():
    isolated, joined = reachability(ThreeTierVpc()), reachability(ThreeTierVpc(isolate_data=False, network_acls=False))

    assert isolated.between("Data", "internet").decision.words == "No route to the internet in DataRouteTable"
    assert joined.between("Data", "internet").reachable is True


def test_public_addresses_decide_whether_the_internet_gateway_serves_what_starts_there():
    """https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html."""
    without, with_ = reachability(ThreeTierVpc()), reachability(ThreeTierVpc(public_addresses=True))

    for pair in (("internet", "Public"), ("Public", "internet")):
        assert without.between(*pair).reachable is None
        assert without.between(*pair).decision.words.startswith("Depends on a public IPv4 address")
        assert with_.between(*pair).reachable is True


def test_ipv6_leaves_by_the_egress_only_gateway_even_without_nat():
    """https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html."""
    pattern = ThreeTierVpc(ipv6=True, nat="none")

    answers = reachability(pattern)

    assert "::/0 to egress-only internet gateway EgressOnlyGateway" in sent(pattern, "AppSubnetA")
    assert answers.tiers["Public"][0].is_public_ipv6 is True
    out = answers.between("App", "internet")
    assert (out.family, out.reachable) == (6, None)
    assert out.decision.words.startswith("Depends on an IPv6 address")
    assert answers.between("internet", "App").reachable is False
    assert answers.cut_off_by("us-east-1a") == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    "choices",
    sampled(
        [
            {},
            {"zone_count": 3, "nat": "one", "interface_endpoints": ("ssm",)},
            {"public_addresses": True, "gateway_endpoints": False},
            {"network_acls": False, "isolate_data": False},
            {"nat": "none"},
        ],
        2,
    ),
    ids=str,
)
def test_account_gives_the_answers_of_the_template(choices: dict[str, Any]):
    pattern = ThreeTierVpc(**choices)

    with Sandbox() as aws:
        deployed, planned = reachability(aws.deploy(pattern)), reachability(pattern)

        for port in (22, 443, 5432):
            assert deployed.matrix("tcp", port).answers == planned.matrix("tcp", port).answers
        assert deployed.matrix("all").cells == planned.matrix("all").cells
        assert deployed.ways_out == planned.ways_out
        assert deployed.subnets == planned.subnets


@pytest.mark.slow
def test_what_was_changed_past_the_template_changes_the_answers_of_the_account():
    with Sandbox() as aws:
        stack = aws.deploy(ThreeTierVpc())
        aws.client("ec2").delete_network_acl_entry(
            NetworkAclId=stack["DataNetworkAcl"].physical_id, RuleNumber=100, Egress=False
        )
        aws.client("ec2").delete_network_acl_entry(
            NetworkAclId=stack["DataNetworkAcl"].physical_id, RuleNumber=101, Egress=False
        )

        assert reachability(stack).between("App", "Data", "tcp", 5432).reachable is False


@pytest.mark.slow
def test_nat_gateway_that_is_gone_from_the_account_is_a_black_hole():
    """https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html."""
    with Sandbox() as aws:
        stack = aws.deploy(ThreeTierVpc(nat="one"))
        aws.client("ec2").delete_nat_gateway(NatGatewayId=stack["NatGatewayA"].physical_id)

        answer = reachability(stack).between("App", "internet")

    assert answer.reachable is False
    assert answer.decision.words.endswith("a black hole: NatGatewayA does not exist any more")


def test_a_name_a_protocol_and_a_port_of_nobody_are_refused():
    answers = reachability(ThreeTierVpc())

    with pytest.raises(QuestionError, match="nobody here is called 'Web': there are internet, Public"):
        answers.between("Web", "Data")
    with pytest.raises(QuestionError, match="protocol 'gre' is not one of tcp, udp, icmp"):
        answers.between("App", "Data", "gre")
    with pytest.raises(QuestionError, match="port 70000 is not between 0 and 65535"):
        answers.between("App", "Data", "tcp", 70000)


def test_matrix_reads_as_a_table():
    shown = repr(reachability(ThreeTierVpc(gateway_endpoints=False)).matrix("tcp", 5432))

    assert [line.split() for line in shown.splitlines()] == [
        ["from", "\\", "to", "(tcp", "5432)", "internet", "Public", "App", "Data"],
        ["internet", "depends", "no", "no"],
        ["Public", "depends", "yes", "yes", "no"],
        ["App", "yes", "yes", "yes", "yes"],
        ["Data", "no", "no", "yes", "yes"],
    ]
