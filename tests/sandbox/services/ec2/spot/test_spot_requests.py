"""Spot Instances launched one by one, and the requests they come of.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotMarketOptions.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances-request.html
"""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.clock import START
from patterns.sandbox.services.ec2.spot.market import Pool
from tools.fleet import template, zones
from tools.rights import App, let

POOL = Pool("m5.large", "us-east-1a")
IMAGE = "ami-12c6146b"
STOPS = {"SpotInstanceType": "persistent", "InstanceInterruptionBehavior": "stop"}
ENCRYPTED = [{"DeviceName": "/dev/sda1", "Ebs": {"Encrypted": True, "VolumeSize": 30}}]
NO_CAPACITY = "There is no Spot capacity available that matches your request."


def market(**options):
    return {"MarketType": "spot"} | ({"SpotOptions": options} if options else {})


def launch(aws, number=1, **more):
    asked = {
        "ImageId": IMAGE, "InstanceType": POOL.instance_type, "Placement": {"AvailabilityZone": POOL.zone},
        "InstanceMarketOptions": market(),
    }  # fmt: skip
    return aws.client("ec2").run_instances(MinCount=number, MaxCount=number, **asked | more)["Instances"]


def request(aws, name):
    [found] = aws.client("ec2").describe_spot_instance_requests(SpotInstanceRequestIds=[name])["SpotInstanceRequests"]
    return found


def standing(aws, name):
    found = request(aws, name)
    return found["State"], found["Status"]["Code"]


def state(aws, name):
    [found] = aws.client("ec2").describe_instances(InstanceIds=[name])["Reservations"]
    return found["Instances"][0]["State"]["Name"]


def refused(call, *args, **asked):
    with pytest.raises(ClientError) as found:
        call(*args, **asked)
    error = found.value.response["Error"]
    return error["Code"], error["Message"]


def with_template(aws, **data):
    made = aws.client("ec2").create_launch_template(
        LaunchTemplateName="spot",
        LaunchTemplateData={"ImageId": IMAGE, "InstanceType": POOL.instance_type, "InstanceMarketOptions": market()}
        | data,
    )
    return {"LaunchTemplateId": made["LaunchTemplate"]["LaunchTemplateId"]}


def test_a_launch_tells_of_its_request(aws):
    [one] = launch(aws, InstanceMarketOptions=market(MaxPrice="0.09"))

    assert one["InstanceLifecycle"] == "spot"
    found = request(aws, one["SpotInstanceRequestId"])
    assert (found["State"], found["Status"]["Code"]) == ("active", "fulfilled")
    assert found["Status"]["Message"] == "Your spot request is fulfilled."
    assert (found["InstanceId"], found["SpotPrice"], found["Type"]) == (one["InstanceId"], "0.090000", "one-time")
    assert found["InstanceInterruptionBehavior"] == "terminate"
    assert found["LaunchedAvailabilityZone"] == POOL.zone
    assert found["CreateTime"] == found["Status"]["UpdateTime"] == START
    assert found["LaunchSpecification"]["InstanceType"] == POOL.instance_type


def test_a_request_bears_the_tags_that_its_launch_gives_it(aws):
    tags = [{"Key": "team", "Value": "a"}]

    [one] = launch(aws, TagSpecifications=[{"ResourceType": "spot-instances-request", "Tags": tags}])

    assert request(aws, one["SpotInstanceRequestId"])["Tags"] == tags
    assert "Tags" not in one or one["Tags"] == []


@pytest.mark.slow
def test_a_launch_on_demand_has_no_request(aws):
    made = [*launch(aws, InstanceMarketOptions={}), *launch(aws, InstanceMarketOptions={"MarketType": "on-demand"})]

    assert ["InstanceLifecycle" in one or "SpotInstanceRequestId" in one for one in made] == [False, False]
    assert aws.client("ec2").describe_spot_instance_requests()["SpotInstanceRequests"] == []
    assert aws.spot.running == []


@pytest.mark.slow
def test_instances_are_found_by_lifecycle_and_request(aws):
    [one] = launch(aws)
    launch(aws, InstanceMarketOptions={})

    def found(name, value):
        told = aws.client("ec2").describe_instances(Filters=[{"Name": name, "Values": [value]}])["Reservations"]
        return [each["InstanceId"] for reservation in told for each in reservation["Instances"]]

    assert found("instance-lifecycle", "spot") == [one["InstanceId"]]
    assert found("spot-instance-request-id", one["SpotInstanceRequestId"]) == [one["InstanceId"]]
    assert found("spot-instance-request-id", "sir-0") == []


