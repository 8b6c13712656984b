"""What services refuse because of what is, or is not, in the account: each case beside the nearest one they take."""

import json

import pytest

from patterns import Sandbox
from tools.code import TRUST
from tools.rights import refusal

ROOT = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*", "Resource": "*"}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(service, action, resource="*", **more):
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": action, "Resource": resource, **more}


@pytest.fixture(scope="module")
def aws():
    with Sandbox() as account:
        yield account


@pytest.fixture(scope="module")
def ec2(aws):
    return aws.client("ec2")


@pytest.fixture(scope="module")
def vpc(ec2):
    made = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=made)
    return made


@pytest.fixture(scope="module")
def subnets(ec2, vpc):
    made = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")
        for number, zone in enumerate("ab")
    ]
    return [one["Subnet"]["SubnetId"] for one in made]


def test_a_key_of_a_log_group_lets_the_service_use_it(aws):
    kms, logs = aws.client("kms"), aws.client("logs")
    condition = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:123456789012:*"}}
    uses = allow("logs.us-east-1.amazonaws.com", "kms:GenerateDataKey*", Condition=condition)
    closed = kms.create_key()["KeyMetadata"]["Arn"]
    let = kms.create_key(Policy=document(ROOT, uses))["KeyMetadata"]["Arn"]

    said = refusal(logs.create_log_group, logGroupName="kept", kmsKeyId=closed)
    assert "is not allowed to be used with Arn 'arn:aws:logs:us-east-1:123456789012:log-group:kept'" in said[1]
    logs.create_log_group(logGroupName="kept", kmsKeyId=let)


def test_a_policy_of_a_secret_is_not_public_where_that_is_blocked(aws):
    client = aws.client("secretsmanager")
    secret = client.create_secret(Name="s", SecretString="a")["ARN"]
    read = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
    open_to_all = {"SecretId": secret, "ResourcePolicy": document({**read, "Principal": "*"})}

    assert refusal(client.put_resource_policy, **open_to_all, BlockPublicPolicy=True)[0] == "PublicPolicyException"
    client.put_resource_policy(**open_to_all, BlockPublicPolicy=False)
    mine = document({**read, "Principal": {"AWS": "arn:aws:iam::123456789012:root"}})
    client.put_resource_policy(SecretId=secret, ResourcePolicy=mine, BlockPublicPolicy=True)


