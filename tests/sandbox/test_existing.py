"""What a template expects of an account can be said to be there, and belongs to no stack."""

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import SandboxError
from patterns.template.errors import ParameterError, TemplateError

IMAGE = "ami-0abcdef1234567890"
WANTS = {
    "Parameters": {
        "Key": {"Type": "AWS::EC2::KeyPair::KeyName"},
        "Zone": {"Type": "AWS::Route53::HostedZone::Id"},
        "Image": {"Type": "AWS::EC2::Image::Id", "Default": IMAGE},
    },
    "Resources": {
        "Server": {
            "Type": "AWS::EC2::Instance",
            "Properties": {
                "ImageId": {"Ref": "Image"}, "InstanceType": "t3.micro", "KeyName": {"Ref": "Key"},
                "SubnetId": {"Fn::ImportValue": "net:Subnet"},
            },
        },
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def aws():
    with Sandbox() as account:
        yield account


@pytest.mark.slow
def test_a_template_finds_what_the_account_is_said_to_have(aws):
    with pytest.raises(TemplateError, match="No export named net:Subnet found"):
        aws.deploy(WANTS, parameters={"Key": "mine", "Zone": "Z1"})
    subnet = aws.existing_network().subnet_ids["us-east-1a"]

    there = aws.existing(
        exports={"net:Subnet": subnet}, certificates=["example.com"], roles={"app": "lambda.amazonaws.com"},
        hosted_zones=["example.com"], key_pairs=["mine"], images=[IMAGE],
    )  # fmt: skip
    again = aws.existing(
        certificates=["example.com"], roles={"app": "ecs.amazonaws.com"}, hosted_zones=["example.com"],
        key_pairs=["mine"], images=[IMAGE],
    )  # fmt: skip

    stack = aws.deploy(WANTS, parameters={"Key": "mine", "Zone": there.hosted_zones["example.com"]})
    assert stack["Server"].actual["SubnetId"] == subnet
    assert stack["Server"].actual["ImageId"] == IMAGE
    assert (again.certificates, again.roles, again.hosted_zones) == (
        there.certificates,
        there.roles,
        there.hosted_zones,
    )
    assert there.roles == {"app": "arn:aws:iam::123456789012:role/app"}
    assert aws.exports["net:Subnet"] == subnet


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"images": ["ami-1"]}, "images: 'ami-1' cannot be: it has to be ami- with 8 or 17 hexadecimal digits"),
        ({"images": IMAGE}, f"images='{IMAGE}': give a list"),
        ({"roles": {"app": "me"}}, "roles: 'me' cannot be: it has to be a service such as lambda.amazonaws.com"),
        ({"roles": ["app"]}, "roles=['app']: give a mapping of names to values"),
        ({"exports": {"a b": "c"}}, "exports: 'a b' cannot be: it has to be letters, digits, colons and hyphens"),
        ({"certificates": ["example"]}, "certificates: 'example' cannot be: it has to be a domain such as example.com"),
    ],
)
def test_what_there_cannot_be_is_named(aws, asked, says):
    with pytest.raises(SandboxError) as refused:
        aws.existing(**asked)
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    ("name", "platform", "architecture"),
    [
        ("ami-windows-latest/Windows_Server-2022-English-Core-Base", "windows", "x86_64"),
        ("ami-windows-latest/Windows_Server-2019-English-Full-SQL_2019_Standard", "windows", "x86_64"),
        ("canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id", None, "arm64"),
        ("canonical/ubuntu/eks-pro/22.04/1.29/stable/current/amd64/hvm/ebs-gp2/ami-id", None, "x86_64"),
        ("debian/release/12/latest/arm64", None, "arm64"),
        ("eks/optimized-ami/1.31/amazon-linux-2023/x86_64/standard/recommended/image_id", None, "x86_64"),
    ],
)
def test_public_parameters_name_images_that_are_there(aws, name, platform, architecture):
    value = aws.client("ssm").get_parameter(Name=f"/aws/service/{name}")["Parameter"]["Value"]

    [image] = aws.client("ec2").describe_images(ImageIds=[value])["Images"]
    assert (image.get("Platform"), image["Architecture"]) == (platform, architecture)
    assert aws.client("ssm").get_parameter(Name=f"/aws/service/{name}")["Parameter"]["Value"] == value


def test_a_public_parameter_that_there_is_not_is_not_made_up(aws):
    name = "/aws/service/ami-windows-latest/Windows_Server-2003-English-Core-Base"
    asks = {"Parameters": {"Image": {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "Default": name}}}

    with pytest.raises(ParameterError, match=r"Unable to fetch parameters .*Windows_Server-2003"):
        aws.deploy(asks | {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}})
