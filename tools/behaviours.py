"""An account's background behaviour when time passes or something happens, one entry each, with the run that shows it.

Not here: single differences from AWS (`limits`), and which properties read back (`fidelity`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from textwrap import dedent

from patterns.sandbox import services
from tools.limits import run

DOCS = "https://docs.aws.amazon.com"


class Level(StrEnum):
    """How close the sandbox comes to the AWS page that an entry names."""

    FAITHFUL = "faithful"
    SIMPLIFIED = "simplified"
    ABSENT = "absent"


@dataclass(frozen=True)
class Behaviour:
    """What happens, how close it comes to AWS, the page that says so, and code whose last expression shows it.

    The code runs as that of a limit does. `modules` are the services' modules it comes from, "s3.access_logs"; `page`
    is an address below docs.aws.amazon.com.
    """

    subject: str
    happens: str
    level: Level
    page: str
    code: str
    modules: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The code, line by line."""
        return dedent(self.code).strip().splitlines()

    @property
    def shown(self) -> str:
        """What the code gives, in a fresh sandbox."""
        return run("\n".join(self.lines))


def behaviour_modules() -> set[str]:
    """The names of the modules that make an account's background behaviour."""
    named = (module.__name__.split(".") for module in services.every("behaviours"))
    return {f"{folder}.{subject}" for *_, folder, _, subject in named}


FAITHFUL, SIMPLIFIED, ABSENT = Level

