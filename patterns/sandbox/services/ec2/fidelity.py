"""What Amazon EC2 does here, and what it does not, Spot Instances included."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused
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
        "A volume is attached in its own zone, to one instance, and under a name of a device that is free.",
        FAITHFUL,
        "/AWSEC2/latest/APIReference/API_AttachVolume.html",
        """
        ec2, net = aws.client("ec2"), aws.existing_network()
        one = {"MinCount": 1, "MaxCount": 1, "ImageId": net.image_ids["x86_64"], "InstanceType": "t3.micro"}
        machine = ec2.run_instances(**one, Placement={"AvailabilityZone": "us-east-1a"})["Instances"][0]["InstanceId"]
        near, far = (
            ec2.create_volume(AvailabilityZone=zone, Size=1)["VolumeId"] for zone in ("us-east-1a", "us-east-1b")
        )
        at = {"InstanceId": machine, "Device": "/dev/sdh"}
        apart = attempt(ec2.attach_volume, **at, VolumeId=far).code
        ec2.attach_volume(**at, VolumeId=near)
        [apart, attempt(ec2.attach_volume, **at, VolumeId=near).code]
        """,
        modules=("attachment_checks",),
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

REFUSALS: Mapping[str, Refused] = {
    "AWS::EC2::DHCPOptions": Refused(
        made="more than four servers of a kind; a deletion while in use",
        page="/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html",
        not_made="addresses that are none, Windows' own rules of names",
    ),
    "AWS::EC2::EIP": Refused(
        made="what its schema says",
        page="/AWSEC2/latest/APIReference/API_AllocateAddress.html",
        not_made="an instance that is not there, five addresses in a Region, pools",
    ),
    "AWS::EC2::EIPAssociation": Refused(
        made="an address, instance or interface that is not there, a network without an internet gateway",
        page="/AWSEC2/latest/APIReference/API_AssociateAddress.html",
        not_made="addresses of an interface that are not its own",
    ),
    "AWS::EC2::EgressOnlyInternetGateway": Refused(
        made="a network that is not there",
        page="/AWSEC2/latest/APIReference/API_CreateEgressOnlyInternetGateway.html",
        not_made="quotas",
    ),
    "AWS::EC2::FlowLog": Refused(
        made="a destination that is not there, a role or destination too many, and logs without the role for them",
        page="/AWSEC2/latest/APIReference/API_CreateFlowLogs.html",
        not_made="formats of records, policies of the destination",
    ),
    "AWS::EC2::Instance": Refused(
        made=(
            "images, key pairs, subnets, groups and profiles that are not there, an image of another "
            "architecture, devices and addresses that exclude each other"
        ),
        page="/AWSEC2/latest/APIReference/API_RunInstances.html",
        not_made="quotas of virtual CPUs, types that a zone does not have",
    ),
    "AWS::EC2::InternetGateway": Refused(
        made="what its schema says; a deletion while attached",
        page="/AWSEC2/latest/APIReference/API_CreateInternetGateway.html",
        not_made="quotas",
    ),
    "AWS::EC2::KeyPair": Refused(
        made="a name that is taken, a public key that is none",
        page="/AWSEC2/latest/APIReference/API_CreateKeyPair.html",
        not_made="5000 pairs of a Region",
    ),
    "AWS::EC2::LaunchTemplate": Refused(
        made="a name that is taken, devices whose size, speed and kind exclude each other",
        page="/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html",
        not_made="images and groups that are not there, which EC2 looks for at the launch",
    ),
    "AWS::EC2::NatGateway": Refused(
        made="a subnet or address that is not there, an address in use or of a private gateway, no internet gateway",
        page="/AWSEC2/latest/APIReference/API_CreateNatGateway.html",
        not_made="quotas in a zone, a regional gateway's network",
    ),
    "AWS::EC2::NetworkAcl": Refused(
        made="a network that is not there; a deletion while in use",
        page="/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html",
        not_made="quotas",
    ),
    "AWS::EC2::NetworkAclEntry": Refused(
        made="a list that is not there, a number that is taken",
        page="/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html",
        not_made="twenty rules in each direction",
    ),
    "AWS::EC2::NetworkInterface": Refused(
        made="subnets and groups that are not there; a deletion while in use",
        page="/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html",
        not_made="addresses outside the subnet, how many interfaces an instance can have",
    ),
    "AWS::EC2::Route": Refused(
        made="no destination, no target, a table, gateway or instance that is not there or in another network, a range "
        "that has a route",
        page="/AWSEC2/latest/APIReference/API_CreateRoute.html",
        not_made="routes of a table (50)",
    ),
    "AWS::EC2::RouteTable": Refused(
        made="a network that is not there; a deletion while in use",
        page="/AWSEC2/latest/APIReference/API_CreateRouteTable.html",
        not_made="quotas",
    ),
    "AWS::EC2::SecurityGroup": Refused(
        made=(
            "names, descriptions, protocols and ports that EC2 does not read, rules that are there; a "
            "deletion while in use"
        ),
        page="/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
        not_made="sixty rules in each direction, five groups of an interface",
    ),
    "AWS::EC2::SecurityGroupEgress": Refused(
        made="groups that are not there, protocols and ports that EC2 does not read",
        page="/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html",
        not_made="sixty rules in a direction",
    ),
    "AWS::EC2::SecurityGroupIngress": Refused(
        made="groups that are not there, protocols and ports that EC2 does not read",
        page="/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html",
        not_made="sixty rules in a direction",
    ),
    "AWS::EC2::SpotFleet": Refused(
        made="launch templates and roles that are not there",
        page="/AWSEC2/latest/APIReference/API_RequestSpotFleet.html",
        not_made="quotas of Spot, prices under the least",
    ),
    "AWS::EC2::Subnet": Refused(
        made="a range outside its network or in another subnet, a zone that is not there; a deletion while in use",
        page="/AWSEC2/latest/APIReference/API_CreateSubnet.html",
        not_made="200 subnets of a network",
    ),
    "AWS::EC2::SubnetNetworkAclAssociation": Refused(
        made="a subnet or list that is not there",
        page="/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html",
        not_made="a list of another network",
    ),
    "AWS::EC2::SubnetRouteTableAssociation": Refused(
        made="a subnet or table that is not there, a subnet that has a table",
        page="/AWSEC2/latest/APIReference/API_AssociateRouteTable.html",
        not_made="a table of another network",
    ),
    "AWS::EC2::VPC": Refused(
        made="a range larger than /16 or smaller than /28; a deletion while somebody stands in it",
        page="/AWSEC2/latest/APIReference/API_CreateVpc.html",
        not_made="five networks in a Region",
    ),
    "AWS::EC2::VPCCidrBlock": Refused(
        made="a range of an unreadable form, one over another range of the network, more than five of a kind",
        page="/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html",
        not_made="ranges restricted by the first one of the network",
    ),
    "AWS::EC2::VPCDHCPOptionsAssociation": Refused(
        made="a network or options that are not there",
        page="/AWSEC2/latest/APIReference/API_AssociateDhcpOptions.html",
        not_made="what its schema does not say",
    ),
    "AWS::EC2::VPCEndpoint": Refused(
        made="a network, subnet, table, group or service that is not there, two endpoints with one private name",
        page="/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html",
        not_made="services that a Region does not have, services of others",
    ),
    "AWS::EC2::VPCGatewayAttachment": Refused(
        made="a gateway or network that is not there, a second gateway",
        page="/AWSEC2/latest/APIReference/API_AttachInternetGateway.html",
        not_made="VPN gateways",
    ),
    "AWS::EC2::VPCPeeringConnection": Refused(
        made="a network that is not there, a network with itself, blocks that overlap",
        page="/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html",
        not_made="125 connections of a network, two between the same networks",
    ),
    "AWS::EC2::Volume": Refused(
        made="sizes, speeds and throughput that a kind of volume does not have, IOPS of a kind without",
        page="/AWSEC2/latest/APIReference/API_CreateVolume.html",
        not_made="io2 by the instance it is attached to",
    ),
    "AWS::EC2::VolumeAttachment": Refused(
        made="a volume or instance that is not there or in another zone, a volume or device in use",
        page="/AWSEC2/latest/APIReference/API_AttachVolume.html",
        not_made="names of devices, how many volumes an instance can have",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
