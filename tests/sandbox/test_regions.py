"""Everything works in every region, side by side in one account: the same names, and nothing crosses over by itself."""

import io
import json
import zipfile

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from tools.sampling import sampled

HOME, AWAY = "us-east-1", "us-west-2"
ACCOUNT = "123456789012"
CODE = "def handler(event, context):\n    import os\n    print('ran in', os.environ['AWS_REGION'])\n    return 'done'\n"


class Region:
    """One region of an account, with what the tests send and look at there."""

    def __init__(self, aws, name):
        self.aws, self.name = aws, name

    def client(self, service):
        return self.aws.client(service, region_name=self.name)

    def arn(self, service, resource):
        return f"arn:aws:{service}:{self.name}:{ACCOUNT}:{resource}"

    def queue(self, name="jobs"):
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": self.arn("sqs", name)}
        ]}  # fmt: skip
        self.client("sqs").create_queue(QueueName=name, Attributes={"Policy": json.dumps(policy)})
        return self.arn("sqs", name)

    def waiting(self, name="jobs"):
        sqs = self.client("sqs")
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        return [each["Body"] for each in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])]

    def function(self, name="worker"):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("index.py", CODE)
        self.client("lambda").create_function(
            FunctionName=name, Runtime="python3.13", Role=f"arn:aws:iam::{ACCOUNT}:role/worker",
            Handler="index.handler", Code={"ZipFile": archive.getvalue()},
        )  # fmt: skip
        return self.arn("lambda", f"function:{name}")

    def log(self, name="worker"):
        try:
            events = self.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
        except ClientError:
            return []
        return [each["message"].strip() for each in events if "ran in" in each["message"]]


@pytest.fixture
def aws():
    with Sandbox(region=HOME, run_foreign_code=True) as account:
        iam = account.client("iam")
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com", "scheduler.amazonaws.com",
             "states.amazonaws.com", "events.amazonaws.com"]}, "Action": "sts:AssumeRole"}
        ]}  # fmt: skip
        iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps(trust))
        iam.attach_role_policy(RoleName="worker", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        yield account


def notification(here):
    s3, place = here.client("s3"), {"CreateBucketConfiguration": {"LocationConstraint": here.name}}
    s3.create_bucket(Bucket=f"notes-{here.name}", **({} if here.name == HOME else place))
    wanted = {"QueueConfigurations": [{"QueueArn": here.queue(), "Events": ["s3:ObjectCreated:*"]}]}
    s3.put_bucket_notification_configuration(Bucket=f"notes-{here.name}", NotificationConfiguration=wanted)
    s3.put_object(Bucket=f"notes-{here.name}", Key="a.txt", Body=b"")
    created = [json.loads(body)["Records"][0] for body in here.waiting() if "Records" in body]
    return [record["awsRegion"] for record in created]


def topic(here):
    sns, queue = here.client("sns"), here.queue()
    arn = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue)
    sns.publish(TopicArn=arn, Message="hello")
    return [json.loads(body)["TopicArn"].split(":")[3] for body in here.waiting()]


def event(here):
    events, queue = here.client("events"), here.queue()
    events.put_rule(Name="orders", EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule="orders", Targets=[{"Id": "queue", "Arn": queue}])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])
    return [json.loads(body)["region"] for body in here.waiting()]


def rule_schedule(here):
    events, queue = here.client("events"), here.queue()
    events.put_rule(Name="hourly", ScheduleExpression="rate(1 hour)")
    events.put_targets(Rule="hourly", Targets=[{"Id": "queue", "Arn": queue}])
    here.aws.clock.advance(minutes=61)
    return [json.loads(body)["region"] for body in here.waiting()]


def schedule(here):
    target = {"Arn": here.queue(), "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/worker", "Input": here.name}
    here.client("scheduler").create_schedule(
        Name="hourly", ScheduleExpression="rate(1 hour)", FlexibleTimeWindow={"Mode": "OFF"}, Target=target
    )
    here.aws.clock.advance(minutes=1)
    return here.waiting()


def call(here):
    here.function()
    here.client("lambda").invoke(FunctionName="worker")
    return [line.split()[-1] for line in here.log()]


def later_call(here):
    here.function()
    here.client("lambda").invoke(FunctionName="worker", InvocationType="Event")
    here.aws.clock.advance(minutes=1)
    return [line.split()[-1] for line in here.log()]


def queue_worker(here):
    here.queue()
    here.function()
    here.client("lambda").create_event_source_mapping(FunctionName="worker", EventSourceArn=here.arn("sqs", "jobs"))
    sqs = here.client("sqs")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName="jobs")["QueueUrl"], MessageBody="job")
    here.aws.clock.advance(minutes=1)
    return [line.split()[-1] for line in here.log()]


def stream_worker(here):
    table = here.client("dynamodb")
    made = table.create_table(
        TableName="notes", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]  # fmt: skip
    here.function()
    here.client("lambda").create_event_source_mapping(
        FunctionName="worker", EventSourceArn=made["LatestStreamArn"], StartingPosition="TRIM_HORIZON"
    )
    table.put_item(TableName="notes", Item={"id": {"S": "1"}})
    here.aws.clock.advance(minutes=1)
    return [line.split()[-1] for line in here.log()]


