"""Parameters whose values the account decides: ids that must exist, and values looked up in the parameter store."""

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed, UnsupportedType
from patterns.sandbox.provider.parameter_values import existing
from patterns.template.errors import ParameterError
from patterns.template.parameter_types import IN_ACCOUNT
from patterns.template.resolve import Resolver
from patterns.template.source import load
from tools.clearing import standing

NET, GROUP = "AWS::EC2::VPC::Id", "AWS::EC2::SecurityGroup::Id"
IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
PUBLIC = [
    f"/aws/service/ami-amazon-linux-latest/{name}-{architecture}{disk}"
    for name, disk in [
        ("al2023-ami-kernel-default", ""),
        ("al2023-ami-minimal-kernel-default", ""),
        ("al2023-ami-kernel-6.1", ""),
        ("amzn2-ami-kernel-5.10-hvm", "-gp2"),
        ("amzn2-ami-hvm", "-gp2"),
    ]
    for architecture in ("x86_64", "arm64")
]


def template(kind, *, default=None, **more):
    form = {"Type": kind, **({"Default": default} if default else {}), **more}
    value = {"Fn::Sub": "${P}"} if "List" not in kind else {"Fn::Join": [",", {"Ref": "P"}]}
    properties = {"Type": "String", "Name": "/shown", "Value": value}
    return {
        "Parameters": {"P": form},
        "Resources": {"A": {"Type": "AWS::SSM::Parameter", "Properties": properties}},
    }