BEHAVIOURS = (
    Behaviour(
        "S3",
        "Old versions and unfinished uploads expire by the bucket's rules, and objects move to their class.",
        SIMPLIFIED,
        "/AmazonS3/latest/userguide/object-lifecycle-mgmt.html",
        """
        s3.create_multipart_upload(Bucket=bucket, Key="film")
        aws.clock.advance(days=8)
        s3.list_multipart_uploads(Bucket=bucket).get("Uploads")
        """,
        modules=("s3.object_lifecycle",),
    ),
    Behaviour(
        "S3",
        "Access logs arrive where the log bucket's policy lets S3 write, and nowhere else.",
        SIMPLIFIED,
        "/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html",
        """
        logs = stack["LogBucket"].physical_id
        s3.delete_bucket_policy(Bucket=logs)
        s3.put_object(Bucket=bucket, Key="note", Body=b"")
        aws.clock.advance(days=1)
        s3.list_objects_v2(Bucket=logs)["KeyCount"]
        """,
        modules=("s3.access_logs",),
    ),
    Behaviour(
        "S3",
        "ACLs are refused where they are off, and so is whatever would make a bucket public where that is blocked.",
        FAITHFUL,
        "/AmazonS3/latest/userguide/about-object-ownership.html",
        """
        attempt(s3.put_bucket_acl, Bucket=bucket, ACL="public-read").code
        """,
        modules=("s3.public_access",),
    ),
    Behaviour(
        "S3",
        "Notifications reach queues, topics, functions and EventBridge.",
        FAITHFUL,
        "/AmazonS3/latest/userguide/EventNotifications.html",
        """
        import json

        events, sqs = aws.client("events"), aws.client("sqs")
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
        url = sqs.create_queue(QueueName="told")["QueueUrl"]
        arn = "arn:aws:sqs:us-east-1:123456789012:told"
        allowed = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}}
        allowed |= {"Action": "sqs:SendMessage", "Resource": arn}
        allow = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": allow})
        events.put_rule(Name="made", EventPattern='{"source": ["aws.s3"], "detail-type": ["Object Created"]}')
        events.put_targets(Rule="made", Targets=[{"Id": "told", "Arn": arn}])
        s3.put_object(Bucket=bucket, Key="note", Body=b"")
        json.loads(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"])["detail"]["object"]["key"]
        """,
        modules=("s3.object_notifications", "events.event_rules"),
    ),
    Behaviour(
        "S3",
        "A presigned URL works until it expires; so do a role's keys.",
        FAITHFUL,
        "/AmazonS3/latest/userguide/using-presigned-url.html",
        """
        import requests

        s3.put_object(Bucket=bucket, Key="note", Body=b"read")
        url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "note"}, ExpiresIn=60)
        before = requests.get(url).status_code
        aws.clock.advance(minutes=2)
        before, requests.get(url).status_code
        """,
        modules=("sts.expiring_access",),
    ),
    Behaviour(
        "KMS",
        "A key pending deletion can be saved, and is gone when the window ends; keys rotate automatically.",
        FAITHFUL,
        "/kms/latest/developerguide/deleting-keys.html",
        """
        kms = aws.client("kms")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
        aws.clock.advance(days=200)
        [one["RotationType"] for one in kms.list_key_rotations(KeyId=key)["Rotations"]]
        """,
        modules=("kms.key_dates",),
    ),
    Behaviour(
        "KMS",
        "A key that is disabled or pending deletion refuses, and so does whatever buckets, queues, secrets and tables "
        "keep under it.",
        SIMPLIFIED,
        "/kms/latest/developerguide/unusable-kms-keys.html",
        """
        kms, sqs = aws.client("kms"), aws.client("sqs")
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        url = sqs.create_queue(QueueName="sealed", Attributes={"KmsMasterKeyId": key})["QueueUrl"]
        kms.disable_key(KeyId=key)
        attempt(sqs.send_message, QueueUrl=url, MessageBody="a").code
        """,
        modules=("kms.unusable_keys",),
    ),
    Behaviour(
        "KMS",
        "A key policy that would lock everybody out is refused.",
        SIMPLIFIED,
        "/kms/latest/APIReference/API_PutKeyPolicy.html",
        """
        nobody = '{"Version": "2012-10-17", "Statement": []}'
        attempt(aws.client("kms").create_key, Policy=nobody).code
        """,
        modules=("kms.locked_keys",),
    ),
    Behaviour(
        "Secrets",
        "A secret rotates through its function, on its schedule; where a step fails, the old version stays current.",
        SIMPLIFIED,
        "/secretsmanager/latest/userguide/rotating-secrets.html",
        """
        secrets = aws.client("secretsmanager")
        arn = make_function(aws, "def handler(event, context): raise ValueError(event['Step'])")
        aws.client("lambda").add_permission(
            FunctionName="worker",
            StatementId="s",
            Action="lambda:InvokeFunction",
            Principal="secretsmanager.amazonaws.com",
        )
        secret = secrets.create_secret(Name="login", SecretString="old")["ARN"]
        secrets.rotate_secret(
            SecretId=secret, RotationLambdaARN=arn, RotationRules={"AutomaticallyAfterDays": 30}
        )
        secrets.get_secret_value(SecretId=secret)["SecretString"]
        """,
        modules=("secretsmanager.secret_rotation",),
    ),
    Behaviour(
        "DynamoDB",
        "Items are deleted when their time to live is over.",
        SIMPLIFIED,
        "/amazondynamodb/latest/developerguide/TTL.html",
        """
        dynamodb, key = aws.client("dynamodb"), {"AttributeName": "id"}
        dynamodb.create_table(
            TableName="t",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[key | {"KeyType": "HASH"}],
            AttributeDefinitions=[key | {"AttributeType": "S"}],
        )
        dynamodb.update_time_to_live(
            TableName="t", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ends"}
        )
        for name, hours in (("a", 1), ("b", 3)):
            dynamodb.put_item(
                TableName="t",
                Item={"id": {"S": name}, "ends": {"N": str(int(aws.clock.time()) + hours * 3600)}},
            )
        aws.clock.advance(hours=2)
        [item["id"]["S"] for item in dynamodb.scan(TableName="t")["Items"]]
        """,
        modules=("dynamodb.item_expiry",),
    ),
    Behaviour(
        "DynamoDB",
        "A stream passes changes to its function, in batches and in order.",
        SIMPLIFIED,
        "/lambda/latest/dg/with-ddb.html",
        """
        dynamodb, key = aws.client("dynamodb"), {"AttributeName": "id"}
        stream = dynamodb.create_table(
            TableName="t",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[key | {"KeyType": "HASH"}],
            AttributeDefinitions=[key | {"AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )["TableDescription"]["LatestStreamArn"]
        make_function(
            aws,
            "def handler(event, context): print(*[one['eventName'] for one in event['Records']])",
            grants=["dynamodb:*"],
        )
        aws.client("lambda").create_event_source_mapping(
            FunctionName="worker", EventSourceArn=stream, StartingPosition="TRIM_HORIZON"
        )
        dynamodb.put_item(TableName="t", Item={"id": {"S": "a"}})
        dynamodb.delete_item(TableName="t", Key={"id": {"S": "a"}})
        aws.clock.advance(seconds=5)
        [line for line in log_lines(aws) if "INSERT" in line or "REMOVE" in line]
        """,
        modules=("aws_lambda.stream_event_source",),
    ),
    Behaviour(
        "SQS",
        "A message reappears when its visibility time-out ends, moves on after too many receives, and expires when it "
        "is old.",
        FAITHFUL,
        "/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
        """
        sqs = aws.client("sqs")
        url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="a")
        counts = []
        for seconds in (29, 1, 1):
            counts.append(len(sqs.receive_message(QueueUrl=url).get("Messages", [])))
            aws.clock.advance(seconds=seconds)
        counts
        """,
    ),
    Behaviour(
        "SQS",
        "A queue passes its messages to a function in batches; only those that failed come back.",
        SIMPLIFIED,
        "/lambda/latest/dg/services-sqs-errorhandling.html",
        r"""
        sqs, code = aws.client("sqs"), "def handler(event, context):\n    raise ValueError('no')"
        url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
        make_function(aws, code, grants=["sqs:*"])
        aws.client("lambda").create_event_source_mapping(
            FunctionName="worker", EventSourceArn="arn:aws:sqs:us-east-1:123456789012:q"
        )
        sqs.send_message(QueueUrl=url, MessageBody="a")
        aws.clock.advance(minutes=3)
        sum("START" in line for line in log_lines(aws)) > 1
        """,
        modules=("aws_lambda.queue_event_source",),
    ),
    Behaviour(
        "SNS",
        "A topic passes what is published to queues and functions that allow it, by the filters of their "
        "subscriptions.",
        SIMPLIFIED,
        "/sns/latest/dg/sns-message-filtering.html",
        """
        sns, arn = aws.client("sns"), make_function(aws, "def handler(event, context): print('told')")
        topic = sns.create_topic(Name="news")["TopicArn"]
        aws.client("lambda").add_permission(
            FunctionName="worker",
            StatementId="s",
            Action="lambda:InvokeFunction",
            Principal="sns.amazonaws.com",
        )
        sns.subscribe(
            TopicArn=topic, Protocol="lambda", Endpoint=arn, Attributes={"FilterPolicy": '{"kind": ["order"]}'}
        )
        for kind in ("order", "advert"):
            sns.publish(
                TopicArn=topic,
                Message="m",
                MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}},
            )
        aws.clock.advance(seconds=5)
        sum("told" in line for line in log_lines(aws))
        """,
        modules=("sns.topic_deliveries",),
    ),
    Behaviour(
        "Events",
        "Rules and schedules are due on the account's clock, in the time zone they name.",
        FAITHFUL,
        "/scheduler/latest/UserGuide/schedule-types.html",
        """
        events, arn = (
            aws.client("events"),
            make_function(aws, "def handler(event, context): print(event['time'])"),
        )
        aws.client("lambda").add_permission(
            FunctionName="worker",
            StatementId="s",
            Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com",
        )
        events.put_rule(Name="noon", ScheduleExpression="cron(0 12 * * ? *)")
        events.put_targets(Rule="noon", Targets=[{"Id": "one", "Arn": arn}])
        aws.clock.advance(days=2)
        [line.strip() for line in log_lines(aws) if line.startswith("2026")]
        """,
        modules=("events.rule_schedules", "scheduler.schedules"),
    ),
    Behaviour(
        "CloudWatch",
        "Alarms are evaluated period by period, treat missing data as configured, and notify the targets they name.",
        FAITHFUL,
        "/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html",
        """
        watch = aws.client("cloudwatch")
        watch.put_metric_alarm(
            AlarmName="many",
            Namespace="Shop",
            MetricName="Errors",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=3,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="notBreaching",
        )
        watch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Errors", "Value": 5}])
        aws.clock.advance(minutes=10)
        [
            one["HistorySummary"]
            for one in watch.describe_alarm_history(HistoryItemType="StateUpdate", ScanBy="TimestampAscending")[
                "AlarmHistoryItems"
            ]
        ]
        """,
        modules=("cloudwatch.alarms", "sqs.queue_metrics"),
    ),
    Behaviour(
        "CloudWatch",
        "Metric filters count log lines, subscription filters pass them on, both with every kind of pattern.",
        FAITHFUL,
        "/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html",
        """
        logs, where = aws.client("logs"), {"logGroupName": "app", "logStreamName": "one"}
        logs.create_log_group(logGroupName="app")
        logs.create_log_stream(**where)
        logs.put_metric_filter(
            logGroupName="app",
            filterName="f",
            filterPattern="{ $.status >= 500 }",
            metricTransformations=[{"metricName": "Failures", "metricNamespace": "Shop", "metricValue": "1"}],
        )
        now = int(aws.clock.time() * 1000)
        logs.put_log_events(
            **where,
            logEvents=[{"timestamp": now, "message": '{"status": %d}' % status} for status in (200, 500)],
        )
        [one["MetricName"] for one in aws.client("cloudwatch").list_metrics(Namespace="Shop")["Metrics"]]
        """,
        modules=("logs.metric_filters", "logs.log_subscriptions"),
    ),
    Behaviour(
        "Functions",
        "A function starts cold, stays warm, and starts cold again after a long idle time or a change.",
        SIMPLIFIED,
        "/lambda/latest/dg/lambda-runtime-environment.html",
        r"""
        make_function(
            aws, "calls = 0\ndef handler(event, context):\n    global calls\n    calls += 1\n    return calls"
        )
        [call(aws)[0] for _ in range(3)]
        """,
        modules=("aws_lambda.concurrency",),
    ),
    Behaviour(
        "Functions",
        "Code that runs too long, uses too much memory, exits or returns something that is not JSON ends with the "
        "service's error.",
        FAITHFUL,
        "/lambda/latest/dg/troubleshooting-invocation.html",
        r"""
        make_function(aws, "import os\ndef handler(event, context): os._exit(3)")
        call(aws)[0]["errorType"]
        """,
        modules=("aws_lambda.concurrency",),
    ),
    Behaviour(
        "Functions",
        "Calls beyond the reserved concurrency are refused with 429.",
        FAITHFUL,
        "/lambda/latest/dg/configuration-concurrency.html",
        r"""
        make_function(aws, "import time\ndef handler(event, context): time.sleep(60)", Timeout=90)
        aws.client("lambda").put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=1)
        ask = lambda: attempt(aws.client("lambda").invoke, FunctionName="worker")
        [one.code for one in aws.at_once(ask, ask)]
        """,
    ),
    Behaviour(
        "Functions",
        "An event that fails is retried after one and two minutes, then goes where failed events go.",
        FAITHFUL,
        "/lambda/latest/dg/invocation-async-error-handling.html",
        """
        make_function(aws, "def handler(event, context): raise ValueError")
        aws.client("lambda").invoke(FunctionName="worker", InvocationType="Event")
        aws.clock.advance(minutes=10)
        sum("START" in line for line in log_lines(aws))
        """,
    ),
    Behaviour(
        "Functions",
        "A function URL answers requests.",
        ABSENT,
        "/lambda/latest/dg/urls-invocation.html",
        """
        make_function(aws, "def handler(event, context): return 1")
        url = aws.client("lambda").create_function_url_config(FunctionName="worker", AuthType="NONE")[
            "FunctionUrl"
        ]
        import requests

        attempt(requests.get, url).code
        """,
    ),
    Behaviour(
        "State machines",
        "Machines wait, retry, catch, branch and map on the account's clock; parallel branches take as long as the "
        "longest.",
        FAITHFUL,
        "/step-functions/latest/dg/concepts-error-handling.html",
        """
        wait = lambda hours: {
            "StartAt": "W",
            "States": {"W": {"Type": "Wait", "Seconds": hours * 3600, "End": True}},
        }
        definition = {
            "StartAt": "P",
            "States": {"P": {"Type": "Parallel", "End": True, "Branches": [wait(1), wait(3)]}},
        }
        import json

        states = aws.client("stepfunctions")
        arn = states.create_state_machine(
            name="m", definition=json.dumps(definition), roleArn="arn:aws:iam::123456789012:role/m"
        )["stateMachineArn"]
        run = states.start_execution(stateMachineArn=arn)["executionArn"]
        aws.clock.advance(days=1)
        found = states.describe_execution(executionArn=run)
        str(found["stopDate"] - found["startDate"])
        """,
        modules=("stepfunctions.executions",),
    ),
    Behaviour(
        "State machines",
        "Definitions in JSONata, and variables.",
        ABSENT,
        "/step-functions/latest/dg/transforming-data.html",
        """
        definition = (
            '{"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}'
        )
        machine = {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {"DefinitionString": definition, "RoleArn": "arn:aws:iam::123456789012:role/m"},
        }
        attempt(aws.deploy, {"Resources": {"M": machine}}).code
        """,
    ),
    Behaviour(
        "Auto Scaling",
        "A group keeps its capacity, spread over subnets, and replaces what fails; policies and schedules scale it.",
        SIMPLIFIED,
        "/autoscaling/ec2/userguide/auto-scaling-benefits.html",
        """
        aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        lost = fleet.group(aws)["Instances"][0]["InstanceId"]
        aws.client("ec2").terminate_instances(InstanceIds=[lost])
        aws.clock.advance(minutes=10)
        [fleet.zones(aws).count(zone) for zone in fleet.ZONES]
        """,
        modules=("autoscaling.groups", "autoscaling.scheduled_scaling"),
    ),
    Behaviour(
        "Load balancers",
        "Targets are checked at their interval, and one that stops answering is left out.",
        SIMPLIFIED,
        "/elasticloadbalancing/latest/application/target-group-health-checks.html",
        """
        web = aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        lost = fleet.group(aws)["Instances"][0]["InstanceId"]
        aws.client("ec2").stop_instances(InstanceIds=[lost])
        aws.clock.advance(seconds=30)
        health = aws.client("elbv2").describe_target_health(TargetGroupArn=web["Targets"].physical_id)
        [
            one["TargetHealth"]["State"]
            for one in health["TargetHealthDescriptions"]
            if one["Target"]["Id"] == lost
        ]
        """,
        modules=("elbv2.target_health",),
    ),
    Behaviour(
        "Zones",
        "An outage takes down whatever is in the zone; groups replace it elsewhere, and what is in two zones fails "
        "over.",
        SIMPLIFIED,
        "/whitepapers/latest/aws-fault-isolation-boundaries/availability-zones.html",
        """
        aws.deploy(fleet.template())
        aws.clock.advance(minutes=10)
        with aws.faults.zone_outage("us-east-1a"):
            aws.clock.advance(minutes=30)
            left = [fleet.zones(aws).count(zone) for zone in fleet.ZONES]
        left
        """,
        modules=("ec2.lost_zones",),
    ),
    Behaviour(
        "Databases and caches",
        "Multi-AZ databases and replication groups fail over in the time their page gives, and record events.",
        SIMPLIFIED,
        "/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html",
        """
        rds = aws.client("rds")
        rds.create_db_instance(
            DBInstanceIdentifier="db",
            Engine="postgres",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage=20,
            MasterUsername="app",
            ManageMasterUserPassword=True,
            MultiAZ=True,
        )
        rds.reboot_db_instance(DBInstanceIdentifier="db", ForceFailover=True)
        aws.clock.advance(minutes=5)
        rds.describe_events(SourceIdentifier="db", SourceType="db-instance")["Events"][-1]["Message"]
        """,
        modules=("rds.databases", "elasticache.caches"),
    ),
    Behaviour(
        "IAM",
        "Roles, users, functions and anonymous callers may do what all policies together allow, and a refusal names "
        "the policy.",
        SIMPLIFIED,
        "/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
        """
        code = "import boto3\\ndef handler(event, context): boto3.client('s3').list_buckets()"
        make_function(aws, code, grants=["s3:Get*"])
        call(aws)
        aws.denials[-1].decision.why
        """,
    ),
    Behaviour(
        "IAM",
        "A malformed policy is refused when it is set, and never stored.",
        FAITHFUL,
        "/IAM/latest/UserGuide/reference_policies_grammar.html",
        """
        broken = '{"Statement": {"Effect": "Permit"}}'
        attempt(aws.client("iam").create_policy, PolicyName="broken", PolicyDocument=broken).code
        """,
        modules=("iam.given_policies",),
    ),
    Behaviour(
        "Spot",
        "Instances are provided as far as their pool has room, and taken back with a notice when it has none.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/spot-interruptions.html",
        """
        launched = fleet.template()["Resources"]["Group"]["Properties"]["LaunchTemplate"]
        mixed = {
            "InstancesDistribution": {"OnDemandPercentageAboveBaseCapacity": 0},
            "LaunchTemplate": {"LaunchTemplateSpecification": launched},
        }
        aws.deploy(fleet.template(MixedInstancesPolicy=mixed, LaunchTemplate={"Ref": "AWS::NoValue"}))
        aws.clock.advance(minutes=2)
        with aws.faults.spot_interruption(group="web"):
            aws.clock.advance(minutes=10)
        sum(one.what == "is to be interrupted" for one in aws.timeline), len(fleet.zones(aws))
        """,
        modules=("ec2.spot",),
    ),
    Behaviour(
        "Spot",
        "A launch or its template asks for Spot; the request says how it stands, and what cannot be is refused.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/spot-request-status.html",
        """
        ec2, asked = aws.client("ec2"), {"MarketType": "spot", "SpotOptions": {"MaxPrice": "0.09"}}
        data = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large", "InstanceMarketOptions": asked}
        ec2.create_launch_template(LaunchTemplateName="spot", LaunchTemplateData=data)
        launch = {"LaunchTemplate": {"LaunchTemplateName": "spot"}, "MinCount": 1, "MaxCount": 1}
        one = ec2.run_instances(**launch)["Instances"][0]["InstanceId"]
        aws.faults.spot_interruption(instance=one, ahead=0)
        aws.clock.advance(minutes=2)
        stops = {"MarketType": "spot", "SpotOptions": {"InstanceInterruptionBehavior": "stop"}}
        [
            *((r["State"], r["Status"]["Code"]) for r in ec2.describe_spot_instance_requests()["SpotInstanceRequests"]),
            attempt(ec2.run_instances, **launch, InstanceMarketOptions=stops).code,
        ]
        """,
        modules=("ec2.spot",),
    ),
    Behaviour(
        "Spot",
        "What an interruption stops or hibernates, EC2 starts again when its pool has room and its price allows.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/interruption-behavior.html",
        """
        ec2 = aws.client("ec2")
        options = {"SpotInstanceType": "persistent", "InstanceInterruptionBehavior": "stop"}
        ec2.run_instances(
            ImageId="ami-12c6146b", InstanceType="m5.large", MinCount=1, MaxCount=1,
            InstanceMarketOptions={"MarketType": "spot", "SpotOptions": options},
        )
        states = []
        with aws.faults.spot_interruption(pool=("m5.large", "us-east-1a"), ahead=0):
            aws.clock.advance(minutes=2)
            states += [one["Status"]["Code"] for one in ec2.describe_spot_instance_requests()["SpotInstanceRequests"]]
        aws.clock.advance(hours=6)
        states + [one["Status"]["Code"] for one in ec2.describe_spot_instance_requests()["SpotInstanceRequests"]]
        """,
        modules=("ec2.spot",),
    ),
    Behaviour(
        "Spot",
        "EC2 Fleets launch at once, on request, or maintain their capacity, from the pools that their strategy "
        "chooses.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/ec2-fleet-request-type.html",
        """
        ec2 = aws.client("ec2")
        data = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large"}
        ec2.create_launch_template(LaunchTemplateName="spot", LaunchTemplateData=data)
        asked = {
            "LaunchTemplateConfigs": [
                {"LaunchTemplateSpecification": {"LaunchTemplateName": "spot", "Version": "1"}}
            ],
            "TargetCapacitySpecification": {"TotalTargetCapacity": 3, "DefaultTargetCapacityType": "spot"},
        }
        fleets = [ec2.create_fleet(Type=kind, **asked)["FleetId"] for kind in ("instant", "request", "maintain")]
        for one in fleets:
            aws.faults.spot_interruption(fleet=one, ahead=0)
        aws.clock.advance(minutes=10)
        [one["FulfilledCapacity"] for one in ec2.describe_fleets(FleetIds=fleets)["Fleets"]]
        """,
        modules=("ec2.spot",),
    ),
    Behaviour(
        "Spot",
        "Placement scores depend on the room that the pools of a place have for the capacity requested.",
        SIMPLIFIED,
        "/AWSEC2/latest/UserGuide/spot-placement-score.html",
        """
        asked = {"InstanceTypes": ["m5.large", "c5.large", "r5.large"], "RegionNames": ["us-east-1"]}
        scored = aws.client("ec2").get_spot_placement_scores
        [scored(TargetCapacity=target, **asked)["SpotPlacementScores"][0]["Score"] for target in (100, 500, 5000)]
        """,
        modules=("ec2.spot",),
    ),
    Behaviour(
        "Spot",
        "An event says that a request for a Spot Instance is fulfilled.",
        ABSENT,
        "/AWSEC2/latest/UserGuide/spot-request-status.html",
        """
        events, ec2 = aws.client("events"), aws.client("ec2")
        everything = events.describe_event_bus()["Arn"]
        events.create_archive(ArchiveName="all", EventSourceArn=everything)
        ec2.run_instances(
            ImageId="ami-12c6146b", InstanceType="m5.large", MinCount=1, MaxCount=1,
            InstanceMarketOptions={"MarketType": "spot"},
        )
        aws.clock.advance(minutes=1)
        len(aws.spot.running), events.describe_archive(ArchiveName="all")["EventCount"]
        """,
        modules=("ec2.spot",),
    ),
)