@pytest.mark.slow
def test_a_right_to_launch_on_demand_only_is_none_to_launch_spot_by_a_template(aws):
    named, app = with_template(aws), App(aws)
    spot = {"StringEquals": {"ec2:InstanceMarketType": "spot"}}
    may = [let(["ec2:RunInstances", "ec2:DescribeLaunchTemplateVersions"]), let("ec2:RunInstances", Condition=spot)]
    launched = {"LaunchTemplate": named, "MinCount": 1, "MaxCount": 1}

    app.may(may[0], may[1] | {"Effect": "Deny"})
    assert refused(app.client("ec2").run_instances, **launched)[0] == "UnauthorizedOperation"
    app.client("ec2").run_instances(InstanceMarketOptions={"MarketType": "on-demand"}, **launched)
    app.may(*may)
    app.client("ec2").run_instances(**launched)

    assert len(aws.spot.running) == 1


def test_each_instance_has_a_request_of_its_own(aws):
    made = launch(aws, 3)

    names = {one["SpotInstanceRequestId"] for one in made}
    assert len(names) == 3
    told = aws.client("ec2").describe_spot_instance_requests(Filters=[{"Name": "state", "Values": ["active"]}])
    assert {
        spot_instance_request["SpotInstanceRequestId"] for spot_instance_request in told["SpotInstanceRequests"]
    } == names


def test_a_launch_template_asks_for_spot(aws):
    named = with_template(aws, InstanceMarketOptions=market(MaxPrice="0.09"), Placement={"AvailabilityZone": POOL.zone})

    [one] = aws.client("ec2").run_instances(LaunchTemplate=named, MinCount=1, MaxCount=1)["Instances"]

    assert one["InstanceLifecycle"] == "spot"
    assert request(aws, one["SpotInstanceRequestId"])["SpotPrice"] == "0.090000"
    assert [(found.id, found.pool, found.highest_usd) for found in aws.spot.running] == [
        (one["InstanceId"], POOL, 0.09)
    ]


def test_a_launch_goes_before_its_template(aws):
    named = with_template(aws)

    made = launch(aws, LaunchTemplate=named, InstanceMarketOptions={"MarketType": "on-demand"})

    assert "InstanceLifecycle" not in made[0]


def test_a_template_is_refused_as_a_launch_is(aws):
    named = with_template(aws, InstanceMarketOptions=market(MaxPrice="0.01"))
    ec2 = aws.client("ec2")

    code, message = refused(ec2.run_instances, LaunchTemplate=named, MinCount=1, MaxCount=1)

    assert code == "SpotMaxPriceTooLow"
    assert message == (
        "Your Spot request price of 0.01 is lower than the minimum required Spot request fulfillment price of "
        f"{aws.spot.price_usd(POOL):g}."
    )
    missing = {"LaunchTemplateId": "lt-0123456789abcdef0"}
    assert refused(ec2.run_instances, LaunchTemplate=missing, MinCount=1, MaxCount=1)[0].startswith(
        "InvalidLaunchTemplateId"
    )


@pytest.mark.slow
def test_an_instance_of_a_stack_is_spot_as_its_template_says_and_ends_with_its_pool(aws):
    data = {"ImageId": IMAGE, "InstanceType": POOL.instance_type, "InstanceMarketOptions": market()}
    version = {"Fn::GetAtt": ["Template", "LatestVersionNumber"]}
    resources = {
        "Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}},
        "One": {
            "Type": "AWS::EC2::Instance",
            "Properties": {
                "LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"}, "Version": version},
                "AvailabilityZone": POOL.zone,
            },
        },
    }

    stack = aws.deploy({"Resources": resources})
    [one] = aws.spot.within(POOL)
    aws.faults.spot_interruption(pool=tuple(POOL), ahead=0)
    before = standing(aws, one.request)
    aws.clock.advance(minutes=2)

    assert one.id == stack["One"].physical_id
    # Want of capacity closes the request at once, two minutes before the end: a note of the page on request status.
    assert before == standing(aws, one.request) == ("closed", "instance-terminated-no-capacity")
    assert state(aws, one.id) == "terminated"


