"""What Amazon EC2 Auto Scaling does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit

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
