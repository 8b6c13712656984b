"""What EC2 refuses when something is made or changed, each beside what it takes."""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox


@pytest.fixture(scope="module")
def shared():
    with Sandbox() as account:
        yield account


@pytest.fixture(scope="module")
def ec2(shared):
    return shared.client("ec2")


@pytest.fixture(scope="module")
def net(shared):
    return shared.existing_network()


@pytest.fixture(scope="module")
def vpc(ec2):
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


def refusal(call, **asked):
    with pytest.raises(ClientError) as refused:
        call(**asked)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def launch(net, **asked):
    return {"MinCount": 1, "MaxCount": 1, "InstanceType": "t3.micro", "ImageId": net.image_ids["x86_64"], **asked}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"ImageId": "ami-00000000000000000"},
            ("InvalidAMIID.NotFound", "The image id '[ami-00000000000000000]' does"),
        ),
        ({"ImageId": "image"}, ("InvalidAMIID.Malformed", 'Invalid id: "image" (expecting "ami-...")')),
        (
            {"InstanceType": "t4g.micro"},
            ("InvalidParameterValue", "The architecture 'arm64' of the specified instance"),
        ),
        ({"InstanceType": "t9.huge"}, ("InvalidParameterValue", "Invalid value 't9.huge' for InstanceType.")),
        ({"KeyName": "nobodys"}, ("InvalidKeyPair.NotFound", "The key pair 'nobodys' does not exist")),
    ],
)
def test_launch_is_refused(ec2, net, asked, said):
    code, message = refusal(ec2.run_instances, **launch(net, **asked))

    assert (code, message[: len(said[1])]) == said


def test_launch_is_made_with_what_there_is(ec2, net):
    arm = {"ImageId": net.image_ids["arm64"], "InstanceType": "t4g.micro", "KeyName": net.key_name}

    assert ec2.run_instances(**launch(net, **arm))["Instances"][0]["Architecture"] == "arm64"


def test_groups_of_an_instance_are_of_the_network_of_its_subnet(ec2, net, vpc):
    other = ec2.create_security_group(GroupName="o", Description="o", VpcId=vpc)["GroupId"]
    subnet = next(iter(net.subnet_ids.values()))

    said = ("InvalidParameter", f"Security group {other} and subnet {subnet} belong to different networks.")
    assert refusal(ec2.run_instances, **launch(net, SubnetId=subnet, SecurityGroupIds=[other])) == said


def test_what_is_terminated_stays_so(ec2, net):
    name = ec2.run_instances(**launch(net))["Instances"][0]["InstanceId"]
    ec2.terminate_instances(InstanceIds=[name])
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]

    said = f"The instance '{name}' is not in a state from which it can be started."
    assert refusal(ec2.start_instances, InstanceIds=[name]) == ("IncorrectInstanceState", said)
    said = f"The terminated instance '{name}' is not in a valid state for this operation."
    assert refusal(ec2.associate_address, AllocationId=address, InstanceId=name) == ("InvalidInstanceID", said)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"ImageId": "ami-00000000000000000"}, "The image id '[ami-00000000000000000]' does not exist"),
        ({"InstanceType": "t4g.micro"}, "The architecture 'arm64' of the specified instance type does not match"),
        ({"KeyName": "nobodys"}, "The key pair 'nobodys' does not exist"),
    ],
)
def test_group_is_refused_whose_launch_template_launches_nothing(shared, ec2, net, data, said):
    wanted = {"ImageId": net.image_ids["x86_64"], "InstanceType": "t3.micro", **data}
    made = ec2.create_launch_template(LaunchTemplateName=f"t{len(said)}", LaunchTemplateData=wanted)["LaunchTemplate"]
    template = {"LaunchTemplateId": made["LaunchTemplateId"], "Version": "1"}
    place = next(iter(net.subnet_ids.values()))
    asked = {"AutoScalingGroupName": "g", "MinSize": 0, "MaxSize": 1, "VPCZoneIdentifier": place}

    code, message = refusal(shared.client("autoscaling").create_auto_scaling_group, LaunchTemplate=template, **asked)

    assert code == "ValidationError"
    assert message.startswith(f"You must use a valid fully-formed launch template. {said}")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 70_000}, "TCP/UDP port (70000) out of range"),
        ({"IpProtocol": "tcp", "FromPort": 90, "ToPort": 80}, "Invalid TCP/UDP port range (90:80)"),
        ({"IpProtocol": "xyz"}, "Invalid value 'xyz' for IP protocol. Unknown protocol."),
    ],
)
def test_rule_is_refused(ec2, net, rule, said):
    asked = [{**rule, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]

    found = refusal(ec2.authorize_security_group_ingress, GroupId=net.security_group_id, IpPermissions=asked)

    assert found == ("InvalidParameterValue", said)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"GroupName": "sg-x"}, "Group names may not be in the format sg-*"),
        ({"Description": "Zürich"}, "Character sets beyond ASCII are not supported."),
        ({"Description": "<web>"}, "Valid are strings less than 256 characters"),
    ],
)
def test_security_group_is_refused(ec2, vpc, asked, said):
    assert (
        said in refusal(ec2.create_security_group, **{"GroupName": "x", "Description": "x", "VpcId": vpc, **asked})[1]
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"Size": 65_537, "VolumeType": "gp3"},
            "Volume of 65537GiB is too large for volume type gp3; maximum is 65536",
        ),
        ({"Size": 10, "VolumeType": "st1"}, "Volume of 10GiB is too small for volume type st1; minimum is 125GiB."),
        (
            {"Size": 10, "VolumeType": "io1", "Iops": 1000},
            "Iops to volume size ratio of 100.000000 is too high; maximum",
        ),
        ({"Size": 10, "VolumeType": "gp3", "Throughput": 1000}, "Throughput (MiBps) to iops ratio of 0.333333 is too"),
        ({"Size": 10, "VolumeType": "gp9"}, "Invalid value 'gp9' for VolumeType"),
        ({"Size": 10, "AvailabilityZone": "us-east-1z"}, "The zone 'us-east-1z' does not exist."),
    ],
)
def test_volume_is_refused(ec2, asked, said):
    assert refusal(ec2.create_volume, **{"AvailabilityZone": "us-east-1a", **asked})[1].startswith(said)


