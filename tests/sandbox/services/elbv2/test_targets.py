"""Targets become healthy after one check, unhealthy after several, and are drained when they go.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from __future__ import annotations

import pytest


@pytest.fixture
def front(aws):
    """A target group behind a load balancer, with one instance."""
    where = aws.existing_network()
    balancing, subnets = aws.client("elbv2"), list(where.subnet_ids.values())[:2]
    network = aws.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]
    checks = {"HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 5, "UnhealthyThresholdCount": 3}
    arn = balancing.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=network, **checks)["TargetGroups"][
        0
    ]
    made = aws.client("ec2").run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, SubnetId=subnets[0])
    instance = made["Instances"][0]["InstanceId"]
    front = balancing.create_load_balancer(Name="front", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    return arn["TargetGroupArn"], instance, front


def listen(aws, arn, front):
    action = {"Type": "forward", "TargetGroupArn": arn}
    aws.client("elbv2").create_listener(LoadBalancerArn=front, Protocol="HTTP", Port=80, DefaultActions=[action])


def health(aws, arn):
    found = aws.client("elbv2").describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    return [(one["TargetHealth"]["State"], one["TargetHealth"].get("Reason")) for one in found]


def register(aws, arn, instance):
    aws.client("elbv2").register_targets(TargetGroupArn=arn, Targets=[{"Id": instance}])


@pytest.mark.slow
def test_a_target_is_healthy_after_its_first_check(aws, front):
    arn, instance, balancer = front
    listen(aws, arn, balancer)

    register(aws, arn, instance)

    assert health(aws, arn) == [("initial", "Elb.InitialHealthChecking")]
    aws.clock.advance(seconds=10)
    assert health(aws, arn) == [("healthy", None)]


@pytest.mark.slow
def test_a_target_of_a_group_that_no_listener_names_is_not_used(aws, front):
    arn, instance, balancer = front
    register(aws, arn, instance)
    assert health(aws, arn) == [("unused", "Target.NotInUse")]

    listen(aws, arn, balancer)

    assert health(aws, arn) == [("initial", "Elb.InitialHealthChecking")]


@pytest.mark.slow
def test_a_silent_target_is_unhealthy_after_the_threshold_and_healthy_again_after_its_own(aws, front):
    arn, instance, balancer = front
    listen(aws, arn, balancer)
    register(aws, arn, instance)
    aws.clock.advance(seconds=10)

    aws.balancing.silence(instance)
    aws.clock.advance(seconds=29)
    assert health(aws, arn) == [("healthy", None)]
    aws.clock.advance(seconds=1)
    assert health(aws, arn) == [("unhealthy", "Target.Timeout")]

    aws.balancing.heal(instance)
    aws.clock.advance(seconds=50)
    assert health(aws, arn) == [("healthy", None)]


@pytest.mark.slow
def test_a_stopped_target_is_unused_and_checked_anew_when_it_starts(aws, front):
    arn, instance, balancer = front
    listen(aws, arn, balancer)
    register(aws, arn, instance)
    aws.clock.advance(seconds=10)

    aws.client("ec2").stop_instances(InstanceIds=[instance])
    assert health(aws, arn) == [("unused", "Target.InvalidState")]

    aws.client("ec2").start_instances(InstanceIds=[instance])
    assert health(aws, arn) == [("initial", "Elb.InitialHealthChecking")]


@pytest.mark.slow
def test_a_deregistered_target_is_drained_for_the_delay(aws, front):
    arn, instance, balancer = front
    listen(aws, arn, balancer)
    register(aws, arn, instance)
    aws.clock.advance(seconds=10)

    aws.client("elbv2").deregister_targets(TargetGroupArn=arn, Targets=[{"Id": instance}])

    assert health(aws, arn) == [("draining", "Target.DeregistrationInProgress")]
    aws.clock.advance(seconds=299)
    assert health(aws, arn) == [("draining", "Target.DeregistrationInProgress")]
    aws.clock.advance(seconds=1)
    assert health(aws, arn) == []


def test_the_healthy_hosts_are_counted(aws, front):
    arn, instance, balancer = front
    listen(aws, arn, balancer)
    register(aws, arn, instance)
    aws.clock.advance(minutes=5)
    name, group = balancer.partition(":loadbalancer/")[2], arn.rpartition(":")[2]

    datapoints = aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/ApplicationELB", MetricName="HealthyHostCount", Statistics=["Minimum", "Maximum"], Period=60,
        Dimensions=[{"Name": "TargetGroup", "Value": group}, {"Name": "LoadBalancer", "Value": name}],
        StartTime=aws.clock.now.replace(minute=0), EndTime=aws.clock.now,
    )["Datapoints"]  # fmt: skip

    assert {datapoint["Maximum"] for datapoint in datapoints} == {0.0, 1.0}
