"""Policies, schedules, hooks and refreshes on the account's clock.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scale-based-on-demand.html
"""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tools.fleet import causes, group, states, template, zones
from tools.receivers import bodies, make_queue

TRACKING = {
    "CustomizedMetricSpecification": {"MetricName": "Load", "Namespace": "Shop", "Statistic": "Average"},
    "TargetValue": 50.0,
}
LAUNCH = "autoscaling:EC2_INSTANCE_LAUNCHING"
END = "autoscaling:EC2_INSTANCE_TERMINATING"


def load(aws, value, minutes):
    """Measure a load every minute for so long."""
    for _ in range(minutes):
        aws.client("cloudwatch").put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Load", "Value": value}])
        aws.clock.advance(minutes=1)


def put(aws, **policy):
    asked = {"AutoScalingGroupName": "web", "PolicyName": "load", **policy}
    return aws.client("autoscaling").put_scaling_policy(**asked)


def alarm(aws, arn, value, name="high"):
    """Let an alarm on the load call a policy, and the load be so high."""
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName=name, Namespace="Shop", MetricName="Load", Statistic="Average", Period=60, EvaluationPeriods=1,
        Threshold=60, ComparisonOperator="GreaterThanThreshold", AlarmActions=[arn],
    )  # fmt: skip
    load(aws, value, 1)
    aws.clock.advance(seconds=1)


@pytest.mark.slow
def test_a_policy_that_tracks_a_target_makes_its_two_alarms_and_takes_them_away(aws):
    aws.deploy(template())

    made = put(aws, PolicyType="TargetTrackingScaling", TargetTrackingConfiguration=TRACKING)

    watch = aws.client("cloudwatch")
    metric_alarms = watch.describe_alarms()["MetricAlarms"]
    assert [
        (metric_alarm["Threshold"], metric_alarm["EvaluationPeriods"], metric_alarm["AlarmActions"])
        for metric_alarm in metric_alarms
    ] == [
        (50.0, 3, [made["PolicyARN"]]),
        (45.0, 15, [made["PolicyARN"]]),
    ]
    assert [one["AlarmName"] for one in made["Alarms"]] == [metric_alarm["AlarmName"] for metric_alarm in metric_alarms]
    aws.client("autoscaling").delete_policy(AutoScalingGroupName="web", PolicyName="load")
    assert watch.describe_alarms()["MetricAlarms"] == []


@pytest.mark.slow
def test_a_policy_that_is_changed_keeps_the_alarms_it_still_needs(aws):
    aws.deploy(template())
    made = put(aws, PolicyType="TargetTrackingScaling", TargetTrackingConfiguration=TRACKING)

    only_out = {**TRACKING, "TargetValue": 70.0, "DisableScaleIn": True}
    changed = put(aws, PolicyType="TargetTrackingScaling", TargetTrackingConfiguration=only_out)

    assert changed["Alarms"] == made["Alarms"][:1]
    [left] = aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert (left["AlarmName"], left["Threshold"]) == (made["Alarms"][0]["AlarmName"], 70.0)


@pytest.mark.slow
def test_tracking_scales_out_in_proportion_and_waits_for_what_warms_up(aws):
    aws.deploy(template(DesiredCapacity="4"))
    put(aws, PolicyType="TargetTrackingScaling", TargetTrackingConfiguration=TRACKING, EstimatedInstanceWarmup=300)

    load(aws, 75, 4)
    assert group(aws)["DesiredCapacity"] == 6
    load(aws, 75, 3)

    assert group(aws)["DesiredCapacity"] == 6
    alarm = "a monitor alarm TargetTracking-web-AlarmHigh-"
    assert alarm in causes(aws)[0]
    assert "in state ALARM triggered policy load changing the desired capacity from 4 to 6." in causes(aws)[0]


@pytest.mark.slow
def test_tracking_scales_in_after_fifteen_minutes(aws):
    aws.deploy(template())
    put(aws, PolicyType="TargetTrackingScaling", TargetTrackingConfiguration=TRACKING)

    load(aws, 30, 14)
    assert group(aws)["DesiredCapacity"] == 6
    load(aws, 30, 1)

    assert group(aws)["DesiredCapacity"] == 4


@pytest.mark.slow
def test_tracking_that_must_not_scale_in_has_one_alarm_and_does_not(aws):
    aws.deploy(template())
    only_out = {**TRACKING, "DisableScaleIn": True}
    put(aws, PolicyType="TargetTrackingScaling", TargetTrackingConfiguration=only_out)

    load(aws, 10, 20)

    assert len(aws.client("cloudwatch").describe_alarms()["MetricAlarms"]) == 1
    assert group(aws)["DesiredCapacity"] == 6