def test_a_pool_without_room_fails_a_stack_in_ec2s_words(aws):
    data = {"ImageId": IMAGE, "InstanceType": POOL.instance_type, "InstanceMarketOptions": market()}
    one = {"LaunchTemplate": {"LaunchTemplateName": "spot", "Version": "1"}, "AvailabilityZone": POOL.zone}
    properties = {"LaunchTemplateName": "spot", "LaunchTemplateData": data}
    resources = {
        "Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": properties},
        "One": {"Type": "AWS::EC2::Instance", "Properties": one, "DependsOn": "Template"},
    }

    with aws.faults.spot_interruption(pool=tuple(POOL)), pytest.raises(Exception, match=NO_CAPACITY):
        aws.deploy({"Resources": resources})

    assert aws.deploy({"Resources": resources}, name="again").status == "CREATE_COMPLETE"


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ({"InstanceInterruptionBehavior": "stop"}, "InvalidParameterCombination",
         "The request with type 'one-time' is not supported when instanceInterruptionBehavior is set to 'stop'."),
        ({"InstanceInterruptionBehavior": "hibernate"}, "InvalidParameterCombination",
         "The request with type 'one-time' is not supported when instanceInterruptionBehavior is set to 'hibernate'."),
        ({"SpotInstanceType": "persistent"}, "InvalidParameterCombination",
         "The terminate InstanceInterruptionBehavior is not supported when requestType is set to persistent."),
        ({"ValidUntil": START + timedelta(days=1)}, "InvalidParameterCombination",
         "The parameter validUntil cannot be specified when the SpotRequestType is set to 'one-time'."),
        (STOPS | {"ValidUntil": START - timedelta(days=1)}, "InvalidParameterValue",
         "Invalid value '2025-12-31T00:00:00Z' for validUntil: it must be in the future."),
        (STOPS | {"InstanceInterruptionBehavior": "hibernate"}, "UnsupportedHibernationConfiguration",
         "For hibernation, the root device volume must be encrypted."),
        ({"MaxPrice": "0.0001"}, "InvalidParameterValue",
         "Invalid value '0.0001' for maxPrice: it must be more than 0.001."),
        ({"MaxPrice": "cheap"}, "InvalidParameterValue",
         "Invalid value 'cheap' for maxPrice: it must be more than 0.001."),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(aws, options, code, message):
    assert refused(launch, aws, InstanceMarketOptions=market(**options)) == (code, message)
    assert aws.client("ec2").describe_spot_instance_requests()["SpotInstanceRequests"] == []


def test_what_goes_together_is_launched(aws):
    hibernates = STOPS | {"InstanceInterruptionBehavior": "hibernate", "ValidUntil": START + timedelta(days=1)}

    launch(aws, InstanceMarketOptions=market(**hibernates), BlockDeviceMappings=ENCRYPTED)
    launch(aws, InstanceMarketOptions=market(**STOPS))

    assert [str(instance.action) for instance in aws.spot.running] == ["hibernate", "stop"]


def test_configured_hibernation_is_the_interruption_behavior(aws):
    asked = {"HibernationOptions": {"Configured": True}, "BlockDeviceMappings": ENCRYPTED}

    [one] = launch(aws, InstanceMarketOptions=market(SpotInstanceType="persistent"), **asked)
    both = market(SpotInstanceType="persistent", InstanceInterruptionBehavior="stop")

    assert request(aws, one["SpotInstanceRequestId"])["InstanceInterruptionBehavior"] == "hibernate"
    assert refused(launch, aws, InstanceMarketOptions=both, **asked) == (
        "InvalidParameterCombination",
        "The stop InstanceInterruptionBehavior is not supported when hibernation is configured.",
    )


def test_an_instance_that_its_user_ends_closes_a_one_time_request(aws):
    [one] = launch(aws)

    aws.client("ec2").terminate_instances(InstanceIds=[one["InstanceId"]])
    aws.clock.advance(hours=1)

    assert standing(aws, one["SpotInstanceRequestId"]) == ("closed", "instance-terminated-by-user")
    assert aws.spot.running == []


