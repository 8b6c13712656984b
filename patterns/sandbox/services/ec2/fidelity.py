"""What Amazon EC2 does here, and what it does not, Spot Instances included."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit
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
    Behaviour(
        "Subnets, security groups, VPCs, gateways, route tables, network ACLs, interfaces and addresses are not "
        "deleted while somebody stands in them or uses them: instances, functions, databases, caches, load balancers, "
        "NAT gateways and endpoints. A stack asks again as long as its own deletions clear the way, then fails.",
        FAITHFUL,
        "/AWSEC2/latest/APIReference/API_DeleteVpc.html",
        """
        ec2 = aws.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        ec2.create_network_interface(SubnetId=subnet)
        [attempt(ec2.delete_subnet, SubnetId=subnet).code, attempt(ec2.delete_vpc, VpcId=vpc).code]
        """,
        modules=("deletion_checks",),
    ),
    *spot.BEHAVIOURS,
)

LIMITS = (
    *spot.LIMITS,
    Limit(
        "Prefix lists, DHCP options and networks with peering connections are deleted though somebody uses them, and "
        "an interface of a function is gone at once, where Lambda may keep it for 20 minutes.",
        """
        ec2 = aws.client("ec2")
        one, two = (ec2.create_vpc(CidrBlock=f"10.{n}.0.0/16")["Vpc"]["VpcId"] for n in range(2))
        ec2.create_vpc_peering_connection(VpcId=one, PeerVpcId=two)
        attempt(ec2.delete_vpc, VpcId=one).allowed
        """,
    ),
)