@pytest.mark.slow
def test_steps_are_taken_by_how_far_the_metric_is_above_the_threshold(aws):
    aws.deploy(template(DesiredCapacity="3"))
    steps = [
        {"MetricIntervalLowerBound": 0.0, "MetricIntervalUpperBound": 20.0, "ScalingAdjustment": 1},
        {"MetricIntervalLowerBound": 20.0, "ScalingAdjustment": 4},
    ]
    made = put(aws, PolicyType="StepScaling", AdjustmentType="ChangeInCapacity", StepAdjustments=steps)

    alarm(aws, made["PolicyARN"], 70)
    assert group(aws)["DesiredCapacity"] == 4
    load(aws, 95, 2)

    # What warms up is not part of the capacity that a further step adds to: 3 and 4, not 4 and 4.
    assert group(aws)["DesiredCapacity"] == 7


@pytest.mark.slow
def test_a_simple_policy_cools_down_before_it_acts_again(aws):
    aws.deploy(template(DesiredCapacity="3"))
    made = put(aws, AdjustmentType="ChangeInCapacity", ScalingAdjustment=1, Cooldown=600)

    alarm(aws, made["PolicyARN"], 80)
    load(aws, 80, 9)
    assert group(aws)["DesiredCapacity"] == 4
    load(aws, 80, 5)

    assert group(aws)["DesiredCapacity"] == 5


@pytest.mark.slow
def test_a_suspended_group_does_not_hear_its_alarms(aws):
    aws.deploy(template(DesiredCapacity="3"))
    aws.client("autoscaling").suspend_processes(AutoScalingGroupName="web", ScalingProcesses=["AlarmNotification"])
    made = put(aws, AdjustmentType="ChangeInCapacity", ScalingAdjustment=1)

    alarm(aws, made["PolicyARN"], 80)

    assert group(aws)["DesiredCapacity"] == 3


@pytest.mark.slow
def test_a_schedule_resizes_the_group_on_working_days(aws):
    aws.deploy(template(DesiredCapacity="3"))
    aws.client("autoscaling").put_scheduled_update_group_action(
        AutoScalingGroupName="web", ScheduledActionName="morning", Recurrence="0 8 * * 1-5", DesiredCapacity=6
    )

    aws.clock.advance(hours=7, minutes=59)
    assert group(aws)["DesiredCapacity"] == 3
    aws.clock.advance(minutes=2)
    assert group(aws)["DesiredCapacity"] == 6
    assert "the scheduled action morning executed, changing the desired capacity from 3 to 6." in causes(aws)[0]

    # Friday has passed with this; on Saturday and Sunday nothing happens.
    aws.clock.advance(days=1)
    aws.client("autoscaling").set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=3)
    aws.clock.advance(days=2)
    assert group(aws)["DesiredCapacity"] == 3


@pytest.mark.slow
def test_a_recurrence_that_is_none_is_refused(aws):
    aws.deploy(template())

    with pytest.raises(ClientError) as refused:
        aws.client("autoscaling").put_scheduled_update_group_action(
            AutoScalingGroupName="web", ScheduledActionName="never", Recurrence="daily", DesiredCapacity=3
        )

    assert refused.value.response["Error"]["Code"] == "ValidationError"
    assert "Given recurrence string: daily is invalid." in refused.value.response["Error"]["Message"]


def hook(aws, transition, **more):
    asked = {"AutoScalingGroupName": "web", "LifecycleHookName": "look", "LifecycleTransition": transition, **more}
    aws.client("autoscaling").put_lifecycle_hook(**asked)


@pytest.mark.slow
def test_a_launching_instance_waits_until_it_is_let_go_and_the_bus_hears_of_it(aws):
    aws.deploy(template(DesiredCapacity="3"))
    queue, arn = make_queue(aws, "told", lets="events.amazonaws.com")
    events = aws.client("events")
    events.put_rule(Name="launches", EventPattern='{"detail-type": ["EC2 Instance-launch Lifecycle Action"]}')
    events.put_targets(Rule="launches", Targets=[{"Id": "q", "Arn": arn}])
    hook(aws, LAUNCH, NotificationMetadata="warm the cache")

    aws.client("autoscaling").set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=4)
    aws.clock.advance(minutes=5)

    assert [state for _, state in states(aws)].count("Pending:Wait") == 1
    [told] = [event["detail"] for event in bodies(aws, queue)]
    assert told["NotificationMetadata"] == "warm the cache"
    aws.client("autoscaling").complete_lifecycle_action(
        AutoScalingGroupName="web", LifecycleHookName="look", LifecycleActionResult="CONTINUE",
        LifecycleActionToken=told["LifecycleActionToken"],
    )  # fmt: skip
    assert len(zones(aws)) == 4