def test_a_persistent_request_is_opened_again_and_fulfilled(aws):
    [one] = launch(aws, InstanceMarketOptions=market(**STOPS))
    name = one["SpotInstanceRequestId"]

    aws.client("ec2").terminate_instances(InstanceIds=[one["InstanceId"]])
    before = standing(aws, name)
    aws.clock.advance(minutes=2)

    assert before == ("open", "pending-evaluation")
    assert standing(aws, name) == ("active", "fulfilled")
    assert request(aws, name)["InstanceId"] != one["InstanceId"]
    assert [found.id for found in aws.spot.running] == [request(aws, name)["InstanceId"]]


@pytest.mark.slow
def test_what_is_launched_again_is_the_same_whatever_its_template_has_become(aws):
    named = with_template(aws, InstanceMarketOptions=market(**STOPS), Placement={"AvailabilityZone": POOL.zone})
    ec2, latest = aws.client("ec2"), {**named, "Version": "$Latest"}
    [one] = ec2.run_instances(LaunchTemplate=latest, MinCount=1, MaxCount=1)["Instances"]
    ec2.create_launch_template_version(**named, LaunchTemplateData={"ImageId": IMAGE, "InstanceType": "c5.large"})

    ec2.terminate_instances(InstanceIds=[one["InstanceId"]])
    aws.clock.advance(minutes=2)

    assert [found.pool for found in aws.spot.running] == [POOL]
    assert standing(aws, one["SpotInstanceRequestId"]) == ("active", "fulfilled")


@pytest.mark.slow
def test_what_cannot_be_launched_again_says_so(aws):
    named = with_template(aws, InstanceMarketOptions=market(**STOPS), Placement={"AvailabilityZone": POOL.zone})
    ec2 = aws.client("ec2")
    [one] = ec2.run_instances(LaunchTemplate=named, MinCount=1, MaxCount=1)["Instances"]

    ec2.delete_launch_template(**named)
    ec2.terminate_instances(InstanceIds=[one["InstanceId"]])
    aws.clock.advance(hours=1)

    assert standing(aws, one["SpotInstanceRequestId"]) == ("open", "constraint-not-fulfillable")


def test_a_request_of_its_own_is_fulfilled_at_once(aws):
    ec2 = aws.client("ec2")
    asked = {"ImageId": IMAGE, "InstanceType": POOL.instance_type, "Placement": {"AvailabilityZone": POOL.zone}}
    tags = [{"ResourceType": "spot-instances-request", "Tags": [{"Key": "team", "Value": "a"}]}]

    made = ec2.request_spot_instances(
        SpotPrice="0.09", InstanceCount=2, LaunchSpecification=asked, TagSpecifications=tags
    )["SpotInstanceRequests"]

    assert [(one["State"], one["Status"]["Code"]) for one in made] == [("open", "pending-evaluation")] * 2
    spot_instance_requests = ec2.describe_spot_instance_requests(Filters=[{"Name": "tag:team", "Values": ["a"]}])[
        "SpotInstanceRequests"
    ]
    assert [
        (spot_instance_request["State"], spot_instance_request["SpotPrice"], spot_instance_request["Tags"])
        for spot_instance_request in spot_instance_requests
    ] == [("active", "0.090000", [{"Key": "team", "Value": "a"}])] * 2
    assert {spot_instance_request["InstanceId"] for spot_instance_request in spot_instance_requests} == {
        one.id for one in aws.spot.within(POOL)
    }


@pytest.mark.slow
def test_a_request_waits_for_capacity(aws):
    asked = {"ImageId": IMAGE, "InstanceType": POOL.instance_type, "Placement": {"AvailabilityZone": POOL.zone}}
    with aws.faults.spot_interruption(pool=tuple(POOL)):
        [one] = aws.client("ec2").request_spot_instances(LaunchSpecification=asked)["SpotInstanceRequests"]
        waiting = request(aws, one["SpotInstanceRequestId"])
        aws.clock.advance(hours=3)
        assert standing(aws, one["SpotInstanceRequestId"]) == ("open", "capacity-not-available")

    aws.clock.advance(minutes=1)

    assert (waiting["Status"]["Code"], waiting["Status"]["Message"]) == ("capacity-not-available", NO_CAPACITY)
    assert standing(aws, one["SpotInstanceRequestId"]) == ("active", "fulfilled")


