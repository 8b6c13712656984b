"""What Elastic Load Balancing does here, and what it does not."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit

BEHAVIOURS = (
    Behaviour(
        "Targets are checked at their interval, and one that stops answering is left out.",
        SIMPLIFIED,
        "/elasticloadbalancing/latest/application/target-group-health-checks.html",
        """
        web = aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        lost = fleet.group(aws)["Instances"][0]["InstanceId"]
        aws.client("ec2").stop_instances(InstanceIds=[lost])
        aws.clock.advance(seconds=30)
        health = aws.client("elbv2").describe_target_health(TargetGroupArn=web["Targets"].physical_id)
        [one["TargetHealth"]["State"] for one in health["TargetHealthDescriptions"] if one["Target"]["Id"] == lost]
        """,
        modules=("target_health",),
    ),
)

LIMITS = (
    Limit(
        "A target answers its health checks while its instance runs in a zone that is up; no request "
        "is sent, and no security group is consulted.",
        """
        from patterns.sandbox.services.elbv2 import targets

        targets.__doc__.partition("Not modelled: ")[2].split(",")[0]
        """,
    ),
)
