"""Custom resources whose function the CDK writes in JavaScript do here what that function does."""

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from tools.clearing import standing

TRUST = {
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]
}
TAG = {"Key": "aws-cdk:auto-delete-objects", "Value": "true"}


def template(kind, properties, **resources):
    function = {
        "Runtime": "nodejs22.x", "Handler": "index.handler", "Code": {"ZipFile": "exports.handler = () => {}"},
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
    }  # fmt: skip
    token = {"ServiceToken": {"Fn::GetAtt": ["Handler", "Arn"]}}
    return {
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
            "Handler": {"Type": "AWS::Lambda::Function", "Properties": function},
            **resources,
            "Thing": {"Type": kind, "Properties": token | properties},
        }
    }


def test_what_a_service_refuses_fails_the_resource():
    group = {"DefaultSecurityGroupId": "sg-0123456789abcdef0", "Account": "123456789012"}
    refused = pytest.raises(StackFailed, match=r"from custom resource. Message returned: .*InvalidGroup.NotFound")
    with Sandbox() as aws, refused:
        aws.deploy(template("Custom::VpcRestrictDefaultSG", group))


@pytest.mark.parametrize("tags", [[TAG], []])
def test_a_bucket_is_emptied_when_the_stack_goes_where_its_tag_says_so(tags):
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}, "Tags": tags}}
    with Sandbox() as aws:
        stack = aws.deploy(template("Custom::S3AutoDeleteObjects", {"BucketName": {"Ref": "Bucket"}}, Bucket=bucket))
        for _ in range(2):
            aws.client("s3").put_object(Bucket=stack["Bucket"].physical_id, Key="a", Body=b"a")

        if tags:
            stack.delete()
            assert standing(aws) == []
        else:
            with pytest.raises(StackFailed, match="The bucket you tried to delete is not empty"):
                stack.delete()


def test_the_default_group_of_a_network_loses_its_rules():
    network = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
    group = {"DefaultSecurityGroupId": {"Fn::GetAtt": ["Net", "DefaultSecurityGroup"]}, "Account": "123456789012"}
    with Sandbox() as aws:
        stack = aws.deploy(template("Custom::VpcRestrictDefaultSG", group, Net=network))
        named = [{"Name": "group-id", "Values": [stack["Net"].attribute("DefaultSecurityGroup")]}]

        assert aws.client("ec2").describe_security_group_rules(Filters=named)["SecurityGroupRules"] == []
        stack.delete()
        assert standing(aws) == []


def test_a_log_group_keeps_its_events_for_so_long():
    wanted = {"LogGroupName": "/aws/lambda/work", "RetentionInDays": "30"}
    with Sandbox() as aws:
        stack = aws.deploy(template("Custom::LogRetention", wanted))

        [group] = aws.client("logs").describe_log_groups()["logGroups"]
        assert (group["logGroupName"], group["retentionInDays"]) == ("/aws/lambda/work", 30)
        assert stack["Thing"].attribute("LogGroupName") == "/aws/lambda/work"
