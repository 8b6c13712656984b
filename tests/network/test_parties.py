"""What stands in a network: load balancers, databases, caches, functions, groups and services as parties."""

from __future__ import annotations

import pytest

from patterns import reachability
from tests.network.networks import gateway, group, network, ref, resource, rule, subnet, table

EVERYWHERE = {"CidrIp": "0.0.0.0/0"}


def web(**changed):
    """An internet-facing balancer, a fleet, a database, a cache, a function and a service, in five groups."""
    groups = {
        "Front": group(rule(443, **EVERYWHERE)),
        "Back": group(rule(8080, SourceSecurityGroupId=ref("Front"))),
        "Data": group(rule(5432, SourceSecurityGroupId=ref("Back"))),
        "Fast": group(rule(6379, SourceSecurityGroupId=ref("Code"))),
        "Code": group(),
    }
    launched = {"SecurityGroupIds": [ref("Back")]}
    parties = {
        "Balancer": {
            "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "Properties": {"Subnets": [ref("PublicA"), ref("PublicB")], "SecurityGroups": [ref("Front")]},
        },
        "Launch": resource("LaunchTemplate", LaunchTemplateData=launched),
        "Fleet": {
            "Type": "AWS::AutoScaling::AutoScalingGroup",
            "Properties": {
                "VPCZoneIdentifier": [ref("AppA"), ref("AppB")],
                "LaunchTemplate": {"LaunchTemplateId": ref("Launch"), "Version": "1"},
            },
        },
        "DbSubnets": {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"SubnetIds": [ref("AppA"), ref("AppB")]}},
        "Db": {
            "Type": "AWS::RDS::DBInstance",
            "Properties": {
                "Engine": "postgres",
                "DBSubnetGroupName": ref("DbSubnets"),
                "VPCSecurityGroups": [ref("Data")],
            },
        },
        "CacheSubnets": {"Type": "AWS::ElastiCache::SubnetGroup", "Properties": {"SubnetIds": [ref("AppA")]}},
        "Cache": {
            "Type": "AWS::ElastiCache::ReplicationGroup",
            "Properties": {"CacheSubnetGroupName": ref("CacheSubnets"), "SecurityGroupIds": [ref("Fast")]},
        },
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"VpcConfig": {"SubnetIds": [ref("AppA")], "SecurityGroupIds": [ref("Code")]}},
        },
        "Service": {
            "Type": "AWS::ECS::Service",
            "Properties": {
                "NetworkConfiguration": {
                    "AwsvpcConfiguration": {"Subnets": [ref("AppB")], "SecurityGroups": [ref("Back")]}
                }
            },
        },
    }
    subnets = {"PublicA": subnet(0), "PublicB": subnet(1, "b"), "AppA": subnet(2), "AppB": subnet(3, "b")}
    routes = table("PublicA", "PublicB", Out={"GatewayId": ref("Igw")})
    return network(**subnets, **gateway(), **routes, **{**groups, **parties, **changed})


@pytest.fixture(scope="module")
def net():
    return reachability(web())


@pytest.mark.parametrize(
    ("asked", "reachable", "decision"),
    [
        (("internet", "Balancer", 443), True, "Front lets tcp 443 in from the internet"),
        (("internet", "Balancer", 80), False, "No rule of Front lets tcp 80 in from the internet"),
        (("Balancer", "Fleet", 8080), True, "Back lets tcp 8080 in from Balancer as a member of Front"),
        (("Balancer", "Service", 8080), True, "Back lets tcp 8080 in from Balancer as a member of Front"),
        (("Balancer", "Fleet", 9000), False, "No rule of Back lets tcp 9000 in from Balancer"),
        (("Fleet", "Db", 5432), True, "Data lets tcp 5432 in from Fleet as a member of Back"),
        (("Function", "Db", 5432), False, "No rule of Data lets tcp 5432 in from Function"),
        (("Function", "Cache", 6379), True, "Fast lets tcp 6379 in from Function as a member of Code"),
        (("Db", "Fleet", 8080), False, "Db is a database: it answers, and starts no conversation"),
        (("Fleet", "Function", 443), False, "Function is a function: its network interfaces only lead out"),
        (
            ("internet", "Db", 5432),
            False,
            "No route to the internet in main route table of Vpc, which AppA uses because",
        ),
    ],
)
def test_what_stands_in_a_subnet_is_asked_by_its_own_groups(net, asked, reachable, decision):
    source, target, port = asked

    answer = net.between(source, target, "tcp", port)

    assert answer.reachable is reachable
    assert answer.decision.words.startswith(decision)


def test_stores_and_functions_stand_in_the_table_by_their_names(net):
    matrix = net.matrix("tcp", 5432)

    assert {"Balancer", "Fleet", "Db", "Cache", "Function", "Service"} <= set(matrix.columns)
    assert not {"Db", "Cache"} & set(matrix.rows)


@pytest.mark.parametrize(
    ("properties", "reachable"),
    [({"Scheme": "internal"}, False), ({"Scheme": "internet-facing"}, True), ({}, True)],
)
def test_internal_balancer_has_no_public_address(properties, reachable):
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html."""
    balancer = web()["Resources"]["Balancer"]
    made = {**balancer, "Properties": {**balancer["Properties"], **properties}}

    assert reachability(web(Balancer=made)).between("internet", "Balancer", "tcp", 443).reachable is reachable


def test_network_load_balancer_without_a_group_is_let_in_by_its_addresses_only():
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html."""
    balancer = {
        "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Properties": {"Type": "network", "SubnetMappings": [{"SubnetId": ref("PublicA")}]},
    }
    by_range = group(rule(8080, CidrIp="10.0.0.0/24"))

    assert reachability(web(Balancer=balancer)).between("Balancer", "Fleet", "tcp", 8080).reachable is False
    assert reachability(web(Balancer=balancer, Back=by_range)).between("Balancer", "Fleet", "tcp", 8080).reachable
    assert reachability(web(Balancer=balancer)).between("internet", "Balancer", "tcp", 25).reachable


def test_launch_template_of_another_stack_leaves_the_answer_open():
    fleet = {
        "Type": "AWS::AutoScaling::AutoScalingGroup",
        "Properties": {
            "VPCZoneIdentifier": [ref("AppA")],
            "LaunchTemplate": {"LaunchTemplateId": "lt-0123456789abcdef0", "Version": "1"},
        },
    }

    answer = reachability(web(Fleet=fleet)).between("Balancer", "Fleet", "tcp", 8080)

    assert answer.reachable is None
    assert answer.decision.words == "Depends on the security groups of its launch template"


def test_member_of_a_cluster_stands_where_the_cluster_does():
    cluster = {
        "Type": "AWS::RDS::DBCluster",
        "Properties": {
            "Engine": "aurora-postgresql",
            "DBSubnetGroupName": ref("DbSubnets"),
            "VpcSecurityGroupIds": [ref("Data")],
        },
    }
    member = {"Type": "AWS::RDS::DBInstance", "Properties": {"DBClusterIdentifier": ref("Cluster")}}

    answers = reachability(web(Cluster=cluster, Db=member))

    assert [answers.between("Fleet", name, "tcp", 5432).reachable for name in ("Db", "Cluster")] == [True, True]


def test_many_alike_are_shown_as_one_and_answer_each_by_its_name():
    function = web()["Resources"]["Function"]
    many = {f"Function{number}": function for number in range(30)}

    answers = reachability(web(**many))

    assert "Function and 30 more" in answers.parties
    assert len(answers.parties) < 20
    assert answers.between("Function17", "Cache", "tcp", 6379).reachable is True
