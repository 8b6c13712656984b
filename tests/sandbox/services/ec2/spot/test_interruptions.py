"""How Spot Instances are given and taken back, each drill against what AWS documents.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-capacity-rebalancing.html
"""

import json
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.sandbox.core.clock import START
from patterns.sandbox.faults import FaultError
from patterns.sandbox.services.ec2.spot.market import Pool
from tools.fleet import causes, group, template, zones

TYPES = ("m5.large", "t3.large", "m5.xlarge", "t3.xlarge")


def mixed(strategy="price-capacity-optimized", *, rebalance=False, types=TYPES, base=2, **more):
    version = {"Fn::GetAtt": ["Template", "LatestVersionNumber"]}
    policy = {
        "LaunchTemplate": {
            "LaunchTemplateSpecification": {"LaunchTemplateId": {"Ref": "Template"}, "Version": version},
            "Overrides": [{"InstanceType": type_name} for type_name in types],
        },
        "InstancesDistribution": {
            "OnDemandBaseCapacity": base,
            "OnDemandPercentageAboveBaseCapacity": 0,
            "SpotAllocationStrategy": strategy,
        }
        | more.pop("distribution", {}),
    }
    found = template(CapacityRebalance=rebalance, MixedInstancesPolicy=policy, **more)
    del found["Resources"]["Group"]["Properties"]["LaunchTemplate"]
    return found


def happened(aws, instance):
    return [(round((one.at - START).total_seconds()), one.what) for one in aws.timeline.of(instance)]


def heard(aws, queue):
    sqs, found = aws.client("sqs"), []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        found += [json.loads(message["Body"]) for message in messages]
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


@pytest.fixture
def queue(aws):
    """A queue that every event of EC2 goes to."""
    events, sqs = aws.client("events"), aws.client("sqs")
    arn = events.put_rule(Name="spot", EventPattern=json.dumps({"source": ["aws.ec2"]}))["RuleArn"]
    url = sqs.create_queue(QueueName="heard")["QueueUrl"]
    target = f"arn:aws:sqs:us-east-1:{aws.account_id}:heard"
    statement = {
        "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage",
        "Resource": target, "Condition": {"ArnEquals": {"aws:SourceArn": arn}},
    }  # fmt: skip
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    events.put_targets(Rule="spot", Targets=[{"Id": "queue", "Arn": target}])
    return url


@pytest.mark.slow
def test_both_signals_arrive_as_events_two_minutes_before_the_end(aws, queue):
    aws.deploy(mixed())
    one = aws.spot.running[0]

    aws.faults.spot_interruption(instance=one.id, ahead=timedelta(minutes=10))
    aws.clock.advance(minutes=15)

    first, second = heard(aws, queue)
    assert first["detail-type"] == "EC2 Instance Rebalance Recommendation"
    assert first["detail"] == {"instance-id": one.id}
    assert first["resources"] == [f"arn:aws:ec2:us-east-1:{aws.account_id}:instance/{one.id}"]
    assert second["detail-type"] == "EC2 Spot Instance Interruption Warning"
    assert second["detail"] == {"instance-id": one.id, "instance-action": "terminate"}
    assert second["resources"] == [f"arn:aws:ec2:{one.pool.zone}:instance/{one.id}"]
    assert [event["time"] for event in (first, second)] == ["2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z"]
    assert (720, "is interrupted") in happened(aws, one.id)


@pytest.mark.slow
def test_an_instance_that_was_taken_back_says_so(aws):
    aws.deploy(mixed())
    one = aws.spot.running[0]

    aws.faults.spot_interruption(instance=one.id, ahead=0)
    aws.clock.advance(seconds=119)
    assert aws.spot.find(one.id) is one
    aws.clock.advance(seconds=1)

    [found] = aws.client("ec2").describe_instances(InstanceIds=[one.id])["Reservations"]
    assert found["Instances"][0]["State"]["Name"] == "terminated"
    assert found["Instances"][0]["StateReason"] == {
        "Code": "Server.SpotInstanceTermination",
        "Message": "Server.SpotInstanceTermination: Spot instance termination",
    }


@pytest.mark.slow
def test_without_rebalancing_a_group_replaces_only_what_is_gone(aws):
    aws.deploy(mixed())
    one = aws.spot.running[0]

    aws.faults.spot_interruption(instance=one.id)
    aws.clock.advance(seconds=419)
    assert len(zones(aws)) == 6
    aws.clock.advance(seconds=62)
    assert len(zones(aws)) == 5  # its health check has found it
    aws.clock.advance(minutes=2)

    assert len(zones(aws)) == 6
    assert "an instance was launched in response to an unhealthy instance needing to be replaced." in causes(aws)[0]