def there(aws):
    """One value of each type that the account holds."""
    ec2 = aws.client("ec2")
    subnet = ec2.describe_subnets()["Subnets"][0]
    [image] = aws.client("ssm").get_parameters(Names=[IMAGE])["Parameters"]
    [instance] = ec2.run_instances(ImageId=image["Value"], MinCount=1, MaxCount=1)["Instances"]
    zone = aws.client("route53").create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]
    ec2.create_key_pair(KeyName="mine")
    return {
        "AWS::EC2::AvailabilityZone::Name": "us-east-1a",
        "AWS::EC2::Image::Id": image["Value"],
        "AWS::EC2::Instance::Id": instance["InstanceId"],
        "AWS::EC2::KeyPair::KeyName": "mine",
        "AWS::EC2::SecurityGroup::GroupName": "default",
        "AWS::EC2::SecurityGroup::Id": ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"],
        "AWS::EC2::Subnet::Id": subnet["SubnetId"],
        "AWS::EC2::VPC::Id": subnet["VpcId"],
        "AWS::EC2::Volume::Id": ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"],
        "AWS::Route53::HostedZone::Id": zone.removeprefix("/hostedzone/"),
        "AWS::SSM::Parameter::Name": IMAGE,
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", IN_ACCOUNT)
def test_a_value_that_the_account_has_is_taken_and_one_it_has_not_ends_the_stack(aws, kind):
    value = there(aws)[kind]

    stack = aws.deploy(template(kind), parameters={"P": value})
    with pytest.raises(StackFailed) as refused:
        stack.update(template(kind), parameters={"P": "nowhere"})

    reason = "Parameter validation failed: parameter value nowhere for parameter name P does not exist."
    assert refused.value.reasons == (reason,)
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert stack["A"].actual["Value"] == value


@pytest.mark.parametrize("kind", IN_ACCOUNT)
def test_every_type_of_parameter_that_the_account_decides_is_listed_by_somebody(aws, kind):
    assert "nothing-has-this-name" not in existing(aws, kind, ["nothing-has-this-name"])


@pytest.mark.parametrize("kind", ["AWS::EC2::Image::Name", "AWS::Pipes::Pipe::Id", "AWS::S3::Bucket::Id"])
def test_a_type_of_parameter_that_nobody_lists_is_named(aws, kind):
    with pytest.raises(UnsupportedType, match=kind.removesuffix("::Id")):
        existing(aws, kind, ["x"])


def test_a_stack_that_names_what_is_not_there_is_rolled_back_with_cloudformations_event(aws):
    with pytest.raises(StackFailed) as refused:
        aws.deploy(template("List<AWS::EC2::Subnet::Id>"), parameters={"P": ""})

    reason = "Parameter validation failed: parameter value  for parameter name P does not exist."
    assert refused.value.status == "ROLLBACK_COMPLETE"
    assert [(event.status, event.reason) for event in refused.value.events] == [
        ("CREATE_IN_PROGRESS", "User Initiated"),
        ("ROLLBACK_IN_PROGRESS", f"{reason} Rollback requested by user."),
        ("ROLLBACK_COMPLETE", ""),
    ]
    assert standing(aws) == []


def test_a_hidden_value_that_is_not_there_stays_hidden(aws):
    with pytest.raises(StackFailed) as refused:
        aws.deploy(template("AWS::EC2::KeyPair::KeyName", NoEcho=True), parameters={"P": "hunter2"})

    assert "hunter2" not in str(refused.value) + str(refused.value.events)
    assert "parameter value **** for parameter name P" in str(refused.value)


def test_a_stored_value_is_looked_up_at_every_update(aws):
    ssm = aws.client("ssm")
    ssm.put_parameter(Name="/app/size", Type="String", Value="small")
    source = template("AWS::SSM::Parameter::Value<String>", default="/app/size")
    stack = aws.deploy(source)
    assert stack.parameters == {"P": "small"}
    assert stack.update(source) == []

    ssm.put_parameter(Name="/app/size", Type="String", Value="large", Overwrite=True)
    [change] = stack.update(source)

    assert (change.logical_id, stack["A"].actual["Value"], stack.parameters) == ("A", "large", {"P": "large"})


def test_a_stored_list_of_ids_is_checked_item_by_item(aws):
    subnets = [subnet["SubnetId"] for subnet in aws.client("ec2").describe_subnets()["Subnets"]][:2]
    ssm = aws.client("ssm")
    ssm.put_parameter(Name="/net/subnets", Type="StringList", Value=",".join(subnets))
    source = template("AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>", default="/net/subnets")
    stack = aws.deploy(source)
    assert stack.parameters == {"P": subnets}

    ssm.put_parameter(Name="/net/subnets", Type="StringList", Value=f"{subnets[0]},subnet-9", Overwrite=True)
    with pytest.raises(StackFailed, match="parameter value subnet-9 for parameter name P does not exist"):
        stack.update(source)


def test_a_name_that_the_store_has_not_is_refused_before_anything_is_made(aws):
    with pytest.raises(ParameterError) as refused:
        aws.deploy(template("AWS::SSM::Parameter::Value<String>", default="/no/such"))

    assert refused.value.message == "Unable to fetch parameters [/no/such] from parameter store for this account."


def test_an_encrypted_value_is_no_parameter(aws):
    aws.client("ssm").put_parameter(Name="/app/secret", Type="SecureString", Value="hunter2")

    with pytest.raises(ParameterError, match="have types not supported by CloudFormation") as refused:
        aws.deploy(template("AWS::SSM::Parameter::Value<String>", default="/app/secret"))

    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_parameter_for_amazon_linux_names_an_image_of_its_architecture(aws, name):
    [image] = aws.client("ssm").get_parameters(Names=[name])["Parameters"]
    [described] = aws.client("ec2").describe_images(ImageIds=[image["Value"]])["Images"]

    assert described["Architecture"] in name
    assert described["OwnerId"] == "137112412989"
    assert described["State"] == "available"


@pytest.mark.parametrize("region", ["us-east-1", "ap-northeast-1", "ca-central-1", "us-west-1", "eu-west-1"])
def test_the_zones_of_the_language_are_zones_of_the_account(region):
    with Sandbox(region=region) as account:
        zones = {zone["ZoneName"] for zone in account.client("ec2").describe_availability_zones()["AvailabilityZones"]}

    resolver = Resolver(load({"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}), region=region)
    assert set(resolver.value({"Fn::GetAZs": ""})) <= zones


@pytest.mark.slow
@pytest.mark.parametrize(("owner", "zone"), [("me", "us-east-1a"), ("you", "us-east-1a"), ("me", "us-east-1b")])
def test_rules_ask_the_account_about_what_parameters_name(owner, zone):
    ours = {"Fn::EachMemberEquals": [{"Fn::ValueOfAll": ["AWS::EC2::Subnet::Id", "Tags.Owner"]}, "me"]}
    here = {"Fn::Contains": [{"Fn::ValueOf": ["Place", "AvailabilityZone"]}, "us-east-1a"]}
    inside = {"Fn::EachMemberEquals": [{"Fn::ValueOf": ["Place", "VpcId"]}, {"Ref": "Net"}]}
    first = {"Fn::EachMemberIn": [{"Fn::ValueOf": ["Net", "DefaultSecurityGroup"]}, {"Fn::RefAll": GROUP}]}
    asserts = [{"Assert": each, "AssertDescription": "not ours"} for each in (ours, here, inside, first)]
    template = {
        "Parameters": {
            name: {"Type": kind} for name, kind in (("Net", NET), ("Place", "AWS::EC2::Subnet::Id"), ("Group", GROUP))
        },
        "Rules": {"Ours": {"Assertions": asserts}},
        "Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}},
    }
    with Sandbox() as aws:
        network = aws.existing_network()
        tag = [{"Key": "Owner", "Value": owner}]
        aws.client("ec2").create_tags(Resources=[network.subnet_ids[zone]], Tags=tag)
        given = {"Net": network.vpc_id, "Place": network.subnet_ids[zone], "Group": network.security_group_id}

        if (owner, zone) == ("me", "us-east-1a"):
            assert aws.deploy(template, parameters=given).status == "CREATE_COMPLETE"
        else:
            with pytest.raises(ParameterError, match="not ours"):
                aws.deploy(template, parameters=given)
