import pytest
from botocore.exceptions import ClientError


def instance(**properties):
    made = {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro", **properties}
    return {"Resources": {"Server": {"Type": "AWS::EC2::Instance", "Properties": made}}}


@pytest.mark.parametrize(
    "change",
    [
        {"InstanceType": {"Value": "t3.small"}},
        {"EbsOptimized": {"Value": True}},
        {"UserData": {"Value": b"#!/bin/sh"}},
        {"Attribute": "instanceType", "Value": "t3.small"},
    ],
    ids=lambda change: "-".join(change),
)
def test_a_running_instance_refuses_what_needs_it_stopped(aws, change):
    ec2, server = aws.client("ec2"), aws.deploy(instance())["Server"].physical_id

    with pytest.raises(ClientError) as refused:
        ec2.modify_instance_attribute(InstanceId=server, **change)

    error = refused.value.response["Error"]
    assert error["Code"] == "IncorrectInstanceState"
    assert error["Message"] == f"The instance '{server}' is not in the 'stopped' state."
    ec2.stop_instances(InstanceIds=[server])
    ec2.modify_instance_attribute(InstanceId=server, **change)


def test_a_running_instance_changes_the_rest(aws):
    ec2, server = aws.client("ec2"), aws.deploy(instance())["Server"].physical_id

    ec2.modify_instance_attribute(InstanceId=server, DisableApiTermination={"Value": True})

    told = ec2.describe_instance_attribute(InstanceId=server, Attribute="disableApiTermination")
    assert told["DisableApiTermination"] == {"Value": True}


def test_an_update_of_the_type_stops_and_starts_the_same_instance(aws):
    stack = aws.deploy(instance())
    server = stack["Server"].physical_id
    private = stack["Server"].attribute("PrivateIp")
    with_calls = []
    aws.gateway.subscribe("record", lambda call: with_calls.append(call.operation), service="ec2")

    stack.update(instance(InstanceType="t3.small"))

    changes = [name for name in with_calls if not name.startswith("Describe")]
    assert changes == ["StopInstances", "ModifyInstanceAttribute", "StartInstances"]
    assert stack["Server"].physical_id == server
    assert stack["Server"].attribute("PrivateIp") == private
    [found] = aws.client("ec2").describe_instances(InstanceIds=[server])["Reservations"][0]["Instances"]
    assert (found["InstanceType"], found["State"]["Name"]) == ("t3.small", "running")


def test_more_than_any_quota_allows_is_refused_by_its_name(aws):
    ec2 = aws.client("ec2")
    image = next(iter(aws.existing_network().image_ids.values()))

    with pytest.raises(ClientError, match="VcpuLimitExceeded"):
        ec2.run_instances(ImageId=image, InstanceType="t3.micro", MinCount=1_000_000, MaxCount=1_000_000)
    with pytest.raises(ClientError, match="MaxSpotInstanceCountExceeded"):
        ec2.request_spot_instances(InstanceCount=1_000_000, LaunchSpecification={"ImageId": image})

    assert ec2.describe_instances()["Reservations"] == []


@pytest.mark.slow
def test_a_subnet_takes_as_many_instances_as_it_has_addresses(aws):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/24")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/28")["Subnet"]["SubnetId"]
    launch = {
        "ImageId": next(iter(aws.existing_network().image_ids.values())),
        "SubnetId": subnet,
        "InstanceType": "t3.micro",
    }

    with pytest.raises(ClientError, match="InsufficientFreeAddressesInSubnet"):
        ec2.run_instances(**launch, MinCount=12, MaxCount=12)
    assert len(ec2.run_instances(**launch, MinCount=1, MaxCount=12)["Instances"]) == 11
    with pytest.raises(ClientError, match="There are not enough free addresses in subnet"):
        ec2.run_instances(**launch, MinCount=1, MaxCount=1)


AL2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
AMAZON_LINUX_2 = "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parameter", "said", "tokens", "hops"),
    [
        (AL2023, {}, "required", 2),
        (AL2023, {"HttpTokens": "optional"}, "optional", 2),
        (AL2023, {"HttpPutResponseHopLimit": 1}, "required", 1),
        (AMAZON_LINUX_2, {}, "optional", 1),
    ],
)
def test_image_of_amazon_linux_2023_requires_tokens_by_itself(aws, parameter, said, tokens, hops):
    """https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html."""
    image = aws.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]

    made = aws.client("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1, MetadataOptions=said)["Instances"][0]

    options = made["MetadataOptions"]
    assert (options["HttpTokens"], options["HttpPutResponseHopLimit"]) == (tokens, hops)
