import pytest

from patterns import Sandbox
from patterns.functions import spot_drain
from patterns.functions.spot_drain import handler
from tools.fleet import causes, group, template, zones


@pytest.fixture
def aws(monkeypatch):
    with Sandbox() as aws:
        monkeypatch.setattr(spot_drain, "boto3", aws)
        monkeypatch.setenv("GROUP", "web")
        yield aws


def notice(instance):
    return {"detail": {"instance-id": instance, "instance-action": "terminate"}}


@pytest.mark.slow
def test_it_takes_the_instance_out_and_lets_another_come(aws):
    aws.deploy(template())
    instance = group(aws)["Instances"][0]["InstanceId"]

    assert handler(notice(instance), None) == {"instance": instance, "drained": True, "reason": ""}

    assert len(zones(aws)) == 5
    aws.clock.advance(minutes=1)
    assert len(zones(aws)) == 6
    assert instance not in {one["InstanceId"] for one in group(aws)["Instances"]}
    [found] = aws.client("ec2").describe_instances(InstanceIds=[instance])["Reservations"]
    assert found["Instances"][0]["State"]["Name"] == "running"
    assert any(f"instance {instance} was detached in response to a user request" in cause for cause in causes(aws))


@pytest.mark.slow
def test_a_second_notice_finds_nothing_to_do(aws):
    aws.deploy(template())
    instance = group(aws)["Instances"][0]["InstanceId"]
    handler(notice(instance), None)

    assert handler(notice(instance), None)["reason"] == "belongs to no group"


@pytest.mark.slow
def test_one_that_is_on_its_way_out_is_left_to_it(aws):
    aws.deploy(template())
    instance = group(aws)["Instances"][0]["InstanceId"]
    aws.client("autoscaling").terminate_instance_in_auto_scaling_group(
        InstanceId=instance, ShouldDecrementDesiredCapacity=False
    )

    assert handler(notice(instance), None) == {
        "instance": instance, "drained": False, "reason": "is Terminating already",
    }  # fmt: skip


@pytest.mark.slow
def test_instances_of_others_are_left_alone(aws, monkeypatch):
    aws.deploy(template())
    instance = group(aws)["Instances"][0]["InstanceId"]
    monkeypatch.setenv("GROUP", "another")

    assert handler(notice(instance), None)["reason"] == "belongs to another group"
    assert len(zones(aws)) == 6
