"""What an outage of a zone takes along, and what comes back; groups, targets, databases and caches have their own."""

import pytest
from botocore.exceptions import ClientError

from patterns import PrivateInstance, ThreeTierVpc
from patterns.sandbox.faults import FaultError


def checks(aws, instance):
    [found] = aws.client("ec2").describe_instance_status(InstanceIds=[instance])["InstanceStatuses"]
    return found["InstanceState"]["Name"], found["SystemStatus"]["Status"], found["InstanceStatus"]["Status"]


def zone_of(aws, instance):
    [found] = aws.client("ec2").describe_instances(InstanceIds=[instance])["Reservations"]
    return found["Instances"][0]["Placement"]["AvailabilityZone"]


@pytest.fixture
def instance(aws):
    return aws.deploy(PrivateInstance())["Instance"].physical_id


@pytest.mark.slow
def test_an_instance_runs_on_and_answers_no_check_until_its_zone_is_back(aws, instance):
    with aws.faults.zone_outage(zone_of(aws, instance)):
        assert checks(aws, instance) == ("running", "impaired", "impaired")
        aws.clock.advance(hours=1)
        assert checks(aws, instance) == ("running", "impaired", "impaired")

    assert checks(aws, instance) == ("running", "ok", "ok")
    assert [one.what for one in aws.timeline.of(instance)] == ["stopped answering", "answers again"]


@pytest.mark.slow
def test_an_instance_of_another_zone_notices_nothing(aws, instance):
    other = next(name for name in ("us-east-1a", "us-east-1b") if name != zone_of(aws, instance))

    with aws.faults.zone_outage(other):
        assert checks(aws, instance) == ("running", "ok", "ok")
        assert aws.timeline.of(instance) == []


@pytest.mark.slow
def test_nothing_new_starts_in_a_lost_zone_and_all_else_does(aws, instance):
    zone, ec2 = zone_of(aws, instance), aws.client("ec2")
    asked = {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}
    ec2.stop_instances(InstanceIds=[instance])

    with aws.faults.zone_outage(zone):
        with pytest.raises(ClientError, match=f"sufficient t3.micro capacity .* \\({zone}\\)") as refused:
            ec2.run_instances(**asked, Placement={"AvailabilityZone": zone})
        with pytest.raises(ClientError, match="InsufficientInstanceCapacity"):
            ec2.start_instances(InstanceIds=[instance])
        ec2.run_instances(**asked, Placement={"AvailabilityZone": "us-east-1f"})

    assert refused.value.response["Error"]["Code"] == "InsufficientInstanceCapacity"
    ec2.start_instances(InstanceIds=[instance])
    assert checks(aws, instance)[0] == "running"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("nat", "lost"), [("one", "the way out of 3 subnets"), ("per_zone", "the way out of 1 subnet")]
)
def test_a_lost_gateway_tells_how_many_subnets_have_no_way_out(aws, nat, lost):
    aws.deploy(ThreeTierVpc(zone_count=3, nat=nat))

    with aws.faults.zone_outage("us-east-1a"):
        told = [event.detail for event in aws.timeline if event.kind == "NAT gateway"]

    assert [detail.endswith(lost) for detail in told] == [True]


@pytest.mark.slow
def test_a_regional_gateway_outlives_a_zone(aws):
    aws.deploy(ThreeTierVpc(zone_count=3, nat="regional"))

    with aws.faults.zone_outage("us-east-1a"):
        assert [event for event in aws.timeline if event.kind == "NAT gateway"] == []


def test_a_zone_comes_back_with_the_last_of_its_outages(aws):
    with aws.faults.zone_outage("us-east-1a"):
        aws.faults.zone_outage("us-east-1a", lasting=60)
        aws.clock.advance(minutes=2)
        assert aws.zones.lost == {"us-east-1a"}

    assert aws.zones.lost == frozenset()


def test_a_zone_that_does_not_exist_is_refused(aws):
    with pytest.raises(FaultError, match="there is no zone 'us-east-9x' in us-east-1: choose one of us-east-1a, "):
        aws.faults.zone_outage("us-east-9x")
