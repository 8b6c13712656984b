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


EIGHTS = [f"{number}.0.0.0/8" for number in range(1, 224)]


@pytest.mark.parametrize(
    "ranges",
    [
        ["0.0.0.0/0"],
        ["0.0.0.0/1"],
        ["::/0"],
        ["::/1"],
        ["2000::/3"],
        ["0.0.0.0/00"],
        EIGHTS,
        EIGHTS[::2],
        [f"{number}.0.0.0/8" for number in range(64, 72)],
    ],
    ids=["all", "half", "all6", "half6", "global6", "zeros", "eighths", "every second", "adjoining"],
)
def test_ranges_that_together_are_the_world_are_found(ranges):
    four, six = ([one for one in ranges if (":" in one) is colon] for colon in (False, True))
    rules = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": one} for one in four]
    rules += [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIpv6": one} for one in six]
    inline = {"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": rules}}}
    plain = {"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "g"}}}
    alone = {
        f"R{number}": {
            "Type": "AWS::EC2::SecurityGroupIngress",
            "Properties": {"GroupId": [{"Ref": "G"}, {"Fn::GetAtt": ["G", "GroupId"]}][number % 2], **one},
        }
        for number, one in enumerate(rules)
    }

    assert set(found(inline, "SG-001")) == {"SG-001"}
    assert set(found({**plain, **alone}, "SG-001")) == {"SG-001"}


@pytest.mark.parametrize(
    "ranges",
    [
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"],
        ["10.0.0.0/8", "11.0.0.0/8"],
        ["224.0.0.0/3"],
        ["52.0.0.0/8", "54.0.0.0/8"],
        ["fc00::/7"],
        ["2001:db8::/32"],
    ],
)
def test_ranges_that_are_not_the_world_are_left_alone(ranges):
    rules = [{"IpProtocol": "-1", ("CidrIpv6" if ":" in one else "CidrIp"): one} for one in ranges]

    assert (
        found({"G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": rules}}}, "SG-002") == []
    )


def test_halves_that_open_different_ports_are_together_only_where_both_are():
    rules = [{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 30, "CidrIp": one} for one in EIGHTS[::4]] + [
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 40, "CidrIp": one} for one in EIGHTS[2::4]
    ]

    def places(*kept):
        group = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [*kept]}}
        return found({"G": group}, "SG-001", "SG-003")

    assert places(*rules) == ["SG-001"]
    assert places(*rules[: len(rules) // 2]) == []


def test_prefix_list_of_the_template_counts_as_its_entries():
    listed = {
        "Type": "AWS::EC2::PrefixList",
        "Properties": {"Entries": [{"Cidr": "0.0.0.0/1"}, {"Cidr": "128.0.0.0/1"}]},
    }
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "SourcePrefixListId": {"Ref": "List"}}
    resources = {
        "List": listed,
        "G": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [rule]}},
    }

    assert found(resources, "SG-001") == ["SG-001"]


@pytest.mark.parametrize(("ranges", "finding"), [(EIGHTS, ["SQS-003"]), (["192.0.2.0/24"], [])])
def test_condition_on_addresses_that_are_the_world_limits_nobody(ranges, finding):
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": ranges}},
    }
    policy = {"Queues": ["q"], "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}

    assert found({"P": {"Type": "AWS::SQS::QueuePolicy", "Properties": policy}}, "SQS-003") == finding


def entry(number, action, cidr):
    rule = {"RuleNumber": number, "RuleAction": action, "CidrBlock": cidr, "PortRange": {"From": 22, "To": 22}}
    return {"Type": "AWS::EC2::NetworkAclEntry", "Properties": {"NetworkAclId": "acl-1", "Protocol": 6, **rule}}


def test_a_denial_of_one_half_leaves_the_other_open():
    allowed = {"Allow": entry(9, "allow", "0.0.0.0/0")}

    assert found({**allowed, "Deny": entry(1, "deny", "0.0.0.0/1")}, "VPC-008") == ["VPC-008"]
    assert found({**allowed, "Deny": entry(1, "deny", "0.0.0.0/0")}, "VPC-008") == []