def test_a_bucket_lets_the_logs_of_a_balancer_in(aws, subnets):
    elb, s3 = aws.client("elbv2"), aws.client("s3")
    s3.create_bucket(Bucket="balancer-logs")
    balancer = elb.create_load_balancer(Name="b", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    wanted = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": "balancer-logs"}
    asked = {"LoadBalancerArn": balancer, "Attributes": [{"Key": key, "Value": one} for key, one in wanted.items()]}

    told = "Access Denied for bucket: balancer-logs. Please check S3bucket permission"
    assert refusal(elb.modify_load_balancer_attributes, **asked) == ("InvalidConfigurationRequest", told)
    place = "arn:aws:s3:::balancer-logs/AWSLogs/123456789012/*"
    older = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::127311923021:root"}, "Action": "s3:PutObject"}
    for policy in (
        document(allow("logdelivery.elasticloadbalancing.amazonaws.com", "s3:PutObject", place)),
        document({**older, "Resource": place}),
    ):
        s3.put_bucket_policy(Bucket="balancer-logs", Policy=policy)
        elb.modify_load_balancer_attributes(**asked)


def test_a_target_group_is_of_one_balancer(aws, subnets, vpc):
    elb = aws.client("elbv2")
    group = elb.create_target_group(Name="g", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]["TargetGroupArn"]
    one, other = (
        elb.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        for name in ("one", "other")
    )
    asked = {"Protocol": "HTTP", "DefaultActions": [{"Type": "forward", "TargetGroupArn": group}]}

    elb.create_listener(LoadBalancerArn=one, Port=80, **asked)
    elb.create_listener(LoadBalancerArn=one, Port=81, **asked)
    said = refusal(elb.create_listener, LoadBalancerArn=other, Port=80, **asked)
    assert said[0] == "TargetGroupAssociationLimit"


def test_a_subnet_has_one_route_table(ec2, vpc, subnets):
    tables = [ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(2)]
    ec2.associate_route_table(RouteTableId=tables[0], SubnetId=subnets[0])

    said = refusal(ec2.associate_route_table, RouteTableId=tables[1], SubnetId=subnets[0])
    assert said[0] == "Resource.AlreadyAssociated"
    ec2.associate_route_table(RouteTableId=tables[1], SubnetId=subnets[1])


def test_private_names_need_a_network_with_names_and_are_there_once(ec2, vpc, subnets):
    asked = {
        "VpcId": vpc, "VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.us-east-1.sqs",
        "SubnetIds": subnets[:1], "PrivateDnsEnabled": True,
    }  # fmt: skip

    assert "requires both enableDnsSupport and enableDnsHostnames" in refusal(ec2.create_vpc_endpoint, **asked)[1]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    ec2.create_vpc_endpoint(**asked)
    assert "conflicting DNS domain for sqs.us-east-1" in refusal(ec2.create_vpc_endpoint, **asked)[1]
    ec2.create_vpc_endpoint(**asked | {"PrivateDnsEnabled": False})


def test_a_group_scales_what_is_there(aws, ec2, subnets):
    client, net = aws.client("autoscaling"), aws.existing_network()
    data = {"ImageId": net.image_ids["x86_64"], "InstanceType": "t3.micro"}
    ec2.create_launch_template(LaunchTemplateName="small", LaunchTemplateData=data)
    asked = {"AutoScalingGroupName": "g", "MinSize": 0, "MaxSize": 1, "VPCZoneIdentifier": subnets[0]}
    newest = {"LaunchTemplateName": "small", "Version": "1"}

    said = refusal(client.create_auto_scaling_group, **asked, LaunchTemplate={**newest, "Version": "9"})
    assert "Could not find the specified version 9" in said[1]
    absent = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/none/0123456789abcdef"
    said = refusal(client.create_auto_scaling_group, **asked, LaunchTemplate=newest, TargetGroupARNs=[absent])
    assert said[1].startswith("Provided Target Groups may not be valid.")
    client.create_auto_scaling_group(**asked, LaunchTemplate=newest)


def test_a_role_has_a_boundary_that_is_there_and_so_much_in_its_policies(aws):
    iam = aws.client("iam")
    asked = {"RoleName": "r", "AssumeRolePolicyDocument": json.dumps(TRUST)}
    absent = "arn:aws:iam::123456789012:policy/none"
    long = document({"Effect": "Allow", "Action": "s3:*", "Resource": [f"arn:aws:s3:::{n:060d}" for n in range(70)]})

    told = f"Scope ARN: {absent} does not exist or is not attachable."
    assert refusal(iam.create_role, **asked, PermissionsBoundary=absent) == ("NoSuchEntity", told)
    iam.create_role(**asked)
    iam.put_role_policy(RoleName="r", PolicyName="one", PolicyDocument=long)
    iam.put_role_policy(RoleName="r", PolicyName="one", PolicyDocument=long)
    said = refusal(iam.put_role_policy, RoleName="r", PolicyName="other", PolicyDocument=long)
    assert said == ("LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role r")


def test_notifications_of_a_bucket_do_not_overlap(aws):
    s3, sqs = aws.client("s3"), aws.client("sqs")
    s3.create_bucket(Bucket="telling")
    queue, arn = sqs.create_queue(QueueName="heard")["QueueUrl"], "arn:aws:sqs:us-east-1:123456789012:heard"
    let = document(allow("s3.amazonaws.com", "sqs:SendMessage", arn))
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": let})

    def told(*wanted):
        return {
            "Bucket": "telling",
            "NotificationConfiguration": {
                "QueueConfigurations": [
                    {
                        "QueueArn": arn,
                        "Events": [event],
                        "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": suffix}]}},
                    }
                    for event, suffix in wanted
                ]
            },
        }

    put = s3.put_bucket_notification_configuration
    said = refusal(put, **told(("s3:ObjectCreated:*", ".jpg"), ("s3:ObjectCreated:Put", "g")))
    assert said[1].startswith("Configuration is ambiguously defined.")
    put(**told(("s3:ObjectCreated:*", ".jpg"), ("s3:ObjectCreated:Put", ".png"), ("s3:ObjectRemoved:*", ".jpg")))
