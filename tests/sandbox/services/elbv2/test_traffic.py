"""Where requests go, and who serves them, as zones and targets come and go.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
"""

from __future__ import annotations

import pytest

from patterns.sandbox.services.elbv2.traffic import DNS_SECONDS, Requests


@pytest.fixture
def front(aws):
    """A target group behind a load balancer of two zones, with two instances in each, all healthy."""
    where = aws.existing_network()
    balancing, subnets = aws.client("elbv2"), list(where.subnet_ids.values())[:2]
    network = aws.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]
    asked = {"HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 5, "UnhealthyThresholdCount": 2}
    made = balancing.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=network, **asked)
    arn = made["TargetGroups"][0]["TargetGroupArn"]
    front = balancing.create_load_balancer(Name="front", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    action = {"Type": "forward", "TargetGroupArn": arn}
    balancing.create_listener(LoadBalancerArn=front, Protocol="HTTP", Port=80, DefaultActions=[action])
    image = {"ImageId": "ami-12c6146b", "MinCount": 2, "MaxCount": 2}
    instances = [
        instance["InstanceId"]
        for subnet in subnets
        for instance in aws.client("ec2").run_instances(**image, SubnetId=subnet)["Instances"]
    ]
    balancing.register_targets(TargetGroupArn=arn, Targets=[{"Id": instance} for instance in instances])
    aws.clock.advance(seconds=10)
    return arn, instances


def within_zones(aws, arn):
    off = [{"Key": "load_balancing.cross_zone.enabled", "Value": "false"}]
    aws.client("elbv2").modify_target_group_attributes(TargetGroupArn=arn, Attributes=off)


@pytest.mark.slow
@pytest.mark.parametrize(("load", "served"), [(2, 1), (4, 1), (5, 0.8), (8, 0.5)])
def test_targets_serve_what_they_can(aws, front, load, served):
    assert Requests(aws, front[0], load=load).share_served == pytest.approx(served)


@pytest.mark.slow
def test_a_silent_target_spoils_its_share_until_it_is_found(aws, front):
    arn, instances = front
    requests = Requests(aws, arn, load=2)

    aws.balancing.silence(instances[0])

    assert requests.share_served == pytest.approx(0.75)
    aws.clock.advance(seconds=20)
    assert requests.share_served == pytest.approx(1)


@pytest.mark.slow
def test_the_node_of_a_lost_zone_is_asked_until_dns_names_it_no_more(aws, front):
    requests = Requests(aws, front[0], load=2)

    aws.faults.zone_outage("us-east-1a")
    aws.clock.advance(seconds=DNS_SECONDS - 1)

    assert requests.share_served == pytest.approx(0.5)
    aws.clock.advance(seconds=1)
    assert requests.share_served == pytest.approx(1)


@pytest.mark.slow
def test_within_zones_a_zone_without_healthy_targets_leaves_dns_too(aws, front):
    arn, instances = front
    within_zones(aws, arn)
    requests = Requests(aws, arn, load=2)

    for instance in instances[:2]:
        aws.balancing.silence(instance)
    aws.clock.advance(seconds=20)

    assert requests.share_served == pytest.approx(0.5)
    aws.clock.advance(seconds=DNS_SECONDS)
    assert requests.share_served == pytest.approx(1)


@pytest.mark.slow
def test_where_nobody_is_healthy_everybody_is_asked(aws, front):
    arn, instances = front
    requests = Requests(aws, arn, load=1)
    for instance in instances:
        aws.balancing.silence(instance)
    aws.clock.advance(minutes=5)
    assert requests.share_served == 0

    aws.balancing.heal(instances[0])

    assert requests.share_served == pytest.approx(0.25)


@pytest.mark.slow
def test_a_group_that_nothing_is_sent_to_serves_nothing(aws, front):
    made = aws.client("elbv2").create_target_group(
        Name="idle", Protocol="HTTP", Port=80, VpcId=aws.existing_network().vpc_id
    )

    assert Requests(aws, made["TargetGroups"][0]["TargetGroupArn"], load=1).share_served == 0


@pytest.mark.slow
def test_who_reads_no_more_hears_of_no_zone_and_a_group_that_is_gone_serves_nothing(aws, front):
    arn, _ = front
    before = len(aws.zones._listeners)
    requests = Requests(aws, arn, load=2)
    left = Requests(aws, arn, load=2)
    assert len(aws.zones._listeners) == before + 2
    del left

    balancing = aws.client("elbv2")
    [balancer] = balancing.describe_load_balancers()["LoadBalancers"]
    balancing.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
    balancing.delete_target_group(TargetGroupArn=arn)
    with aws.faults.zone_outage("us-east-1a"):
        assert (requests.share_served, requests.is_reached) == (0, False)
    assert len(aws.zones._listeners) == before + 1
