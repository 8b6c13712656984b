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
    Behaviour(
        "`AWS::EC2::Instance` is launched, and `AWS::AutoScaling::AutoScalingGroup` made, only with an image, a type "
        "and a key pair that there are, an image of the type's architecture, and groups of the subnet's network. What "
        "is terminated is neither started, stopped nor given an address.",
        FAITHFUL,
        "/AWSEC2/latest/APIReference/errors-overview.html",
        """
        run, net = aws.client("ec2").run_instances, aws.existing_network()
        one = {"MinCount": 1, "MaxCount": 1, "ImageId": net.image_ids["x86_64"]}
        [
            attempt(run, **one, InstanceType="t4g.micro").code,
            attempt(run, **one, InstanceType="t3.micro", KeyName="nobodys").code,
            attempt(run, **one | {"ImageId": "ami-00000000000000000"}, InstanceType="t3.micro").code,
        ]
        """,
        modules=("creation_checks",),
    ),
    Behaviour(
        "`AWS::EC2::Subnet`, `SecurityGroup` and its rules, `Volume`, `Route`, `RouteTable`, `InternetGateway`, "
        "`NatGateway` and `VPCEndpoint` are held to sizes, zones, characters, protocols and ports, IOPS and "
        "throughput, and to gateways, tables and services that go with their network and region.",
        FAITHFUL,
        "/vpc/latest/userguide/subnet-sizing.html",
        """
        ec2 = aws.client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        attempt(ec2.create_subnet, VpcId=vpc, CidrBlock="10.0.0.0/29").code
        """,
        modules=("creation_checks",),
    ),
    *spot.BEHAVIOURS,
)

LIMITS = (
    *spot.LIMITS,
    Limit(
        "Of EC2, these are not checked: tenancies, NAT gateways without an internet gateway, ranges that may "
        "not be added to a VPC, addresses of interfaces "
        "outside their subnet and groups of another network, numbers and ports of network ACL entries, targets of "
        "routes but internet gateways, private names and zones of endpoints and which services there are, zones and "
        "device names of attached volumes, the trust of a flow log's or fleet's role, Spot fleets' capacities, host "
        "bits in ranges, and for Auto Scaling groups health check types, versions of launch templates, overrides of "
        "mixed groups and target groups.",
        """
        ec2, net = aws.client("ec2"), aws.existing_network()
        group = ec2.create_security_group(GroupName="g", Description="g", VpcId=net.vpc_id)["GroupId"]
        rule = [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.1/8"}]}]
        attempt(ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=rule).allowed
        """,
    ),
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