def test_volume_grows_and_never_shrinks(ec2):
    fast = {"VolumeType": "gp3", "Iops": 5000, "Throughput": 1000}
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=10, **fast)["VolumeId"]

    said = ("InvalidParameterValue", "New size cannot be smaller than existing size")
    assert refusal(ec2.modify_volume, VolumeId=volume, Size=9) == said
    assert ec2.modify_volume(VolumeId=volume, Size=20)["VolumeModification"]["TargetSize"] == 20


def test_network_is_made_of_what_goes_together(ec2, net, vpc):
    subnet = next(iter(net.subnet_ids.values()))
    own = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/28")["Subnet"]["SubnetId"]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    out = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway}

    assert refusal(ec2.create_subnet, VpcId=vpc, CidrBlock="10.0.1.0/29")[0] == "InvalidSubnet.Range"
    zone = {"CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a"}
    assert "Subnets can currently only be created in" in refusal(ec2.create_subnet, VpcId=vpc, **zone)[1]
    assert "belong to different networks" in refusal(ec2.create_route, **out)[1]
    said = "exactly one of: destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId"
    assert said in refusal(ec2.create_route, RouteTableId=table, GatewayId=gateway)[1]
    assert "belong to different networks" in refusal(ec2.associate_route_table, RouteTableId=table, SubnetId=subnet)[1]
    assert refusal(ec2.create_nat_gateway, SubnetId=subnet)[0] == "MissingParameter"
    second = {"InternetGatewayId": gateway, "VpcId": net.vpc_id}
    assert "already has an internet gateway" in refusal(ec2.attach_internet_gateway, **second)[1]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    assert ec2.create_route(**out)["Return"]
    assert ec2.create_nat_gateway(SubnetId=own, AllocationId=address)["NatGateway"]["SubnetId"] == own


@pytest.mark.parametrize(
    ("service", "kind", "code"),
    [
        ("com.amazonaws.us-east-1.sqs", "Gateway", "InvalidParameter"),
        ("com.amazonaws.eu-west-1.s3", "Gateway", "InvalidServiceName"),
    ],
)
def test_endpoint_is_refused(ec2, vpc, service, kind, code):
    assert refusal(ec2.create_vpc_endpoint, VpcId=vpc, ServiceName=service, VpcEndpointType=kind)[0] == code


def test_an_address_for_an_instance_needs_a_way_out(ec2, net):
    closed = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=closed, CidrBlock="10.7.0.0/24")["Subnet"]["SubnetId"]
    [made] = ec2.run_instances(**launch(net, SubnetId=subnet))["Instances"]
    asked = {"InstanceId": made["InstanceId"], "AllocationId": ec2.allocate_address(Domain="vpc")["AllocationId"]}

    told = f"Network {closed} is not attached to any internet gateway"
    assert refusal(ec2.associate_address, **asked) == ("Gateway.NotAttached", told)
    outside = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=outside, VpcId=closed)
    assert ec2.associate_address(**asked)["AssociationId"]