@pytest.mark.slow
def test_with_rebalancing_another_is_in_service_before_it_goes_and_the_load_balancer_drains_it(aws):
    stack = aws.deploy(mixed(rebalance=True))
    aws.clock.advance(minutes=1)
    one = aws.spot.running[0]

    aws.faults.spot_interruption(instance=one.id)
    aws.clock.advance(seconds=45)

    targets = aws.client("elbv2").describe_target_health(TargetGroupArn=stack["Targets"].physical_id)
    health = {found["Target"]["Id"]: found["TargetHealth"]["State"] for found in targets["TargetHealthDescriptions"]}
    assert health[one.id] == "draining"
    assert len(zones(aws)) == 6
    aws.clock.advance(hours=1)
    assert "is interrupted" not in [what for _, what in happened(aws, one.id)]
    assert len(zones(aws)) == 6
    assert any("an instance was launched in response to an EC2 instance rebalance recommendation." in cause
               for cause in causes(aws))  # fmt: skip


@pytest.mark.slow
def test_rebalancing_goes_beyond_the_maximum_by_a_tenth_at_most(aws):
    aws.deploy(mixed(rebalance=True, MinSize="6", MaxSize="6", base=0))

    aws.faults.spot_interruption(group="web")
    aws.clock.advance(seconds=1)
    most = len(group(aws)["Instances"])
    aws.clock.advance(hours=1)

    assert most == 7
    assert len(zones(aws)) == 6


@pytest.mark.slow
def test_an_instance_taken_back_while_its_replacement_starts_is_replaced_once(aws):
    aws.deploy(mixed(rebalance=True))
    one = aws.spot.running[0]

    aws.faults.spot_interruption(instance=one.id, ahead=0)
    aws.client("ec2").terminate_instances(InstanceIds=[one.id])
    aws.clock.advance(minutes=30)

    launched = [what for what in causes(aws) if "an instance was launched in response to" in what]
    assert len(launched) == 1
    assert len(zones(aws)) == 6


@pytest.mark.slow
def test_nothing_comes_from_a_pool_or_zone_while_it_is_interrupted(aws):
    aws.deploy(mixed())
    one = aws.spot.running[0]
    asked = {"ImageId": "ami-12c6146b", "MinCount": 1, "MaxCount": 1, "InstanceMarketOptions": {"MarketType": "spot"},
             "InstanceType": one.pool.instance_type, "Placement": {"AvailabilityZone": one.pool.zone}}  # fmt: skip

    with aws.faults.spot_interruption(pool=tuple(one.pool)):
        with pytest.raises(ClientError) as refused:
            aws.client("ec2").run_instances(**asked)
        aws.clock.advance(hours=1)
        assert aws.spot.within(one.pool) == []
        assert len(zones(aws)) == 6

    assert refused.value.response["Error"] == {
        "Code": "InsufficientInstanceCapacity",
        "Message": "There is no Spot capacity available that matches your request.",
    }
    aws.client("ec2").run_instances(**asked)
    assert len(aws.spot.within(one.pool)) == 1


@pytest.mark.slow
def test_a_group_does_not_go_round_while_it_cannot_even_out_its_zones(aws):
    aws.deploy(mixed(types=("m5.large",), base=0))

    with aws.faults.spot_interruption(pool=("m5.large", "us-east-1b"), ahead=0):
        aws.clock.advance(hours=1)
        told = aws.client("autoscaling").describe_scaling_activities(AutoScalingGroupName="web")["Activities"]
        assert zones(aws) == ["us-east-1a"] * 3 + ["us-east-1c"] * 3
    aws.clock.advance(hours=2)

    launched = [one for one in told if one["Description"].startswith("Launching") and one["StatusCode"] == "Successful"]
    assert len(launched) == 8  # six at first, and two in place of those that were taken
    assert zones(aws) == ["us-east-1a"] * 2 + ["us-east-1b"] * 2 + ["us-east-1c"] * 2


@pytest.mark.slow
def test_an_interruption_stopped_before_its_notice_takes_nothing(aws):
    aws.deploy(mixed())

    with aws.faults.spot_interruption(group="web", ahead=600):
        aws.clock.advance(minutes=9)
    aws.clock.advance(hours=1)

    assert [event for event in aws.timeline if event.what == "is interrupted"] == []
    assert len(aws.spot.running) == 4


