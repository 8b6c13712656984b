"""What Amazon EC2 Auto Scaling does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A group keeps its capacity, spread over subnets, and replaces what fails; policies and schedules scale it.",
        SIMPLIFIED,
        "/autoscaling/ec2/userguide/auto-scaling-benefits.html",
        """
        aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        lost = fleet.group(aws)["Instances"][0]["InstanceId"]
        aws.client("ec2").terminate_instances(InstanceIds=[lost])
        aws.clock.advance(minutes=10)
        [fleet.zones(aws).count(zone) for zone in fleet.ZONES]
        """,
        modules=("groups", "scheduled_scaling"),
    ),
    Behaviour(
        "A group is not made with a target group that is not there, nor a hook with a heartbeat that is too short.",
        SIMPLIFIED,
        "/autoscaling/ec2/APIReference/API_PutLifecycleHook.html",
        """
        aws.deploy(fleet.template())
        hook = {"LifecycleHookName": "h", "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING"}
        name = fleet.group(aws)["AutoScalingGroupName"]
        put = aws.client("autoscaling").put_lifecycle_hook
        attempt(put, AutoScalingGroupName=name, HeartbeatTimeout=5, **hook).code
        """,
        modules=("request_checks",),
    ),
)

LIMITS = (
    Limit(
        "An instance takes 45 seconds to launch and to terminate, and a failed one is noticed after "
        "a minute: AWS publishes no times.",
        """
        from patterns.sandbox.services.autoscaling.groups import timings

        timings.LAUNCH_SECONDS, timings.END_SECONDS, timings.CHECK_SECONDS
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::AutoScaling::AutoScalingGroup": Refused(
        made=(
            "sizes that exclude each other, zones and subnets that do not match, launch templates that ask "
            "for Spot beside a mix"
        ),
        page="/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html",
        not_made="quotas, roles linked to the service, target groups of another network",
    ),
    "AWS::AutoScaling::LifecycleHook": Refused(
        made="a group that is not there; a heartbeat outside 30 to 7200 seconds (in our words)",
        page="/autoscaling/ec2/APIReference/API_PutLifecycleHook.html",
        not_made="timeouts beyond two days, the role and target of a notification",
    ),
    "AWS::AutoScaling::ScalingPolicy": Refused(
        made="a group that is not there; settings that a kind lacks or does not take (in our words)",
        page="/autoscaling/ec2/APIReference/API_PutScalingPolicy.html",
        not_made="steps that overlap, metrics that do not exist",
    ),
    "AWS::AutoScaling::ScheduledAction": Refused(
        made="sizes that exclude each other, or none (in our words); a recurrence that cannot be read",
        page="/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html",
        not_made="a group that is not there, start times in the past, two actions at one time",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
