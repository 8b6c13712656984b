"""A target is found healthy only where security groups, network ACLs and routes let its health check through.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
"""

from __future__ import annotations

import pytest

from tests.network.networks import group, network, ref, resource, rule, subnet

TIMED_OUT, WELL = ("unhealthy", "Target.Timeout"), ("healthy", None)
WORLD = {"CidrIp": "0.0.0.0/0"}


def web(*, front=None, back=None, kind="application", targets=None):
    """A balancer in two subnets and an instance in a third, each in a group of its own."""
    guarded = {} if front is False else {"SecurityGroups": [ref("Front")]}
    return network(
        One=subnet(1),
        Two=subnet(2, "b"),
        Back=subnet(3),
        Front=front or group(rule(80, **WORLD)),
        Inner=back or group(rule(8080, SourceSecurityGroupId=ref("Front"))),
        Server=resource("Instance", ImageId="ami-12c6146b", SubnetId=ref("Back"), SecurityGroupIds=[ref("Inner")]),
        Balancer={
            "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "Properties": {"Type": kind, "Scheme": "internal", "Subnets": [ref("One"), ref("Two")], **guarded},
        },
        Targets={
            "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
            "Properties": {
                "Port": 8080,
                "Protocol": "HTTP" if kind == "application" else "TCP",
                "VpcId": ref("Vpc"),
                "HealthCheckIntervalSeconds": 30,
                "UnhealthyThresholdCount": 2,
                "HealthyThresholdCount": 2,
                "Targets": [{"Id": ref("Server")}],
                **(targets or {}),
            },
        },
        Listener={
            "Type": "AWS::ElasticLoadBalancingV2::Listener",
            "Properties": {
                "LoadBalancerArn": ref("Balancer"),
                "Port": 80,
                "Protocol": "HTTP" if kind == "application" else "TCP",
                "DefaultActions": [{"Type": "forward", "TargetGroupArn": ref("Targets")}],
            },
        },
    )


def health(aws, stack):
    answer = aws.client("elbv2").describe_target_health(TargetGroupArn=stack["Targets"].physical_id)
    (only,) = answer["TargetHealthDescriptions"]
    return only["TargetHealth"]["State"], only["TargetHealth"].get("Reason")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("choices", "found"),
    [
        ({}, WELL),
        ({"back": group(rule(9999, SourceSecurityGroupId=ref("Front")))}, TIMED_OUT),
        ({"back": group({"IpProtocol": "-1", "CidrIp": "10.0.1.0/24"})}, WELL),
        ({"back": group({"IpProtocol": "-1", "CidrIp": "10.0.9.0/24"})}, TIMED_OUT),
        ({"front": group(egress=[rule(443, **WORLD)])}, TIMED_OUT),
        ({"targets": {"HealthCheckPort": "8081"}}, TIMED_OUT),
        ({"targets": {"Targets": [{"Id": ref("Server"), "Port": 8081}]}}, TIMED_OUT),
        ({"kind": "network", "front": False, "back": group(rule(8080, CidrIp="10.0.0.0/16"))}, WELL),
        ({"kind": "network", "front": False}, ("unhealthy", "Target.FailedHealthChecks")),
    ],
)
def test_groups_decide_what_health_checks_find(aws, choices, found):
    stack = aws.deploy(web(**choices), name="web")

    aws.clock.advance(minutes=5)

    assert health(aws, stack) == found


@pytest.mark.slow
def test_health_follows_what_is_changed_in_the_network(aws):
    stack = aws.deploy(web(), name="web")
    ec2, inner = aws.client("ec2"), stack["Inner"].physical_id
    aws.clock.advance(minutes=5)
    let_in = ec2.describe_security_groups(GroupIds=[inner])["SecurityGroups"][0]["IpPermissions"]

    ec2.revoke_security_group_ingress(GroupId=inner, IpPermissions=let_in)
    aws.clock.advance(seconds=59)
    assert health(aws, stack) == WELL
    aws.clock.advance(seconds=1)
    assert health(aws, stack) == TIMED_OUT

    other = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]
    aws.clock.advance(seconds=30)
    ec2.authorize_security_group_ingress(GroupId=inner, IpPermissions=let_in)
    aws.clock.advance(seconds=30)
    ec2.authorize_security_group_ingress(GroupId=inner, IpPermissions=other)
    aws.clock.advance(seconds=30)
    assert health(aws, stack) == WELL


@pytest.mark.slow
def test_network_acl_keeps_a_health_check_or_its_answer(aws):
    stack = aws.deploy(web(), name="web")
    ec2 = aws.client("ec2")
    made = ec2.create_network_acl(VpcId=stack["Vpc"].physical_id)["NetworkAcl"]["NetworkAclId"]
    inside = [{"Name": "association.subnet-id", "Values": [stack["Back"].physical_id]}]
    (around,) = ec2.describe_network_acls(Filters=inside)["NetworkAcls"]
    (own,) = (
        association for association in around["Associations"] if association["SubnetId"] == stack["Back"].physical_id
    )
    everything = {"NetworkAclId": made, "RuleNumber": 100, "Protocol": "-1", "RuleAction": "allow"}

    ec2.replace_network_acl_association(AssociationId=own["NetworkAclAssociationId"], NetworkAclId=made)
    ec2.create_network_acl_entry(**everything, Egress=False, CidrBlock="10.0.0.0/16")
    aws.clock.advance(minutes=5)
    assert health(aws, stack) == TIMED_OUT

    ec2.create_network_acl_entry(**everything, Egress=True, CidrBlock="10.0.0.0/16")
    aws.clock.advance(minutes=5)
    assert health(aws, stack) == WELL


@pytest.mark.slow
def test_groups_of_an_instance_are_asked_as_they_are_now(aws):
    stack = aws.deploy(web(), name="web")
    ec2, server = aws.client("ec2"), stack["Server"].physical_id
    aws.clock.advance(minutes=5)

    ec2.modify_instance_attribute(InstanceId=server, Groups=[stack["Front"].physical_id])
    aws.clock.advance(minutes=5)
    assert health(aws, stack) == TIMED_OUT

    (interface,) = ec2.describe_instances(InstanceIds=[server])["Reservations"][0]["Instances"][0]["NetworkInterfaces"]
    ec2.modify_network_interface_attribute(
        NetworkInterfaceId=interface["NetworkInterfaceId"], Groups=[stack["Inner"].physical_id]
    )
    aws.clock.advance(minutes=5)
    assert health(aws, stack) == WELL


@pytest.mark.parametrize(("kind", "word"), [("application", "app"), ("network", "net"), ("gateway", "gwy")])
def test_arn_of_a_balancer_says_its_kind(aws, kind, word):
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html."""
    balancing, subnets = aws.client("elbv2"), list(aws.existing_network().subnet_ids.values())[:2]
    asked = {"Name": "front", "Type": kind, "Subnets": subnets, "Tags": [{"Key": "team", "Value": "web"}]}

    arn = balancing.create_load_balancer(**asked)["LoadBalancers"][0]["LoadBalancerArn"]

    assert f":loadbalancer/{word}/front/" in arn
    tags = balancing.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"]
    assert tags == [{"Key": "team", "Value": "web"}]
    with pytest.raises(balancing.exceptions.DuplicateLoadBalancerNameException):
        balancing.create_load_balancer(**asked)