def test_a_highest_price_below_the_pools_is_refused_in_ec2s_words(aws):
    pool = Pool("m5.large", "us-east-1a")
    options = {"MarketType": "spot", "SpotOptions": {"MaxPrice": "0.01"}}

    with pytest.raises(ClientError) as refused:
        aws.client("ec2").run_instances(
            ImageId="ami-12c6146b", InstanceType=pool.instance_type, MinCount=1, MaxCount=1,
            Placement={"AvailabilityZone": pool.zone}, InstanceMarketOptions=options,
        )  # fmt: skip

    assert refused.value.response["Error"]["Code"] == "SpotMaxPriceTooLow"
    assert "Your Spot request price of 0.01 is lower than the minimum required" in str(refused.value)


def test_a_price_that_rises_above_the_highest_takes_the_instance(aws):
    pool = Pool("m5.large", "us-east-1a")
    highest = aws.spot.price_usd(pool)
    dear = aws.spot.market.history(pool).next_above(highest, aws.clock.now)
    options = {"MarketType": "spot", "SpotOptions": {"MaxPrice": str(highest)}}
    made = aws.client("ec2").run_instances(
        ImageId="ami-12c6146b", InstanceType=pool.instance_type, MinCount=1, MaxCount=1,
        Placement={"AvailabilityZone": pool.zone}, InstanceMarketOptions=options,
    )  # fmt: skip

    aws.clock.advance(seconds=(dear - aws.clock.now).total_seconds() + 121)

    [*_, last] = aws.timeline.of(made["Instances"][0]["InstanceId"])
    assert (last.at, last.what) == (dear + timedelta(minutes=2), "is interrupted")


@pytest.mark.slow
def test_a_pool_that_runs_out_takes_back_what_it_cannot_hold(aws):
    """Nobody injects anything: the seeded capacity does it."""
    pool = Pool("m5.large", "us-east-1a")
    history = aws.spot.market.history(pool)
    number = history.room(aws.clock.now) // 2
    short = history.next_moment(lambda room: room < number, aws.clock.now, steps=50_000)
    aws.client("ec2").run_instances(
        ImageId="ami-12c6146b", InstanceType=pool.instance_type, MinCount=number, MaxCount=number,
        Placement={"AvailabilityZone": pool.zone}, InstanceMarketOptions={"MarketType": "spot"},
    )  # fmt: skip

    aws.clock.advance(seconds=(short - aws.clock.now).total_seconds())

    noticed = [event for event in aws.timeline if event.what == "is to be interrupted"]
    assert len(noticed) == number - history.room(short)
    assert {one.at for one in noticed} == {short}
    at_risk = [event for event in aws.timeline if event.what == "is at risk"]
    assert min(one.at for one in at_risk) <= short
    aws.clock.advance(minutes=2)
    assert len(aws.spot.within(pool)) == number - len(noticed)


def told(seed):
    with Sandbox(seed=seed) as aws:
        aws.deploy(mixed("lowest-price", rebalance=True))
        aws.faults.spot_interruption(zone="us-east-1b", after=60, lasting=1200)
        aws.clock.advance(days=3)
        return "\n".join(map(str, aws.timeline)).encode()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_timeline_byte_for_byte():
    assert told(7) == told(7)
    assert told(7) != told(8)


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({}, "name exactly one of pool, instance, group, fleet, zone to interrupt, got nothing"),
        ({"group": "web", "zone": "us-east-1a"}, "got group, zone"),
        ({"pool": "m5.large"}, r"a pool is an instance type and a zone, \('m5.large', 'us-east-1a'\), got 'm5.large'"),
        ({"pool": ("m5.large", "us-east-9x")}, "there is no zone 'us-east-9x' in us-east-1"),
        ({"zone": "us-east-9x"}, "there is no zone 'us-east-9x' in us-east-1"),
        ({"group": "nobody"}, "there is no Auto Scaling group 'nobody'"),
        ({"fleet": "sfr-0"}, "there is no Spot Fleet or EC2 Fleet 'sfr-0'"),
        ({"instance": "i-0"}, "i-0 does not run: only a running Spot Instance can be interrupted"),
    ],
)
def test_what_is_not_there_cannot_be_interrupted(aws, named, message):
    with pytest.raises(FaultError, match=message):
        aws.faults.spot_interruption(**named)


def test_an_instance_on_demand_cannot_be_interrupted(aws):
    [made] = aws.client("ec2").run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"]

    with pytest.raises(FaultError, match=f"{made['InstanceId']} is not a Spot Instance"):
        aws.faults.spot_interruption(instance=made["InstanceId"])
