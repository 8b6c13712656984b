"""Custom resources whose function the CDK writes in JavaScript do here what that function does."""

import json

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


def test_a_template_is_written_with_values_in_the_place_of_names():
    values = {"templateValues": [{"id": "Handler", "value": r"arn:\1"}, {"id": "Other", "value": "none"}]}
    asked = {"TemplateValues": json.dumps(values), "TemplateInputKey": "in", "TemplateInputBucket": "templates",
             "TemplateOutputBucket": "templates"}  # fmt: skip
    with Sandbox() as aws:
        s3 = aws.client("s3")
        s3.create_bucket(Bucket="templates")
        s3.put_object(Bucket="templates", Key="in", Body=b"Handler HandlerTwo")
        stack = aws.deploy(template("Custom::TemplateWriter", asked))

        key = stack["Thing"].attribute("TemplateOutputKey")
        assert s3.get_object(Bucket="templates", Key=key)["Body"].read() == rb"arn:\1 HandlerTwo"
        stack.delete()
        assert {each["Key"] for each in s3.list_objects_v2(Bucket="templates")["Contents"]} == {"in", key}


def test_a_key_lets_a_distribution_use_it_once():
    owner = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*",
             "Resource": "*"}  # fmt: skip
    key = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Version": "2012-10-17", "Statement": [owner]}}}
    asked = {"KmsKeyId": {"Ref": "Key"}, "AccountId": "123456789012", "CloudFrontDistributionId": "EONE"}
    with Sandbox() as aws:
        stack = aws.deploy(template("Custom::KmsKeyPolicyUpdater", asked, Key=key))
        stack.update(template("Custom::KmsKeyPolicyUpdater", {**asked, "CloudFrontDistributionId": "ETWO"}, Key=key))

        found = aws.client("kms").get_key_policy(KeyId=stack["Key"].physical_id, PolicyName="default")["Policy"]
        [_, added] = json.loads(found)["Statement"]
        assert added["Condition"]["StringEquals"]["AWS:SourceArn"].endswith(":distribution/ETWO")
