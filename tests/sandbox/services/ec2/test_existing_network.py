"""What an account has before anyone deploys into it."""

import dataclasses

import pytest

from patterns import Sandbox

TEMPLATE = {
    "Parameters": {
        "Vpc": {"Type": "AWS::EC2::VPC::Id"},
        "Subnets": {"Type": "List<AWS::EC2::Subnet::Id>"},
        "Group": {"Type": "AWS::EC2::SecurityGroup::Id"},
        "Key": {"Type": "AWS::EC2::KeyPair::KeyName"},
        "Image": {"Type": "AWS::EC2::Image::Id"},
    },
    "Resources": {
        "Host": {
            "Type": "AWS::EC2::Instance",
            "Properties": {
                "ImageId": {"Ref": "Image"},
                "KeyName": {"Ref": "Key"},
                "SubnetId": {"Fn::Select": [0, {"Ref": "Subnets"}]},
                "SecurityGroupIds": [{"Ref": "Group"}],
            },
        }
    },
}


def everything(aws):
    ec2 = aws.observer("ec2")
    return [
        ec2.describe_vpcs()["Vpcs"],
        ec2.describe_subnets()["Subnets"],
        ec2.describe_route_tables()["RouteTables"],
        ec2.describe_internet_gateways()["InternetGateways"],
        ec2.describe_key_pairs()["KeyPairs"],
    ]


@pytest.mark.slow
def test_a_template_that_expects_a_network_finds_one():
    with Sandbox() as aws:
        here = aws.existing_network()
        before = everything(aws)
        values = {
            "Vpc": here.vpc_id,
            "Subnets": list(here.subnet_ids.values()),
            "Group": here.security_group_id,
            "Key": here.key_name,
            "Image": here.image_ids["x86_64"],
        }

        stack = aws.deploy(TEMPLATE, parameters=values)

        assert stack.drift() == {}
        assert stack["Host"].actual["KeyName"] == here.key_name
        stack.delete()
        assert everything(aws) == before


def test_it_is_the_same_when_asked_again_and_in_another_account():
    with Sandbox() as aws:
        first = aws.existing_network()
        assert aws.existing_network() == first
        fingerprint = aws.client("ec2").describe_key_pairs()["KeyPairs"][0]["KeyFingerprint"]
    with Sandbox() as aws:
        aws.client("sqs").create_queue(QueueName="noise")
        assert aws.existing_network() == first
        assert aws.client("ec2").describe_key_pairs()["KeyPairs"][0]["KeyFingerprint"] == fingerprint


@pytest.mark.slow
def test_every_zone_of_the_region_has_a_public_subnet_and_the_network_a_way_out():
    with Sandbox(region="ap-northeast-1") as aws:
        here = aws.existing_network()
        ec2 = aws.client("ec2")

        [table] = ec2.describe_route_tables(RouteTableIds=[here.route_table_id])["RouteTables"]
        subnets = ec2.describe_subnets(SubnetIds=list(here.subnet_ids.values()))["Subnets"]

    assert list(here.subnet_ids) == ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]
    assert {subnet["VpcId"] for subnet in subnets} == {here.vpc_id}
    assert ("0.0.0.0/0", here.internet_gateway_id) in [
        (route["DestinationCidrBlock"], route.get("GatewayId")) for route in table["Routes"]
    ]


def test_what_was_deleted_of_it_is_made_again():
    with Sandbox() as aws:
        here, ec2 = aws.existing_network(), aws.client("ec2")
        ec2.delete_subnet(SubnetId=here.subnet_ids["us-east-1a"])
        ec2.delete_key_pair(KeyName=here.key_name)

        again = aws.existing_network()

        assert again.subnet_ids["us-east-1a"] != here.subnet_ids["us-east-1a"]
        assert again.subnet_ids["us-east-1b"] == here.subnet_ids["us-east-1b"]
        assert len(ec2.describe_key_pairs()["KeyPairs"]) == 1


def test_an_account_that_nobody_asked_has_no_key_pair_and_its_answer_cannot_be_changed():
    with Sandbox() as aws:
        assert aws.client("ec2").describe_key_pairs()["KeyPairs"] == []
        here = aws.existing_network()

    with pytest.raises(dataclasses.FrozenInstanceError):
        here.vpc_id = "vpc-1"
    with pytest.raises(TypeError):
        here.subnet_ids["us-east-1a"] = "subnet-1"
    assert repr(here) == f"ExistingNetwork({here.vpc_id}, 6 subnets, key 'existing-key')"
