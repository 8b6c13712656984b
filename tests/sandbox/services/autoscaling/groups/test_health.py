"""What fails is replaced.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
"""

from __future__ import annotations

import pytest

from tools.fleet import ZONES, causes, group, states, template, zones


def first(aws):
    return group(aws)["Instances"][0]["InstanceId"]


@pytest.mark.slow
def test_an_instance_that_somebody_ended_is_replaced(aws):
    aws.deploy(template())
    gone = first(aws)

    aws.client("ec2").terminate_instances(InstanceIds=[gone])
    aws.clock.advance(minutes=5)

    assert gone not in {instance["InstanceId"] for instance in group(aws)["Instances"]}
    assert zones(aws) == sorted(2 * ZONES)
    assert [cause.partition("Z ")[2] for cause in causes(aws)[:2]] == [
        "an instance was launched in response to an unhealthy instance needing to be replaced.",
        "an instance was taken out of service in response to an EC2 health check indicating it has been terminated or "
        "stopped.",
    ]


@pytest.mark.slow
def test_an_instance_that_was_stopped_is_replaced_though_its_grace_lasts(aws):
    aws.deploy(template(HealthCheckGracePeriod=600))
    gone = first(aws)

    aws.client("ec2").stop_instances(InstanceIds=[gone])
    aws.clock.advance(minutes=5)

    assert gone not in {instance["InstanceId"] for instance in group(aws)["Instances"]}


@pytest.mark.slow
def test_a_target_that_fails_its_checks_is_replaced_where_the_group_asks_the_balancer(aws):
    aws.deploy(template(HealthCheckType="ELB"))
    aws.clock.advance(minutes=1)
    failing = first(aws)

    aws.balancing.silence(failing)
    aws.clock.advance(seconds=21)

    cause = causes(aws)[0] + causes(aws)[1]
    assert "taken out of service in response to an ELB system health check failure." in cause
    aws.clock.advance(minutes=5)
    assert failing not in {instance["InstanceId"] for instance in group(aws)["Instances"]}


@pytest.mark.slow
def test_a_target_that_fails_its_checks_stays_where_the_group_does_not_ask(aws):
    aws.deploy(template(HealthCheckType="EC2"))
    aws.clock.advance(minutes=1)
    failing = first(aws)

    aws.balancing.silence(failing)
    aws.clock.advance(minutes=5)

    assert failing in {instance["InstanceId"] for instance in group(aws)["Instances"]}


@pytest.mark.slow
def test_the_balancers_word_counts_after_the_grace(aws):
    aws.deploy(template(HealthCheckType="ELB", HealthCheckGracePeriod=300))
    failing = first(aws)
    aws.balancing.silence(failing)

    aws.clock.advance(seconds=299)
    assert len(zones(aws)) == 6
    aws.clock.advance(seconds=2)

    assert len(zones(aws)) == 5


@pytest.mark.slow
def test_a_lost_zone_is_left_and_filled_again_when_it_is_back(aws):
    aws.deploy(template())

    aws.zones.lose("us-east-1a")
    aws.clock.advance(minutes=5)
    assert zones(aws) == sorted(3 * ZONES[1:])

    aws.zones.restore("us-east-1a")
    aws.clock.advance(minutes=5)
    assert zones(aws) == sorted(2 * ZONES)
    assert "instances were launched to balance instances in zones us-east-1a" in " ".join(causes(aws))


@pytest.mark.slow
def test_nothing_is_launched_while_every_zone_is_lost(aws):
    aws.deploy(template())

    for zone in ZONES:
        aws.zones.lose(zone)
    aws.clock.advance(hours=1)
    assert states(aws) == []

    aws.zones.restore("us-east-1b")
    aws.clock.advance(minutes=5)
    assert zones(aws) == 6 * ["us-east-1b"]


@pytest.mark.slow
def test_a_user_may_call_an_instance_unhealthy(aws):
    aws.deploy(template())
    failing = first(aws)

    aws.client("autoscaling").set_instance_health(InstanceId=failing, HealthStatus="Unhealthy")

    assert "taken out of service in response to a user health-check." in " ".join(causes(aws))


@pytest.mark.slow
def test_an_instance_past_its_longest_life_is_replaced(aws):
    aws.deploy(template(MaxInstanceLifetime=86400))
    before = {instance["InstanceId"] for instance in group(aws)["Instances"]}

    aws.clock.advance(days=1, minutes=10)

    assert before.isdisjoint(instance["InstanceId"] for instance in group(aws)["Instances"])
    assert zones(aws) == sorted(2 * ZONES)


@pytest.mark.slow
def test_a_group_that_begins_to_ask_the_balancer_replaces_what_was_found_before(aws):
    aws.deploy(template(HealthCheckType="EC2"))
    aws.clock.advance(minutes=1)
    failing = first(aws)
    aws.balancing.silence(failing)
    aws.clock.advance(minutes=5)
    asked = {"AutoScalingGroupName": group(aws)["AutoScalingGroupName"], "HealthCheckGracePeriod": 0}

    aws.client("autoscaling").update_auto_scaling_group(**asked, HealthCheckType="ELB")
    aws.clock.advance(minutes=5)

    assert failing not in {instance["InstanceId"] for instance in group(aws)["Instances"]}
