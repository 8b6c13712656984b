"""What is particular to the network: its ranges, what hangs on a choice, and that others can build on it."""

import pytest

from patterns import Sandbox, ThreeTierVpc, compare
from patterns.parameters import ParameterError
from patterns.template.resolve import resolve


def of_type(pattern: ThreeTierVpc, type_name: str) -> dict[str, dict]:
    resources = pattern.to_dict()["Resources"]
    return {name: one.get("Properties", {}) for name, one in resources.items() if one["Type"] == type_name}


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"cidr": "10.0.0.0/24"}, "a /22 subnet is larger than /24"),
        ({"cidr": "10.0.0.0/20", "zone_count": 3, "app_prefix": 21}, "they need 7,680 addresses of 4,096"),
        ({"cidr": "10.0.0.1/16"}, "has host bits set"),
        ({"cidr": "8.8.0.0/16"}, "a private IPv4 range of /16 to /24"),
        ({"zone_count": 4}, "3 zones"),
    ],
)
def test_ranges_that_cannot_be_are_refused(choice, message):
    with pytest.raises(ParameterError, match=message):
        ThreeTierVpc(**choice)


@pytest.mark.parametrize("zones", [1, 2, 3])
def test_subnets_lie_in_the_network_in_zones_of_their_own_and_none_overlaps(zones):
    import ipaddress

    found = of_type(ThreeTierVpc(zone_count=zones), "AWS::EC2::Subnet")
    ranges = [ipaddress.ip_network(one["CidrBlock"]) for one in found.values()]

    assert len(found) == 3 * zones
    assert all(span.subnet_of(ipaddress.ip_network("10.0.0.0/16")) for span in ranges)
    assert not any(a.overlaps(b) for a in ranges for b in ranges if a is not b)


@pytest.mark.parametrize(("nat", "gateways"), [("none", 0), ("one", 1), ("per_zone", 3), ("regional", 1)])
def test_each_choice_of_nat_makes_its_gateways(nat, gateways):
    assert len(of_type(ThreeTierVpc(zone_count=3, nat=nat), "AWS::EC2::NatGateway")) == gateways


def test_one_more_zone_keeps_what_the_others_are_called():
    names = resolve(ThreeTierVpc()).resources
    changed = [change for change in compare(ThreeTierVpc(), ThreeTierVpc(zone_count=3)) if change.action == "Remove"]

    assert changed == []
    assert set(names) <= set(resolve(ThreeTierVpc(zone_count=3)).resources)


@pytest.mark.slow
def test_ipv6_comes_and_goes_without_replacing_a_subnet():
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html."""
    with Sandbox() as aws:
        stack = aws.deploy(ThreeTierVpc())
        before = stack["AppSubnetA"].physical_id

        stack.update(ThreeTierVpc(ipv6=True))
        assert stack["AppSubnetA"].actual["Ipv6CidrBlock"].endswith("::/64")

        stack.update(ThreeTierVpc())
        assert "Ipv6CidrBlock" not in stack["AppSubnetA"].actual
        assert stack["AppSubnetA"].physical_id == before