def alarm(here):
    sns, watch, queue = here.client("sns"), here.client("cloudwatch"), here.queue()
    arn = sns.create_topic(Name="alarms")["TopicArn"]
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue)
    watch.put_metric_alarm(
        AlarmName="busy", Namespace="Shop", MetricName="Orders", Statistic="Sum", Period=60, EvaluationPeriods=1,
        Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold", AlarmActions=[arn],
    )  # fmt: skip
    watch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Orders", "Value": 5}])
    here.aws.clock.advance(minutes=3)
    told = [json.loads(json.loads(body)["Message"]) for body in here.waiting()]
    return [message["AlarmArn"].split(":")[3] for message in told if message["NewStateValue"] == "ALARM"]


def machine(here):
    here.function()
    definition = {"StartAt": "Work", "States": {"Work": {
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True,
        "Parameters": {"FunctionName": "worker"},
    }}}  # fmt: skip
    states = here.client("stepfunctions")
    arn = states.create_state_machine(
        name="flow", roleArn=f"arn:aws:iam::{ACCOUNT}:role/worker", definition=json.dumps(definition)
    )["stateMachineArn"]
    states.start_execution(stateMachineArn=arn)
    here.aws.clock.advance(minutes=1)
    return [line.split()[-1] for line in here.log()]


def filtered_line(here):
    logs, here_queue = here.client("logs"), here.client("cloudwatch")
    logs.create_log_group(logGroupName="app")
    logs.create_log_stream(logGroupName="app", logStreamName="one")
    logs.put_metric_filter(
        logGroupName="app", filterName="errors", filterPattern="ERROR",
        metricTransformations=[{"metricName": "Errors", "metricNamespace": "App", "metricValue": "1"}],
    )  # fmt: skip
    now = int(here.aws.clock.time() * 1000)
    logs.put_log_events(logGroupName="app", logStreamName="one", logEvents=[{"timestamp": now, "message": "ERROR"}])
    listed = here_queue.list_metrics(Namespace="App")["Metrics"]
    return [here.name for metric in listed if metric["MetricName"] == "Errors"]


def group(here):
    ec2 = here.client("ec2")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    ec2.create_launch_template(
        LaunchTemplateName="app", LaunchTemplateData={"ImageId": image, "InstanceType": "t3.micro"}
    )
    zones = [zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]][:2]
    here.client("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName="app", MinSize=1, MaxSize=2, LaunchTemplate={"LaunchTemplateName": "app"},
        AvailabilityZones=zones,
    )  # fmt: skip
    here.aws.clock.advance(minutes=5)
    instances = here.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"][0]["Instances"]
    return [member["AvailabilityZone"][:-1] for member in instances]


def spot_request(here):
    ec2 = here.client("ec2")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    asked = {"ImageId": image, "InstanceType": "t3.micro"}
    ec2.request_spot_instances(InstanceCount=1, LaunchSpecification=asked)
    here.aws.clock.advance(minutes=2)
    listed = ec2.describe_spot_instance_requests()["SpotInstanceRequests"]
    return [each["LaunchedAvailabilityZone"][:-1] for each in listed if each["State"] == "active"]


WAYS = (
    notification, topic, event, rule_schedule, schedule, call, later_call, queue_worker, stream_worker, alarm, machine,
    filtered_line, group, spot_request,
)  # fmt: skip


@pytest.mark.parametrize("way", sampled([pytest.param(way, id=way.__name__) for way in WAYS], 2, slow=5))
def test_what_happens_in_a_region_happens_there_alone(aws, way):
    # The second of the two has the names of the first, which neither hears of it nor gets what is its.
    assert way(Region(aws, AWAY)) == [AWAY]
    assert way(Region(aws, HOME)) == [HOME]


def test_a_topic_reaches_a_queue_of_another_region(aws):
    home, away = Region(aws, HOME), Region(aws, AWAY)
    arn = home.client("sns").create_topic(Name="news")["TopicArn"]
    home.client("sns").subscribe(TopicArn=arn, Protocol="sqs", Endpoint=away.queue())
    home.client("sns").publish(TopicArn=arn, Message="hello")

    assert [json.loads(body)["Message"] for body in away.waiting()] == ["hello"]


def test_a_rule_reaches_the_bus_of_another_region(aws):
    home, away = Region(aws, HOME), Region(aws, AWAY)
    role = f"arn:aws:iam::{ACCOUNT}:role/worker"
    home.client("events").put_rule(Name="orders", EventPattern='{"source": ["shop"]}')
    home.client("events").put_targets(
        Rule="orders", Targets=[{"Id": "bus", "Arn": away.arn("events", "event-bus/default"), "RoleArn": role}]
    )
    away.client("events").put_rule(Name="orders", EventPattern='{"source": ["shop"]}')
    away.client("events").put_targets(Rule="orders", Targets=[{"Id": "queue", "Arn": away.queue()}])
    home.client("events").put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])

    assert [json.loads(body)["source"] for body in away.waiting()] == ["shop"]


def test_a_bucket_notifies_nobody_of_another_region(aws):
    aws.client("s3").create_bucket(Bucket="notes")
    wanted = {"QueueConfigurations": [{"QueueArn": Region(aws, AWAY).queue(), "Events": ["s3:ObjectCreated:*"]}]}

    with pytest.raises(ClientError, match="region is not valid for the bucket location constraint"):
        aws.client("s3").put_bucket_notification_configuration(Bucket="notes", NotificationConfiguration=wanted)