def test_a_request_waits_for_its_price(aws):
    history = aws.spot.market.history(POOL)
    limit = min(history.price_usd(START + timedelta(hours=6 * step)) for step in range(40))
    asked = {"ImageId": IMAGE, "InstanceType": POOL.instance_type, "Placement": {"AvailabilityZone": POOL.zone}}

    made = aws.client("ec2").request_spot_instances(SpotPrice=str(limit), Type="persistent", LaunchSpecification=asked)
    name = made["SpotInstanceRequests"][0]["SpotInstanceRequestId"]
    before = standing(aws, name)
    aws.clock.advance(seconds=(history.next_within(limit, START) - START).total_seconds())

    assert before == ("open", "price-too-low")
    assert standing(aws, name) == ("active", "fulfilled")


@pytest.mark.slow
def test_a_request_begins_and_ends_when_it_is_told(aws):
    ec2, begins, ends = aws.client("ec2"), START + timedelta(hours=1), START + timedelta(hours=2)
    asked = {"ImageId": IMAGE, "InstanceType": POOL.instance_type, "Placement": {"AvailabilityZone": POOL.zone}}

    [later] = ec2.request_spot_instances(ValidFrom=begins, LaunchSpecification=asked)["SpotInstanceRequests"]
    [never] = ec2.request_spot_instances(SpotPrice="0.001", ValidUntil=ends, LaunchSpecification=asked)[
        "SpotInstanceRequests"
    ]
    before = standing(aws, later["SpotInstanceRequestId"])
    aws.clock.advance(hours=2)

    assert before == ("open", "not-scheduled-yet")
    assert standing(aws, later["SpotInstanceRequestId"]) == ("active", "fulfilled")
    assert standing(aws, never["SpotInstanceRequestId"]) == ("cancelled", "schedule-expired")


@pytest.mark.slow
def test_a_request_is_refused_as_a_launch_is_but_may_end_a_persistent_instance(aws):
    ec2 = aws.client("ec2")
    asked = {"ImageId": IMAGE, "InstanceType": POOL.instance_type, "Placement": {"AvailabilityZone": POOL.zone}}

    assert refused(ec2.request_spot_instances, LaunchSpecification=asked, InstanceInterruptionBehavior="stop") == (
        "InvalidParameterCombination",
        "The request with type 'one-time' is not supported when instanceInterruptionBehavior is set to 'stop'.",
    )
    assert refused(ec2.request_spot_instances, LaunchSpecification={"InstanceType": "m5.large"}) == (
        "MissingParameter", "The request must contain the parameter ImageId",
    )  # fmt: skip
    assert refused(ec2.request_spot_instances, LaunchSpecification=asked, LaunchGroup="together") == (
        "UnsupportedOperation", "LaunchGroup of a Spot request is not simulated: leave it out.",
    )  # fmt: skip
    made = ec2.request_spot_instances(LaunchSpecification=asked, Type="persistent")["SpotInstanceRequests"]
    assert standing(aws, made[0]["SpotInstanceRequestId"]) == ("active", "fulfilled")


@pytest.mark.slow
def test_cancelling_lets_what_runs_go_on_and_ends_what_waits(aws):
    ec2 = aws.client("ec2")
    [runs] = launch(aws)
    asked = {"ImageId": IMAGE, "InstanceType": POOL.instance_type, "Placement": {"AvailabilityZone": POOL.zone}}
    [waits] = ec2.request_spot_instances(SpotPrice="0.001", LaunchSpecification=asked)["SpotInstanceRequests"]
    names = [runs["SpotInstanceRequestId"], waits["SpotInstanceRequestId"]]

    told = ec2.cancel_spot_instance_requests(SpotInstanceRequestIds=names)["CancelledSpotInstanceRequests"]

    assert told == [{"SpotInstanceRequestId": name, "State": "cancelled"} for name in names]
    assert standing(aws, names[0]) == ("cancelled", "request-canceled-and-instance-running")
    assert standing(aws, names[1]) == ("cancelled", "canceled-before-fulfillment")
    assert state(aws, runs["InstanceId"]) == "running"
    ec2.terminate_instances(InstanceIds=[runs["InstanceId"]])
    assert standing(aws, names[0]) == ("cancelled", "instance-terminated-by-user")


