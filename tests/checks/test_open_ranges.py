"""The internet in parts is the internet."""

import pytest

from patterns.review import check


def found(resources, *ids):
    return [one.id for one in check({"Resources": resources}, lint=False) if one.id in ids]


def group(port, *ranges):
    rules = [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": one} for one in ranges]
    properties = {"GroupDescription": "g", "SecurityGroupIngress": rules}
    return {"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": properties}}


@pytest.mark.parametrize(("port", "finding"), [(22, "SG-001"), (5432, "SG-003")])
def test_each_half_of_the_internet_is_found(port, finding):
    assert found(group(port, "0.0.0.0/1", "128.0.0.0/1"), finding) == [finding] * 2
    assert found(group(port, "10.0.0.0/8", "203.0.113.0/24"), finding) == []


def entry(number, action, cidr):
    rule = {"RuleNumber": number, "RuleAction": action, "CidrBlock": cidr, "PortRange": {"From": 22, "To": 22}}
    return {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": "acl-1", "Protocol": 6, **rule}}


def test_a_denial_of_one_half_leaves_the_other_open():
    allowed = {"Allow": entry(9, "allow", "0.0.0.0/0")}

    assert found({**allowed, "Deny": entry(1, "deny", "0.0.0.0/1")}, "VPC-008") == ["VPC-008"]
    assert found({**allowed, "Deny": entry(1, "deny", "0.0.0.0/0")}, "VPC-008") == []
