"""A condition on the tags of what a call is about, through boto3: met by one value, not by another, nor by none."""

import pytest

from tools.code import make_function
from tools.rights import ACCOUNT, let, refusal

TAGS = [{"Key": "team", "Value": "a"}]
TABLE = {
    "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
}  # fmt: skip


def dynamodb(aws):
    aws.client("dynamodb").create_table(TableName="orders", Tags=TAGS, **TABLE)
    return "describe_table", {"TableName": "orders"}


def kms(aws):
    key = aws.client("kms").create_key(Tags=[{"TagKey": "team", "TagValue": "a"}])["KeyMetadata"]["KeyId"]
    return "describe_key", {"KeyId": key}


def sqs(aws):
    return "get_queue_attributes", {
        "QueueUrl": aws.client("sqs").create_queue(QueueName="q", tags={"team": "a"})["QueueUrl"]
    }


def sns(aws):
    return "get_topic_attributes", {"TopicArn": aws.client("sns").create_topic(Name="t", Tags=TAGS)["TopicArn"]}


def secretsmanager(aws):
    aws.client("secretsmanager").create_secret(Name="login", SecretString="x", Tags=TAGS)
    return "get_secret_value", {"SecretId": "login"}


def lambda_(aws):
    make_function(aws, "def handler(event, context): return 1", Tags={"team": "a"})
    return "invoke", {"FunctionName": "worker"}


def ec2(aws):
    tagged = [{"ResourceType": "vpc", "Tags": TAGS}]
    vpc = aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tagged)["Vpc"]["VpcId"]
    return "modify_vpc_attribute", {"VpcId": vpc, "EnableDnsSupport": {"Value": True}}


def logs(aws):
    aws.client("logs").create_log_group(logGroupName="work", tags={"team": "a"})
    return "describe_log_streams", {"logGroupName": "work"}


def events(aws):
    aws.client("events").put_rule(Name="tick", ScheduleExpression="rate(1 day)", Tags=TAGS)
    return "describe_rule", {"Name": "tick"}


def ssm(aws):
    aws.client("ssm").put_parameter(Name="/app/mode", Value="x", Type="String", Tags=TAGS)
    return "get_parameter", {"Name": "/app/mode"}


def iam(aws):
    aws.client("iam").create_user(UserName="ann", Tags=TAGS)
    return "get_user", {"UserName": "ann"}


def stepfunctions(aws):
    definition = '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}'
    role = f"arn:aws:iam::{ACCOUNT}:role/app"
    made = aws.client("stepfunctions").create_state_machine(
        name="m", definition=definition, roleArn=role, tags=[{"key": "team", "value": "a"}]
    )
    return "describe_state_machine", {"stateMachineArn": made["stateMachineArn"]}


def cloudwatch(aws):
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName="a", Namespace="Shop", MetricName="Orders", Statistic="Sum", Period=60, EvaluationPeriods=1,
        Threshold=1, ComparisonOperator="GreaterThanThreshold", Tags=TAGS,
    )  # fmt: skip
    return "delete_alarms", {"AlarmNames": ["a"]}


def elbv2(aws):
    made = aws.client("elbv2").create_target_group(
        Name="web", Protocol="HTTP", Port=80, TargetType="ip", Tags=TAGS,
        VpcId=aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"],
    )  # fmt: skip
    return "delete_target_group", {"TargetGroupArn": made["TargetGroups"][0]["TargetGroupArn"]}


def rds(aws):
    aws.client("rds").create_db_parameter_group(
        DBParameterGroupName="pg", DBParameterGroupFamily="postgres17", Description="d", Tags=TAGS
    )
    return "describe_db_parameters", {"DBParameterGroupName": "pg"}


KINDS = (
    cloudwatch, dynamodb, ec2, elbv2, events, iam, kms, lambda_, logs, rds, secretsmanager, sns, sqs, ssm,
    stepfunctions,
)  # fmt: skip


def tagged(key, value):
    return let("*", Condition={"StringEquals": {key: value}})


@pytest.mark.slow
@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_a_tag_of_the_resource_lets_and_another_does_not(aws, app, make):
    operation, arguments = make(aws)
    call = getattr(app.client(make.__name__.rstrip("_")), operation)

    app.may(tagged("aws:ResourceTag/team", "b"))
    assert refusal(call, **arguments)[0] in (
        "AccessDenied",
        "AccessDeniedException",
        "UnauthorizedOperation",
        "AuthorizationError",
    )
    app.may(tagged("aws:ResourceTag/owner", "a"))
    assert "is not authorized to perform" in refusal(call, **arguments)[1]

    app.may(tagged("aws:ResourceTag/team", "a"))
    assert call(**arguments)["ResponseMetadata"]["HTTPStatusCode"] in (200, 204)


def test_an_object_is_asked_for_its_own_tags(aws, app):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="data")
    s3.put_object(Bucket="data", Key="a", Body=b"1", Tagging="team=a")
    mine = app.client("s3")

    app.may(tagged("s3:ExistingObjectTag/team", "b"))
    assert refusal(mine.get_object, Bucket="data", Key="a")[0] == "AccessDenied"

    app.may(tagged("s3:ExistingObjectTag/team", "a"))
    assert mine.get_object(Bucket="data", Key="a")["Body"].read() == b"1"


def test_what_is_made_must_bring_the_tag(app):
    mine = app.client("ec2")
    app.may(let("ec2:CreateVpc", Condition={"StringEquals": {"aws:RequestTag/team": "a"}}), let("ec2:CreateTags"))

    assert refusal(mine.create_vpc, CidrBlock="10.0.0.0/16")[0] == "UnauthorizedOperation"
    specified = [{"ResourceType": "vpc", "Tags": TAGS}]
    assert mine.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=specified)["Vpc"]["VpcId"]


def test_a_policy_of_aws_s_own_is_read_like_the_account_s(app):
    app.may(let("iam:GetPolicy"))

    arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    assert app.client("iam").get_policy(PolicyArn=arn)["Policy"]["Arn"] == arn


def test_a_function_s_own_policy_lets_a_role_that_it_names(aws, app):
    make_function(aws, "def handler(event, context): return 1")
    mine = app.client("lambda")
    assert refusal(mine.invoke, FunctionName="worker")[0] == "AccessDeniedException"

    for number, principal in enumerate((f"arn:aws:iam::{ACCOUNT}:role/app", "events.amazonaws.com")):
        aws.client("lambda").add_permission(
            FunctionName="worker", StatementId=f"s{number}", Action="lambda:InvokeFunction", Principal=principal,
            SourceAccount=ACCOUNT,
        )  # fmt: skip
    assert refusal(mine.invoke, FunctionName="worker")[0] == "AccessDeniedException"  # it has no source account
    aws.client("lambda").add_permission(
        FunctionName="worker", StatementId="role", Action="lambda:InvokeFunction",
        Principal=f"arn:aws:iam::{ACCOUNT}:role/app",
    )  # fmt: skip

    assert mine.invoke(FunctionName="worker")["Payload"].read() == b"1"