def test_a_request_that_is_not_there_is_refused(aws):
    ec2 = aws.client("ec2")
    expected = ("InvalidSpotInstanceRequestID.NotFound", "The spot instance request ID 'sir-0' does not exist")

    assert refused(ec2.cancel_spot_instance_requests, SpotInstanceRequestIds=["sir-0"]) == expected
    assert refused(ec2.describe_spot_instance_requests, SpotInstanceRequestIds=["sir-0"]) == expected
    assert refused(ec2.describe_spot_instance_requests, Filters=[{"Name": "colour", "Values": ["x"]}]) == (
        "InvalidParameterValue", "The filter 'colour' is invalid",
    )  # fmt: skip


@pytest.mark.slow
def test_requests_come_in_pages(aws):
    launch(aws, 7)

    pages = list(aws.client("ec2").get_paginator("describe_spot_instance_requests").paginate(
        PaginationConfig={"PageSize": 5}
    ))  # fmt: skip

    assert [len(page["SpotInstanceRequests"]) for page in pages] == [5, 2]


def spot_group(options, **more):
    found = template(**more)
    data = found["Resources"]["Template"]["Properties"]["LaunchTemplateData"]
    data |= {"InstanceType": POOL.instance_type, "InstanceMarketOptions": options}
    return found


@pytest.mark.slow
def test_a_group_launches_spot_as_its_plain_template_says_and_replaces_what_is_taken(aws):
    aws.deploy(spot_group(market(), CapacityRebalance=True))
    aws.clock.advance(minutes=1)
    before = {instance.id for instance in aws.spot.running}

    with aws.faults.spot_interruption(pool=("m5.large", "us-east-1b")):
        aws.clock.advance(minutes=20)
        after = {instance.id for instance in aws.spot.running}

    assert len(before) == len(after) == len(zones(aws)) == 6
    assert {instance.pool.zone for instance in aws.spot.running} == {"us-east-1a", "us-east-1c"}
    assert len(before - after) == 2


@pytest.mark.slow
def test_a_group_that_pays_too_little_tells_why_it_gets_nothing(aws):
    aws.deploy(spot_group(market(MaxPrice="0.01")))
    aws.clock.advance(minutes=1)

    activities = aws.client("autoscaling").describe_scaling_activities(AutoScalingGroupName="web")["Activities"]
    assert {activity["StatusCode"] for activity in activities} == {"Failed"}
    assert "Your Spot request price of 0.01 is lower than the minimum" in activities[0]["StatusMessage"]
    assert aws.spot.running == []


@pytest.mark.slow
@pytest.mark.parametrize("options", [STOPS, {"BlockDurationMinutes": 60}])
def test_a_group_takes_one_time_requests_only(aws, options):
    with pytest.raises(Exception, match="Auto Scaling only supports the 'one-time' Spot instance type"):
        aws.deploy(spot_group(market(**options)))


def mixed(name):
    launched = {"LaunchTemplateName": name, "Version": "1"}
    return {"LaunchTemplate": {"LaunchTemplateSpecification": launched, "Overrides": [{"InstanceType": "m5.large"}]}}


def test_a_mixed_group_takes_no_template_that_asks_for_spot(aws):
    groups, ec2 = aws.client("autoscaling"), aws.client("ec2")
    with_template(aws)
    ec2.create_launch_template(LaunchTemplateName="plain", LaunchTemplateData={"ImageId": IMAGE})
    asked = {"MinSize": 1, "MaxSize": 1, "AvailabilityZones": [POOL.zone]}
    groups.create_auto_scaling_group(AutoScalingGroupName="plain", MixedInstancesPolicy=mixed("plain"), **asked)

    expected = (
        "InvalidQueryParameter",
        "Incompatible launch template: You cannot use a launch template that is set to request Spot Instances "
        "(InstanceMarketOptions) when you configure an Auto Scaling group with a mixed instances policy. Add a "
        "different launch template to the group and try again.",
    )
    create, update = groups.create_auto_scaling_group, groups.update_auto_scaling_group
    policy = mixed("spot")
    assert refused(create, AutoScalingGroupName="spot", MixedInstancesPolicy=policy, **asked) == expected
    assert refused(update, AutoScalingGroupName="plain", MixedInstancesPolicy=policy) == expected
    assert [group.name for group in aws.groups] == ["plain"]
