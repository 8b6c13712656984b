"""A resource that stands on what is not there is refused, as the table on the fidelity page says of its type."""

import pytest

from patterns.sandbox.core.errors import StackFailed

VPC, SUBNET, OTHER = "vpc-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67890", "0a1b2c3d4e5f67890"
ARN = "arn:aws:{}:us-east-1:123456789012:{}"
FUNCTION = ARN.format("lambda", "function:nobody")
SECRET = ARN.format("secretsmanager", "secret:nobody-AbCdEf")

NOT_THERE = {
    "AWS::AutoScaling::LifecycleHook": {
        "AutoScalingGroupName": "nobody", "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
    },
    "AWS::AutoScaling::ScalingPolicy": {
        "AutoScalingGroupName": "nobody", "PolicyType": "SimpleScaling", "AdjustmentType": "ChangeInCapacity",
        "ScalingAdjustment": 1,
    },
    "AWS::EC2::EgressOnlyInternetGateway": {"VpcId": VPC},
    "AWS::EC2::NatGateway": {"SubnetId": SUBNET, "ConnectivityType": "private"},
    "AWS::EC2::NetworkAcl": {"VpcId": VPC},
    "AWS::EC2::NetworkAclEntry": {
        "NetworkAclId": f"acl-{OTHER}", "RuleNumber": 1, "Protocol": -1, "RuleAction": "allow",
        "CidrBlock": "10.0.0.0/8",
    },
    "AWS::EC2::NetworkInterface": {"SubnetId": SUBNET},
    "AWS::EC2::Route": {
        "RouteTableId": f"rtb-{OTHER}", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": f"igw-{OTHER}",
    },
    "AWS::EC2::RouteTable": {"VpcId": VPC},
    "AWS::EC2::SecurityGroup": {"VpcId": VPC, "GroupDescription": "a"},
    "AWS::EC2::SecurityGroupEgress": {"GroupId": f"sg-{OTHER}", "IpProtocol": "-1", "CidrIp": "10.0.0.0/8"},
    "AWS::EC2::SecurityGroupIngress": {"GroupId": f"sg-{OTHER}", "IpProtocol": "-1", "CidrIp": "10.0.0.0/8"},
    "AWS::EC2::Subnet": {"VpcId": VPC, "CidrBlock": "10.0.0.0/24"},
    "AWS::EC2::SubnetNetworkAclAssociation": {"SubnetId": SUBNET, "NetworkAclId": f"acl-{OTHER}"},
    "AWS::EC2::SubnetRouteTableAssociation": {"SubnetId": SUBNET, "RouteTableId": f"rtb-{OTHER}"},
    "AWS::EC2::VPCCidrBlock": {"VpcId": VPC, "CidrBlock": "10.1.0.0/16"},
    "AWS::EC2::VPCEndpoint": {"VpcId": VPC, "ServiceName": "com.amazonaws.us-east-1.s3"},
    "AWS::EC2::VPCGatewayAttachment": {"VpcId": VPC, "InternetGatewayId": f"igw-{OTHER}"},
    "AWS::ElastiCache::SubnetGroup": {"Description": "a", "SubnetIds": [SUBNET]},
    "AWS::IAM::InstanceProfile": {"Roles": ["nobody"]},
    "AWS::IAM::User": {"Groups": ["nobody"]},
    "AWS::KMS::Alias": {"AliasName": "alias/a", "TargetKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"},
    "AWS::Lambda::Alias": {"FunctionName": FUNCTION, "FunctionVersion": "1", "Name": "live"},
    "AWS::Lambda::EventInvokeConfig": {"FunctionName": FUNCTION, "Qualifier": "$LATEST", "MaximumRetryAttempts": 1},
    "AWS::Lambda::Permission": {
        "FunctionName": FUNCTION, "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com",
    },
    "AWS::Lambda::Url": {"TargetFunctionArn": FUNCTION, "AuthType": "NONE"},
    "AWS::Lambda::Version": {"FunctionName": FUNCTION},
    "AWS::Logs::MetricFilter": {
        "LogGroupName": "nobody", "FilterPattern": "a",
        "MetricTransformations": [{"MetricName": "a", "MetricNamespace": "b", "MetricValue": "1"}],
    },
    "AWS::Logs::SubscriptionFilter": {"LogGroupName": "nobody", "FilterPattern": "a", "DestinationArn": FUNCTION},
    "AWS::RDS::DBSubnetGroup": {"DBSubnetGroupDescription": "a", "SubnetIds": [SUBNET]},
    "AWS::S3::BucketPolicy": {
        "Bucket": "nobody", "PolicyDocument": {"Statement": {
            "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::nobody",
        }},
    },
    "AWS::SNS::TopicPolicy": {
        "Topics": [ARN.format("sns", "nobody")], "PolicyDocument": {"Statement": {
            "Sid": "a", "Effect": "Deny", "Principal": "*", "Action": "sns:Publish",
            "Resource": ARN.format("sns", "nobody"),
        }},
    },
    "AWS::SQS::QueuePolicy": {
        "Queues": ["https://sqs.us-east-1.amazonaws.com/123456789012/nobody"], "PolicyDocument": {"Statement": {
            "Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*",
        }},
    },
    "AWS::Scheduler::Schedule": {
        "ScheduleExpression": "every now and then", "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": FUNCTION, "RoleArn": "arn:aws:iam::123456789012:role/nobody"},
    },
    "AWS::SecretsManager::ResourcePolicy": {
        "SecretId": SECRET, "ResourcePolicy": {"Version": "2012-10-17", "Statement": {
            "Effect": "Deny", "Principal": "*", "Action": "secretsmanager:DeleteSecret", "Resource": "*",
        }},
    },
    "AWS::SecretsManager::RotationSchedule": {"SecretId": SECRET, "RotationLambdaARN": FUNCTION},
    "AWS::SecretsManager::SecretTargetAttachment": {
        "SecretId": SECRET, "TargetId": "nobody", "TargetType": "AWS::RDS::DBInstance",
    },
    "AWS::StepFunctions::StateMachine": {"RoleArn": "arn:aws:iam::123456789012:role/nobody", "DefinitionString": "{"},
}  # fmt: skip


@pytest.mark.parametrize("type_name", NOT_THERE)
def test_what_stands_on_nothing_is_refused(aws, type_name):
    body = {"Resources": {"One": {"Type": type_name, "Properties": NOT_THERE[type_name]}}}

    with pytest.raises(StackFailed) as refused:
        aws.deploy(body, name="alone")

    assert "the simulation failed" not in str(refused.value)
