"""What is different from AWS in the sandbox itself, one entry each: the data, and the run that shows each to be true.

Not here: which properties of which types read back (`fidelity`). An entry that stops being true fails the tests.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Limit:
    """One difference: the subject, what differs in one sentence, and code whose last expression shows it.

    The code runs in a fresh sandbox `aws` in which `stack` is a deployed `SecureBucket`, `bucket` its bucket's name,
    `s3` a client of it, and `attempt` tells what comes of a call; `make_function`, `call` and `log_lines` are those of
    `tools.code`, and `fleet` is `tools.fleet`.
    """

    subject: str
    differs: str
    code: str


LIMITS = (
    Limit(
        "Stacks",
        "Resources do not get the tags `aws:cloudformation:stack-name`, `-id` and `logical-id`.",
        '[tag for tag in stack["Bucket"].actual["Tags"] if tag["Key"].startswith("aws:")]',
    ),
    Limit(
        "Stacks",
        "A creation that was rolled back frees its name; in AWS the stack stays until it is deleted.",
        'taken = {"Resources": {"Copy": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": bucket}}}}\n'
        'attempt(aws.deploy, taken, name="copy").allowed, [stack.name for stack in aws.stacks]',
    ),
    Limit(
        "Stacks",
        "Creating takes no time: all events of an operation have the same time, and resources are made one after "
        "another.",
        "len(stack.events), len({event.at for event in stack.events})",
    ),
    Limit(
        "Stacks",
        "Nested stacks are refused.",
        'nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/t.yaml"}}\n'
        'attempt(aws.deploy, {"Resources": {"Nested": nested}}).code',
    ),
    Limit(
        "Stacks",
        "Transforms are refused, `AWS::LanguageExtensions` excepted.",
        'attempt(aws.deploy, {"Transform": "AWS::Serverless-2016-10-31", '
        '"Resources": {"Plain": {"Type": "AWS::S3::Bucket"}}}).code',
    ),
    Limit(
        "Stacks",
        "Stack policies and termination protection do not exist: every stack can be deleted.",
        "stack.delete()\nstack.status",
    ),
    Limit(
        "Stacks",
        "Loops (`Fn::ForEach`) are refused, with the transform too.",
        'loop = {"Fn::ForEach::Copies": ["Name", ["A", "B"], {"${Name}": {"Type": "AWS::S3::Bucket"}}]}\n'
        'attempt(aws.deploy, {"Transform": "AWS::LanguageExtensions", "Resources": loop}).code',
    ),
    Limit(
        "Stacks",
        "Rules that ask about resources of the account (`Fn::ValueOf`, `Fn::ValueOfAll`, `Fn::RefAll`) are refused.",
        'asked = {"Fn::EachMemberIn": [{"Fn::RefAll": "AWS::EC2::VPC::Id"}, ["vpc-1"]]}\n'
        'rules = {"Known": {"Assertions": [{"Assert": asked}]}}\n'
        'attempt(aws.deploy, {"Rules": rules, "Resources": {"Plain": {"Type": "AWS::S3::Bucket"}}}).code',
    ),
    Limit(
        "S3",
        "Access logs arrive an hour after their first record, and none is lost; AWS takes a few hours.",
        's3.put_object(Bucket=bucket, Key="note", Body=b"")\n'
        "aws.clock.advance(hours=1)\n"
        's3.list_objects_v2(Bucket=stack["LogBucket"].physical_id)["KeyCount"]',
    ),
    Limit(
        "S3",
        "Lifecycle rules act at the midnight from which AWS stops billing; AWS removes the objects some hours later.",
        's3.put_object(Bucket=bucket, Key="note", Body=b"old")\n'
        's3.put_object(Bucket=bucket, Key="note", Body=b"new")\n'
        "aws.clock.advance(days=31)\n"
        'len(s3.list_object_versions(Bucket=bucket, Prefix="note")["Versions"])',
    ),
    Limit(
        "S3",
        "The access logs record requests only, not S3's own actions (such as `S3.EXPIRE.OBJECT`).",
        's3.create_multipart_upload(Bucket=bucket, Key="big")\n'
        "aws.clock.advance(days=9)\n"
        'logs = stack["LogBucket"].physical_id\n'
        'keys = [found["Key"] for found in s3.list_objects_v2(Bucket=logs)["Contents"]]\n'
        'any(b" S3." in s3.get_object(Bucket=logs, Key=key)["Body"].read() for key in keys)',
    ),
    Limit(
        "S3",
        "The signature of a presigned URL is not checked, only its expiry.",
        "import requests\n"
        's3.put_object(Bucket=bucket, Key="note", Body=b"read")\n'
        'url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "note"})\n'
        'requests.get(url.replace("Signature=", "Signature=forged")).text',
    ),
    Limit(
        "KMS",
        "S3 does not cache a bucket key for its limited time: disabling the KMS key takes effect with the next "
        "request.",
        'sealed = aws.deploy(SecureBucket(encryption="aws:kms"), name="sealed")\n'
        's3.put_object(Bucket=sealed.outputs["BucketName"], Key="note", Body=b"")\n'
        'aws.client("kms").disable_key(KeyId=sealed["Key"].physical_id)\n'
        'attempt(s3.get_object, Bucket=sealed.outputs["BucketName"], Key="note").code',
    ),
    Limit(
        "KMS",
        "A key is gone the second its waiting period ends; AWS may take a day longer.",
        'kms = aws.client("kms")\n'
        'key = kms.create_key()["KeyMetadata"]["KeyId"]\n'
        "kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)\n"
        "aws.clock.advance(days=7)\n"
        "attempt(kms.describe_key, KeyId=key).code",
    ),
    Limit(
        "DynamoDB",
        "An item is gone the second its time to live ends; AWS takes up to a few days, so filter out expired items.",
        'dynamodb, name = aws.client("dynamodb"), {"AttributeName": "id"}\n'
        'dynamodb.create_table(TableName="notes", BillingMode="PAY_PER_REQUEST",\n'
        '    KeySchema=[name | {"KeyType": "HASH"}], AttributeDefinitions=[name | {"AttributeType": "S"}])\n'
        'spec = {"Enabled": True, "AttributeName": "ends"}\n'
        'dynamodb.update_time_to_live(TableName="notes", TimeToLiveSpecification=spec)\n'
        'ends = {"N": str(int(aws.clock.time()) + 60)}\n'
        'dynamodb.put_item(TableName="notes", Item={"id": {"S": "a"}, "ends": ends})\n'
        "aws.clock.advance(minutes=1)\n"
        'dynamodb.scan(TableName="notes")["Count"]',
    ),
    Limit(
        "SQS",
        "A message in a FIFO dead-letter queue keeps the age it had; in AWS its retention starts again there.",
        'sqs, fifo = aws.client("sqs"), {"FifoQueue": "true", "MessageRetentionPeriod": "60"}\n'
        'dead = sqs.create_queue(QueueName="dead.fifo", Attributes=fifo)["QueueUrl"]\n'
        'arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]\n'
        'redrive = f\'{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": 1}}\'\n'
        'attributes = fifo | {"VisibilityTimeout": "40", "RedrivePolicy": redrive}\n'
        'url = sqs.create_queue(QueueName="work.fifo", Attributes=attributes)["QueueUrl"]\n'
        'sqs.send_message(QueueUrl=url, MessageBody="a", MessageGroupId="a", MessageDeduplicationId="a")\n'
        "sqs.receive_message(QueueUrl=url)\n"
        "aws.clock.advance(seconds=40)\n"
        "sqs.receive_message(QueueUrl=url)\n"
        "aws.clock.advance(seconds=20)\n"
        'sqs.receive_message(QueueUrl=dead).get("Messages")',
    ),
    Limit(
        "Functions",
        "Every Python runtime is the Python of the sandbox; functions in other languages are stored but not run.",
        'import sys\nmake_function(aws, "import sys\\ndef handler(event, context): return sys.version_info[:2]")\n'
        "call(aws)[0] == list(sys.version_info[:2])",
    ),
    Limit(
        "Functions",
        "Work takes no account time, only sleeping does; the times in a REPORT line are drawn at random from the seed.",
        'make_function(aws, "def handler(event, context): return sum(range(10**6))")\n'
        "before = aws.clock.now\ncall(aws)\naws.clock.now == before",
    ),
    Limit(
        "Functions",
        "A function has one process and no network: starting a program or opening a connection is refused.",
        "make_function(aws, \"import subprocess\\ndef handler(event, context): subprocess.run(['ls'])\")\n"
        'call(aws)[0]["errorMessage"]',
    ),
    Limit(
        "Functions",
        "A function may write to `tempfile.gettempdir()`, a folder of its own, but not to `/tmp` by that name.",
        "make_function(aws, \"def handler(event, context): open('/tmp/note', 'w')\")\ncall(aws)[0][\"errorMessage\"]",
    ),
    Limit(
        "Functions",
        "`time.monotonic` is the reader's: `asyncio.sleep`, and waits with a time-out in `threading`, take real time.",
        'make_function(aws, "import asyncio\\ndef handler(event, context): asyncio.run(asyncio.sleep(0.1))")\n'
        "before = aws.clock.now\ncall(aws)\naws.clock.now == before",
    ),
    Limit(
        "CloudWatch",
        "Lambda, SQS, Step Functions and S3 report metrics, the main ones of each; other services report none.",
        'aws.client("dynamodb").list_tables()\nmake_function(aws, "def handler(event, context): pass")\ncall(aws)\n'
        'sorted({one["Namespace"] for one in aws.client("cloudwatch").list_metrics()["Metrics"]})',
    ),
    Limit(
        "CloudWatch",
        "A value counts at once and is kept for ever, to the second; AWS takes a minute or more, and aggregates old "
        "values.",
        "from datetime import timedelta\n"
        'watch = aws.client("cloudwatch")\n'
        'watch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Orders", "Value": 1}])\n'
        "begun = aws.clock.now\naws.clock.advance(days=1000)\n"
        'asked = {"StartTime": begun, "EndTime": begun + timedelta(minutes=1), "Period": 60, "Statistics": ["Sum"]}\n'
        'len(watch.get_metric_statistics(Namespace="Shop", MetricName="Orders", **asked)["Datapoints"])',
    ),
    Limit(
        "CloudWatch",
        "Anomaly detection, SEARCH and SQL queries are not evaluated: alarms on them keep their state and say so.",
        'stat = {"Metric": {"Namespace": "Shop", "MetricName": "Orders"}, "Period": 60, "Stat": "Sum"}\n'
        'usual = {"Id": "usual", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)"}\n'
        'queries = [usual, {"Id": "m1", "MetricStat": stat, "ReturnData": False}]\n'
        'aws.client("cloudwatch").put_metric_alarm(AlarmName="odd", Metrics=queries, EvaluationPeriods=1, Threshold=1, '
        'ComparisonOperator="GreaterThanThreshold")\n'
        'aws.client("cloudwatch").describe_alarms()["MetricAlarms"][0]["StateReason"].partition(":")[0]',
    ),
    Limit(
        "CloudWatch",
        "An alarm needs no permission to publish to a topic or to call a function.",
        'arn = make_function(aws, "def handler(event, context): pass")\n'
        'watch = aws.client("cloudwatch")\n'
        'watch.put_metric_alarm(AlarmName="any", Namespace="Shop", MetricName="Orders", Statistic="Sum", Period=60, '
        'EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold", AlarmActions=[arn])\n'
        'watch.set_alarm_state(AlarmName="any", StateValue="ALARM", StateReason="A drill.")\n'
        'watch.describe_alarm_history(HistoryItemType="Action")["AlarmHistoryItems"][0]["HistorySummary"]',
    ),
    Limit(
        "CloudWatch",
        "Alarms notify topics, functions, scaling policies and the event bus; their actions on instances are not "
        "carried out.",
        'action = "arn:aws:automate:us-east-1:ec2:stop"\n'
        'watch = aws.client("cloudwatch")\n'
        'watch.put_metric_alarm(AlarmName="any", Namespace="Shop", MetricName="Orders", Statistic="Sum", Period=60, '
        'EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold", AlarmActions=[action])\n'
        'watch.set_alarm_state(AlarmName="any", StateValue="ALARM", StateReason="A drill.")\n'
        'watch.describe_alarm_history(HistoryItemType="Action")["AlarmHistoryItems"]',
    ),
    Limit(
        "Faults",
        "The time a fault adds passes before a request is answered, however long: an SDK gives up after a minute.",
        "before = aws.clock.now\n"
        's3.list_buckets()\nwith aws.faults.latency("s3", seconds=600):\n    s3.list_buckets()\n'
        "str(aws.clock.now - before)",
    ),
    Limit(
        "Functions",
        "Function URLs are stored, but nothing answers at them.",
        'make_function(aws, "def handler(event, context): return 1")\n'
        'url = aws.client("lambda").create_function_url_config(FunctionName="worker", AuthType="NONE")["FunctionUrl"]\n'
        "import requests\nattempt(requests.get, url).code",
    ),
    Limit(
        "Events",
        "A failed delivery is retried after pauses that double from a second to ten minutes; AWS adds jitter to its "
        "own, and publishes none. SNS goes on for hours, not for 23 days.",
        "from patterns.sandbox.delivery import retries\n"
        "retries.LONGEST_PAUSE_SECONDS, retries.MOST_RETRIES, retries.OLDEST_SECONDS",
    ),
    Limit(
        "Events",
        "Rules reach functions, queues, topics, state machines, log groups and buses; other targets count as failed.",
        'events = aws.client("events")\n'
        'events.put_rule(Name="all", EventPattern=\'{"source": ["shop"]}\')\n'
        'target = "arn:aws:codebuild:us-east-1:123456789012:project/site"\n'
        'role = "arn:aws:iam::123456789012:role/builds"\n'
        'events.put_targets(Rule="all", Targets=[{"Id": "build", "Arn": target, "RoleArn": role}])\n'
        'events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])\n'
        '[found["MetricName"] for found in aws.client("cloudwatch").list_metrics(Namespace="AWS/Events")["Metrics"]]',
    ),
    Limit(
        "Events",
        "Schedules fire on the second, where AWS promises the minute.",
        'aws.client("events").put_rule(Name="tick", ScheduleExpression="rate(1 minute)")\n'
        "aws.clock.advance(seconds=59.9)\naws.clock",
    ),
    Limit(
        "Events",
        "SNS notifications carry signatures that cannot be verified; e-mail, SMS and HTTP subscriptions receive "
        "nothing.",
        'topic = aws.client("sns").create_topic(Name="news")["TopicArn"]\n'
        'aws.client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")\n'
        'aws.client("sns").publish(TopicArn=topic, Message="nobody reads this")["ResponseMetadata"]["HTTPStatusCode"]',
    ),
    Limit(
        "Events",
        "A table's stream has one shard; its batches run one after another whatever the parallelization factor, and "
        "its tumbling windows are stored but not used.",
        'key = {"AttributeName": "id"}\n'
        'made = aws.client("dynamodb").create_table(TableName="data", BillingMode="PAY_PER_REQUEST", '
        'KeySchema=[{**key, "KeyType": "HASH"}], AttributeDefinitions=[{**key, "AttributeType": "S"}], '
        'StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})["TableDescription"]\n'
        'found = aws.client("dynamodbstreams").describe_stream(StreamArn=made["LatestStreamArn"])\n'
        'len(found["StreamDescription"]["Shards"])',
    ),
    Limit(
        "Auto Scaling",
        "An instance takes 45 seconds to launch and to terminate, and a failed one is noticed after a minute: AWS "
        "publishes no times.",
        "from patterns.sandbox.services.autoscaling.groups import timings\n"
        "timings.LAUNCH_SECONDS, timings.END_SECONDS, timings.CHECK_SECONDS",
    ),
    Limit(
        "Load balancers",
        "A target answers its health checks while its instance runs in a zone that is up; no request is sent, and no "
        "security group is consulted.",
        "from patterns.sandbox.services.elbv2 import targets\n"
        'targets.__doc__.partition("Not modelled: ")[2].split(",")[0]',
    ),
    Limit("Account", "There is one account.", "aws.account_id"),
    Limit(
        "Account",
        "`GetSessionToken` gives the account's own clients their own key, which does not expire; those of users and "
        "roles do.",
        'aws.client("sts").get_session_token(DurationSeconds=900)["Credentials"]["AccessKeyId"]',
    ),
    Limit(
        "Account",
        "Stacks are made in one region, the sandbox's own.",
        'aws.region, stack.id.split(":")[3]',
    ),
    Limit(
        "IAM",
        "The account's own clients, those of `aws.client(...)`, are an administrator whom IAM does not list; only "
        "policies of resources bind it.",
        'aws.client("sts").get_caller_identity()["Arn"], aws.client("iam").list_users()["Users"]',
    ),
    Limit(
        "IAM",
        "The stack engine is not held to KMS key policies unless they deny: it deploys as whichever principal they "
        "name.",
        'trust = \'{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}\'\n'
        'role = aws.client("iam").create_role(RoleName="keeper", AssumeRolePolicyDocument=trust)["Role"]["Arn"]\n'
        'owned = {"Effect": "Allow", "Principal": {"AWS": role}, "Action": "kms:*", "Resource": "*"}\n'
        'properties = {"KeyPolicy": {"Statement": [owned]}, "EnableKeyRotation": True}\n'
        'key = {"Type": "AWS::KMS::Key", "Properties": properties}\n'
        'made = aws.deploy({"Resources": {"Key": key}}, name="kept")\n'
        'made.status, attempt(aws.client("kms").describe_key, KeyId=made["Key"].physical_id).code',
    ),
    Limit(
        "IAM",
        "Calls to services whose permissions are not known here are refused to roles and users with an error of the "
        "sandbox's own; the account's own clients can make them.",
        'trust = \'{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}\'\n'
        'role = aws.client("iam").create_role(RoleName="app", AssumeRolePolicyDocument=trust)["Role"]["Arn"]\n'
        'attempt(aws.acting_as(role).client("budgets").describe_budgets, AccountId=aws.account_id).code',
    ),
    Limit(
        "IAM",
        "A changed policy takes effect with the next call; AWS takes seconds to propagate it.",
        'iam = aws.client("iam")\n'
        'trust = \'{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}\'\n'
        'role = iam.create_role(RoleName="app", AssumeRolePolicyDocument=trust)["Role"]["Arn"]\n'
        'client = aws.acting_as(role).client("s3")\n'
        "before = attempt(client.list_buckets).code\n"
        'iam.attach_role_policy(RoleName="app", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")\n'
        "before, attempt(client.list_buckets).allowed",
    ),
    Limit(
        "IAM",
        "Every request comes from 192.0.2.1: conditions on other addresses, on networks and endpoints, never hold.",
        "from patterns.sandbox.authorisation.request_context import SOURCE_IP\nSOURCE_IP",
    ),
    Limit(
        "IAM",
        "What Lambda does in a function's role, writing its log and reading its queues and streams, needs no "
        "permission from that role; the function's own calls, and what it passes on, do.",
        'make_function(aws, "def handler(event, context): print(1)")\n'
        'aws.client("iam").delete_role_policy(RoleName="worker-role", PolicyName="may")\n'
        "call(aws)\n"
        'len(aws.client("logs").describe_log_streams(logGroupName="/aws/lambda/worker")["logStreams"])',
    ),
    Limit(
        "RDS",
        "A database holds no data: nothing connects to it, and its snapshots can be made but hold nothing.",
        'aws.client("rds").create_db_instance(DBInstanceIdentifier="db", Engine="postgres", '
        'DBInstanceClass="db.t4g.micro", AllocatedStorage=20, MasterUsername="app", ManageMasterUserPassword=True)\n'
        'aws.client("rds").describe_db_instances()["DBInstances"][0]["DBInstanceStatus"]',
    ),
    Limit(
        "RDS",
        "A database is available at once, and a change is applied at once; AWS takes minutes, or waits for the next "
        "window.",
        'rds = aws.client("rds")\n'
        'rds.create_db_instance(DBInstanceIdentifier="db", Engine="mysql", DBInstanceClass="db.t4g.micro", '
        'AllocatedStorage=20, MasterUsername="app", ManageMasterUserPassword=True)\n'
        'rds.modify_db_instance(DBInstanceIdentifier="db", DBInstanceClass="db.t4g.small", ApplyImmediately=False)\n'
        'rds.describe_db_instances()["DBInstances"][0]["DBInstanceClass"]',
    ),
    Limit(
        "ElastiCache",
        "A cache holds no data, and how long a failed node takes to come back (3 to 7 minutes) is a guess.",
        'cache = aws.client("elasticache")\n'
        'cache.create_replication_group(ReplicationGroupId="c", ReplicationGroupDescription="c", '
        'CacheNodeType="cache.t4g.micro", NumCacheClusters=2, AutomaticFailoverEnabled=True)\n'
        'cache.test_failover(ReplicationGroupId="c", NodeGroupId="0001")\n'
        "aws.clock.advance(minutes=8)\n"
        'cache.describe_events(SourceIdentifier="c-001", SourceType="cache-cluster")["Events"][-1]["Message"]',
    ),
    Limit(
        "ACM",
        "A certificate is issued at once, no matter who owns the domain; AWS waits for the DNS record or the mail.",
        'acm = aws.client("acm")\n'
        'arn = acm.request_certificate(DomainName="example.com", ValidationMethod="DNS")["CertificateArn"]\n'
        'acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]',
    ),
    Limit(
        "Spot",
        "The price and the room of a pool are made up from the seed, independently of each other, which is an "
        "assumption.",
        "from patterns.sandbox.services.ec2.spot.market import Pool\n"
        'pool = Pool("m5.large", "us-east-1a")\n'
        "aws.spot.price_usd(pool), aws.spot.room(pool)",
    ),
    Limit(
        "Spot",
        "AWS does not say how much room a pool must have for `price-capacity-optimized`: here, half of the most there "
        "is.",
        "from patterns.sandbox.services.ec2.spot.strategies import NEAR_THE_BEST\nNEAR_THE_BEST",
    ),
    Limit(
        "Spot",
        "When a pool runs out, instances at risk go first, then the last launched; AWS states no order.",
        "from patterns.sandbox.services.ec2.spot import service\n"
        'service.__doc__.partition("Which instances")[2].partition(". Not")[0]',
    ),
    Limit(
        "Spot",
        "A placement score of 5 means room for what is requested, 10 for twice as much; with fewer than three types, "
        "3 is the most.",
        "from patterns.sandbox.services.ec2.spot.placement import score\n"
        "[score(capacity, 100, types=3) for capacity in (20, 125, 250)], score(10_000, 100, types=2)",
    ),
    Limit(
        "Spot",
        "Placement scores are given for instance types, not for attributes of them.",
        'asked = {"InstanceRequirements": {"VCpuCount": {"Min": 2}, "MemoryMiB": {"Min": 2048}}}\n'
        'scored = aws.client("ec2").get_spot_placement_scores\n'
        "attempt(scored, TargetCapacity=1, InstanceRequirementsWithMetadata=asked).code",
    ),
    Limit(
        "Spot",
        "A launch that names neither zone nor subnet goes to the region's first zone; AWS chooses one.",
        'asked = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large", "MinCount": 1, "MaxCount": 1}\n'
        'made = aws.client("ec2").run_instances(InstanceMarketOptions={"MarketType": "spot"}, **asked)\n'
        'made["Instances"][0]["Placement"]["AvailabilityZone"]',
    ),
    Limit(
        "Spot",
        "What EC2 stopped, it starts once the pool would hold it without risk, judged by an assumed share of its room.",
        "from patterns.sandbox.services.ec2.spot import market, spot_requests\n"
        "market.SAFE, spot_requests.AGAIN_SECONDS",
    ),
    Limit(
        "Spot",
        "An instance of a Spot Fleet or an EC2 Fleet has neither the volumes nor the role of its launch template.",
        'ec2 = aws.client("ec2")\n'
        'root = [{"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 100}}]\n'
        'data = {"ImageId": "ami-12c6146b", "InstanceType": "m5.large", "BlockDeviceMappings": root}\n'
        'ec2.create_launch_template(LaunchTemplateName="big", LaunchTemplateData=data)\n'
        'named = {"LaunchTemplateSpecification": {"LaunchTemplateName": "big", "Version": "1"}}\n'
        'ec2.create_fleet(Type="instant", LaunchTemplateConfigs=[named], '
        'TargetCapacitySpecification={"TotalTargetCapacity": 1})\n'
        '[one["Size"] for one in ec2.describe_volumes()["Volumes"]]',
    ),
    Limit(
        "Budgets",
        "Nothing is spent, so a budget is never reached and nobody is notified.",
        'budgets = aws.client("budgets")\n'
        'budgets.create_budget(AccountId=aws.account_id, Budget={"BudgetName": "b", "BudgetType": "COST", '
        '"TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "1", "Unit": "USD"}})\n'
        'budgets.describe_budget(AccountId=aws.account_id, BudgetName="b")["Budget"]["CalculatedSpend"]["ActualSpend"]',
    ),
)


def shown(limit: Limit) -> str:
    """What the last expression of a limit's code gives, as a notebook would show it, in a fresh sandbox."""
    return run(limit.code)


@cache
def run(code: str) -> str:
    """What the last expression of code gives, with the names a limit may use; the same code is run once."""
    from patterns import Sandbox, SecureBucket
    from patterns.explore.tables import attempt
    from tools import fleet
    from tools.code import call, log_lines, make_function

    with Sandbox() as aws:
        stack = aws.deploy(SecureBucket())
        names = {"aws": aws, "stack": stack, "bucket": stack.outputs["BucketName"], "s3": aws.client("s3")}
        names |= {"attempt": attempt, "SecureBucket": SecureBucket}
        names |= {"make_function": make_function, "call": call, "log_lines": log_lines, "fleet": fleet}
        return repr(value_of(code, names))


def value_of(code: str, names: dict[str, Any]) -> Any:
    """The value of the last expression of `code`, which runs with `names`."""
    *statements, last = ast.parse(code).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(statements, []), "<limit>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<limit>", "eval"), names)
