"""What links one thing of EC2 to another: disks to machines, addresses, options and peers to networks."""

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import StackFailed

IMAGE = "ami-12c6146b"


def code(refused):
    return refused.value.response["Error"]["Code"]


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


def launched(ec2, aws, zone="us-east-1a"):
    subnet = aws.existing_network().subnet_ids[zone]
    made = ec2.run_instances(MinCount=1, MaxCount=1, ImageId=IMAGE, InstanceType="t2.micro", SubnetId=subnet)
    return made["Instances"][0]["InstanceId"]


def volume(ec2, zone="us-east-1a"):
    return ec2.create_volume(AvailabilityZone=zone, Size=1)["VolumeId"]


@pytest.mark.slow
def test_a_volume_is_attached_once_in_its_zone_under_a_free_name(aws, ec2):
    one, other = launched(ec2, aws), launched(ec2, aws)
    disk = volume(ec2)
    ec2.attach_volume(VolumeId=disk, InstanceId=one, Device="/dev/sdh")

    with pytest.raises(ClientError, match=f"{disk} is already attached to an instance") as in_use:
        ec2.attach_volume(VolumeId=disk, InstanceId=other, Device="/dev/sdh")
    with pytest.raises(ClientError, match="Attachment point /dev/sdh is already in use"):
        ec2.attach_volume(VolumeId=volume(ec2), InstanceId=one, Device="/dev/sdh")
    with pytest.raises(ClientError, match="is not in the same availability zone as instance") as apart:
        ec2.attach_volume(VolumeId=volume(ec2, "us-east-1b"), InstanceId=one, Device="/dev/sdi")

    assert (code(in_use), code(apart)) == ("VolumeInUse", "InvalidVolume.ZoneMismatch")


@pytest.mark.slow
def test_an_address_that_moves_leaves_who_had_it(aws, ec2):
    one, other = launched(ec2, aws), launched(ec2, aws)
    address = ec2.allocate_address(Domain="vpc")
    named = {"AllocationId": address["AllocationId"], "AllowReassociation": True}
    first = ec2.associate_address(InstanceId=one, **named)["AssociationId"]

    second = ec2.associate_address(InstanceId=other, **named)["AssociationId"]

    public = {
        machine["InstanceId"]: machine.get("PublicIpAddress") == address["PublicIp"]
        for reservation in ec2.describe_instances(InstanceIds=[one, other])["Reservations"]
        for machine in reservation["Instances"]
    }
    assert (first != second, public) == (True, {one: False, other: True})


def test_an_instance_that_is_given_another_address_lets_go_of_the_one_it_had(aws, ec2):
    one = launched(ec2, aws)
    old, new = (ec2.allocate_address(Domain="vpc")["AllocationId"] for _ in range(2))
    for address in (old, new):
        ec2.associate_address(AllocationId=address, InstanceId=one, AllowReassociation=True)

    of_whom = {each["AllocationId"]: each.get("InstanceId") or None for each in ec2.describe_addresses()["Addresses"]}

    assert of_whom == {old: None, new: one}
    ec2.release_address(AllocationId=old)


def test_options_stay_when_their_network_goes_and_cannot_go_before(ec2):
    options = ec2.create_dhcp_options(DhcpConfigurations=[{"Key": "domain-name", "Values": ["a.internal"]}])
    name = options["DhcpOptions"]["DhcpOptionsId"]
    network = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.associate_dhcp_options(DhcpOptionsId=name, VpcId=network)

    with pytest.raises(ClientError) as in_use:
        ec2.delete_dhcp_options(DhcpOptionsId=name)
    ec2.delete_vpc(VpcId=network)

    assert code(in_use) == "DependencyViolation"
    assert [dhcp_option["DhcpOptionsId"] for dhcp_option in ec2.describe_dhcp_options()["DhcpOptions"]] == [name]
    ec2.delete_dhcp_options(DhcpOptionsId=name)


def peered(first, second):
    def network(block):
        return {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": block}}

    link = {"VpcId": {"Ref": "A"}, "PeerVpcId": {"Ref": "B"}}
    return {
        "Resources": {
            "A": network(first),
            "B": network(second),
            "Link": {"Type": "AWS::EC2::VPCPeeringConnection", "Properties": link},
        }
    }


def test_a_stack_accepts_its_own_peering_connection(aws, ec2):
    stack = aws.deploy(peered("10.0.0.0/16", "10.1.0.0/16"))

    [found] = ec2.describe_vpc_peering_connections()["VpcPeeringConnections"]
    assert (found["VpcPeeringConnectionId"], found["Status"]["Code"]) == (stack["Link"].physical_id, "active")


def test_networks_that_overlap_are_not_peered(aws):
    with pytest.raises(StackFailed, match="overlapping CIDR range"):
        aws.deploy(peered("10.0.0.0/16", "10.0.128.0/17"))


def test_a_private_key_that_ec2_makes_lies_in_parameter_store_as_long_as_the_pair(aws):
    ssm = aws.client("ssm")
    pair = {"Type": "AWS::EC2::KeyPair", "Properties": {"KeyName": "mine", "KeyType": "ed25519"}}
    stack = aws.deploy({"Resources": {"Pair": pair}, "Outputs": {"Id": {"Value": {"Fn::GetAtt": "Pair.KeyPairId"}}}})
    name = f"/ec2/keypair/{stack.outputs['Id']}"

    kept = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]
    stack.delete()

    assert (kept["Type"], "PRIVATE KEY" in kept["Value"]) == ("SecureString", True)
    with pytest.raises(ssm.exceptions.ParameterNotFound):
        ssm.get_parameter(Name=name)
