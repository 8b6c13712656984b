import pytest

from patterns import Sandbox
from patterns.functions import evening_shutdown
from patterns.functions.evening_shutdown import NotStopped, handler


@pytest.fixture
def aws(monkeypatch):
    with Sandbox() as aws:
        monkeypatch.setattr(evening_shutdown, "boto3", aws)
        yield aws


def started(aws, **tags):
    image = aws.existing_network().image_ids["arm64"]
    tagged = [{"ResourceType": "instance", "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}]
    made = aws.client("ec2").run_instances(
        ImageId=image, InstanceType="t4g.micro", MinCount=1, MaxCount=1, TagSpecifications=tagged
    )
    return made["Instances"][0]["InstanceId"]


def state(aws, instance):
    answer = aws.client("ec2").describe_instances(InstanceIds=[instance])
    return answer["Reservations"][0]["Instances"][0]["State"]["Name"]


@pytest.mark.slow
def test_it_stops_what_is_tagged_for_it_and_nothing_else(aws):
    night, day = started(aws, AutoShutdown="true", Environment="dev"), started(aws, AutoShutdown="false")

    assert handler({}, None) == {"stopped": [night], "left": {}}
    assert (state(aws, night), state(aws, day)) == ("stopped", "running")


@pytest.mark.slow
def test_production_runs_on_whatever_its_other_tag_says(aws):
    live = started(aws, AutoShutdown="true", Environment="prod")

    assert handler({}, None) == {"stopped": [], "left": {live: "production"}}
    assert state(aws, live) == "running"


def test_a_member_of_a_group_is_left_to_its_group(aws):
    member = started(aws, AutoShutdown="true", **{"aws:autoscaling:groupName": "web"})

    assert handler({}, None) == {"stopped": [], "left": {member: "belongs to an Auto Scaling group"}}


@pytest.mark.slow
def test_one_that_cannot_be_stopped_keeps_no_other_and_is_named(aws):
    stuck, other = started(aws, AutoShutdown="true"), started(aws, AutoShutdown="true")
    aws.client("ec2").modify_instance_attribute(InstanceId=stuck, DisableApiStop={"Value": True})

    with pytest.raises(NotStopped, match=f"{stuck}: .*disableApiStop"):
        handler({}, None)

    assert (state(aws, stuck), state(aws, other)) == ("running", "stopped")
