"""What Amazon EC2 does here, and what it does not, Spot Instances included."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour
from patterns.sandbox.services.ec2.spot import fidelity as spot

BEHAVIOURS = (
    Behaviour(
        "An outage takes down whatever is in the zone; groups replace it elsewhere, and what is in "
        "two zones fails over.",
        SIMPLIFIED,
        "/whitepapers/latest/aws-fault-isolation-boundaries/availability-zones.html",
        """
        aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        with aws.faults.zone_outage("us-east-1a"):
            aws.clock.advance(minutes=30)
            left = [fleet.zones(aws).count(zone) for zone in fleet.ZONES]
        left
        """,
        modules=("lost_zones",),
    ),
    Behaviour(
        "A launch beyond the account's quota is refused; the quota is one of 1,000 vCPUs for all families.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html",
        """
        launch = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large", "MinCount": 600, "MaxCount": 600}
        attempt(aws.client("ec2").run_instances, **launch).code
        """,
        modules=("launch_limits",),
    ),
    *spot.BEHAVIOURS,
)

LIMITS = spot.LIMITS