@pytest.mark.slow
def test_a_launch_that_nobody_lets_go_is_given_up_and_tried_again(aws):
    aws.deploy(template(DesiredCapacity="3"))
    hook(aws, LAUNCH, HeartbeatTimeout=300)

    aws.client("autoscaling").set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=4)
    aws.clock.advance(seconds=45 + 299)
    [waiting] = [
        instance["InstanceId"] for instance in group(aws)["Instances"] if instance["LifecycleState"] == "Pending:Wait"
    ]
    aws.clock.advance(seconds=120)

    assert waiting not in {instance["InstanceId"] for instance in group(aws)["Instances"]}
    assert len(group(aws)["Instances"]) == 4
    assert len(zones(aws)) == 3


@pytest.mark.slow
def test_an_ending_instance_waits_and_a_heartbeat_gives_it_longer(aws):
    aws.deploy(template(DesiredCapacity="4"))
    hook(aws, END, HeartbeatTimeout=300, DefaultResult="CONTINUE")
    scaling = aws.client("autoscaling")

    scaling.set_desired_capacity(AutoScalingGroupName="web", DesiredCapacity=3)
    aws.clock.advance(seconds=200)
    [waiting] = [
        instance["InstanceId"]
        for instance in group(aws)["Instances"]
        if instance["LifecycleState"] == "Terminating:Wait"
    ]
    scaling.record_lifecycle_action_heartbeat(AutoScalingGroupName="web", LifecycleHookName="look", InstanceId=waiting)
    aws.clock.advance(seconds=290)
    assert [state for _, state in states(aws)].count("Terminating:Wait") == 1
    aws.clock.advance(seconds=60)

    assert len(group(aws)["Instances"]) == 3


@pytest.mark.slow
def test_an_action_that_nobody_waits_for_cannot_be_completed(aws):
    aws.deploy(template())

    with pytest.raises(ClientError) as refused:
        aws.client("autoscaling").complete_lifecycle_action(
            AutoScalingGroupName="web", LifecycleHookName="look", LifecycleActionResult="CONTINUE", InstanceId="i-1"
        )

    message = "No active Lifecycle Action found with instance ID i-1"
    assert refused.value.response["Error"] == {"Code": "ValidationError", "Message": message, "Type": "Sender"}


@pytest.mark.slow
def test_a_refresh_replaces_all_and_keeps_the_healthy_share(aws):
    aws.deploy(template(TargetGroupARNs=[]))
    before = {instance["InstanceId"] for instance in group(aws)["Instances"]}
    scaling, least = aws.client("autoscaling"), []

    asked = {"MinHealthyPercentage": 50, "InstanceWarmup": 60}
    started = scaling.start_instance_refresh(AutoScalingGroupName="web", Preferences=asked)["InstanceRefreshId"]
    with pytest.raises(ClientError) as refused:
        scaling.start_instance_refresh(AutoScalingGroupName="web")
    for _ in range(20):
        least.append(len(zones(aws)))
        aws.clock.advance(seconds=30)

    [refresh] = scaling.describe_instance_refreshes(AutoScalingGroupName="web")["InstanceRefreshes"]
    assert refresh["InstanceRefreshId"] == started
    assert (refresh["Status"], refresh["PercentageComplete"]) == ("Successful", 100)
    assert refused.value.response["Error"]["Code"] == "InstanceRefreshInProgress"
    assert min(least) == 3
    assert before.isdisjoint(instance["InstanceId"] for instance in group(aws)["Instances"])


@pytest.mark.slow
def test_the_instances_in_service_are_counted_when_it_is_asked_for(aws):
    aws.deploy(template(MetricsCollection=[{"Granularity": "1Minute", "Metrics": ["GroupInServiceInstances"]}]))
    aws.clock.advance(minutes=5)

    watch = aws.client("cloudwatch")
    datapoints = watch.get_metric_statistics(
        Namespace="AWS/AutoScaling", MetricName="GroupInServiceInstances", Period=60, Statistics=["Average"],
        Dimensions=[{"Name": "AutoScalingGroupName", "Value": "web"}],
        StartTime=aws.clock.now.replace(minute=1), EndTime=aws.clock.now,
    )["Datapoints"]  # fmt: skip
    assert {datapoint["Average"] for datapoint in datapoints} == {6.0}
    assert [metric["MetricName"] for metric in watch.list_metrics(Namespace="AWS/AutoScaling")["Metrics"]] == [
        "GroupInServiceInstances"
    ]


@pytest.mark.slow
def test_a_hook_of_its_own_is_no_part_of_the_group(aws):
    body = template()
    body["Resources"]["Goodbye"] = {
        "Type": "AWS::AutoScaling::LifecycleHook",
        "Properties": {"AutoScalingGroupName": {"Ref": "Group"}, "LifecycleTransition": END},
    }

    stack = aws.deploy(body)

    assert stack.drift() == {}
    assert "LifecycleHookSpecificationList" not in stack["Group"].actual
    assert stack["Goodbye"].actual["LifecycleTransition"] == END
