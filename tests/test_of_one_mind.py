"""Deploy and check are of one mind: what breaks one documented rule is refused by the one and found by the other."""

from random import Random

import pytest

from patterns import Sandbox
from patterns.findings import Pillar, Severity
from patterns.review import check
from patterns.sandbox.core.errors import DeploymentRefused, StackFailed
from patterns.template.errors import TemplateError
from tools.breaking import breaks
from tools.clearing import release
from tools.code import TRUST
from tools.listing import providers
from tools.sampling import sampled
from tools.stage import on_stage

PROVIDERS = sorted(providers(), key=lambda one: one.type)
EXPIRING = '[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2030-12-02T21:34:33.000Z"}}]'
SAMPLED = Random(17).sample(PROVIDERS, 7)
OF_EACH = 5

METRIC = {
    "Namespace": "a", "MetricName": "b", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}  # fmt: skip
MIXED = {
    "LaunchTemplate": {"LaunchTemplateSpecification": {"LaunchTemplateId": "lt-0123456789abcdef0", "Version": "1"}}
}
GROUP = {"MinSize": "0", "MaxSize": "1", "AvailabilityZones": ["us-east-1a"]}
DISTRIBUTION = {
    "Enabled": True,
    "Origins": [
        {"Id": "o", "DomainName": "example.com", "CustomOriginConfig": {"OriginProtocolPolicy": "https-only"}}
    ],
    "DefaultCacheBehavior": {
        "TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "ForwardedValues": {"QueryString": False},
    },
}  # fmt: skip
MATH = {"EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold"}
SERIES = {
    "Id": "m", "ReturnData": False,
    "MetricStat": {"Metric": {"Namespace": "a", "MetricName": "b"}, "Period": 60, "Stat": "Sum"},
}  # fmt: skip
KEY = {"AttributeName": "id", "KeyType": "HASH"}
TABLE = {
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}], "KeySchema": [KEY],
    "BillingMode": "PAY_PER_REQUEST",
}  # fmt: skip
CACHE = {"ReplicationGroupDescription": "a", "CacheNodeType": "cache.t4g.micro"}
RULE_OF_GROUP = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "10.0.0.0/8"}
DATABASE = {
    "Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": "20", "MasterUsername": "app",
    "ManageMasterUserPassword": True,
}  # fmt: skip
CLUSTER = {"Engine": "aurora-postgresql", "MasterUsername": "app", "ManageMasterUserPassword": True}
FUNCTION = {
    "Runtime": "python3.13", "Handler": "index.handler", "Role": "arn:aws:iam::123456789012:role/r",
    "Code": {"ZipFile": "def handler(event, context): return 1"},
}  # fmt: skip
MAPPING = {"FunctionName": "f", "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:q"}
TARGETS = {"Protocol": "HTTP", "Port": 80, "VpcId": "vpc-1"}
LISTENER = {
    "LoadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/0123456789abcdef",
    "Protocol": "HTTP", "Port": 80,
    "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}],
}  # fmt: skip
BUDGET = {"BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": 10, "Unit": "USD"}}
SCHEDULE = {
    "FlexibleTimeWindow": {"Mode": "OFF"}, "ScheduleExpression": "rate(1 day)",
    "Target": {"Arn": MAPPING["EventSourceArn"], "RoleArn": FUNCTION["Role"]},
}  # fmt: skip
ENTRY = {
    "NetworkAclId": "acl-1", "RuleNumber": 100, "Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0",
}  # fmt: skip
LONG = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::bucket-{number:040d}" for number in range(250)],
        }
    ],
}
KINDS = ("Lowercase", "Uppercase", "Numbers", "Punctuation")
WAITS = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
WAITING = {
    "StartAt": "A",
    "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": True}},
}
TOPIC = "arn:aws:sns:us-east-1:123456789012:t"
POLICY = {
    "rulePriority": 1, "action": {"type": "expire"},
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1, "countUnit": "days"},
}  # fmt: skip


def letting(service="", **said):
    about = {"Principal": {"Service": service}} if service else {"Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **about, **said}]}


RECORD = {
    "HostedZoneId": "Z1", "Name": "a.example.com", "Type": "A", "TTL": "300", "ResourceRecords": ["192.0.2.1"],
}  # fmt: skip
CORS = {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}
RULE = {"Status": "Enabled", "Id": "a"}


def kept(**rule):
    return {"LifecycleConfiguration": {"Rules": [RULE | rule]}}


def told(kind, *addresses):
    about = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80}
    return {
        "Notification": about,
        "Subscribers": [{"SubscriptionType": kind, "Address": address} for address in addresses],
    }


def index(**said):
    return {"IndexName": "by", "KeySchema": [KEY], "Projection": {"ProjectionType": "ALL"}} | said


BY_A_SERVICE = {
    "AWS::AutoScaling::AutoScalingGroup": (
        GROUP | {"TerminationPolicies": ["Oldest"]},
        GROUP | {"DesiredCapacity": "2"},
        GROUP | {"LaunchTemplate": {"LaunchTemplateId": "lt-0123456789abcdef0", "Version": "$Newest"}},
        GROUP | {"MetricsCollection": [{"Granularity": "5Minute"}]},
        {"MinSize": "0", "MaxSize": "1"},
        GROUP | {"MixedInstancesPolicy": MIXED | {"InstancesDistribution": {"SpotAllocationStrategy": "cheapest"}}},
    ),
    "AWS::AutoScaling::LifecycleHook": (
        {
            "AutoScalingGroupName": "g", "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
            "HeartbeatTimeout": 20,
        },
    ),
    "AWS::AutoScaling::ScalingPolicy": (
        {"AutoScalingGroupName": "g", "ScalingAdjustment": 1},
        {"AutoScalingGroupName": "g", "AdjustmentType": "ChangeInCapacity"},
        {"AutoScalingGroupName": "g", "PolicyType": "TargetTrackingScaling"},
    ),
    "AWS::AutoScaling::ScheduledAction": (
        {"AutoScalingGroupName": "g", "Recurrence": "0 8 * * *"},
        {"AutoScalingGroupName": "g", "MinSize": 0, "Recurrence": "every day"},
        {"AutoScalingGroupName": "g", "MinSize": 0, "Recurrence": "0 8 * * *", "TimeZone": "Mars/Base"},
    ),
    "AWS::Budgets::Budget": (
        {"Budget": BUDGET | {"BudgetName": "a:b"}},
        {"Budget": {name: value for name, value in BUDGET.items() if name != "BudgetLimit"}},
        {"Budget": BUDGET | {"TimeUnit": "WEEKLY"}},
        {"Budget": BUDGET, "NotificationsWithSubscribers": [told("EMAIL")]},
        {"Budget": BUDGET, "NotificationsWithSubscribers": [told("EMAIL", "nobody")]},
        {"Budget": BUDGET, "NotificationsWithSubscribers": [told("SNS", TOPIC, f"{TOPIC}2")]},
    ),
    "AWS::CertificateManager::Certificate": ({"DomainName": "a.*.example.com"}, {"DomainName": "a b.com"}),
    "AWS::CloudWatch::Alarm": (
        METRIC | {"DatapointsToAlarm": 2},
        METRIC | {"Period": 3600, "EvaluationPeriods": 169},
        METRIC | {"ExtendedStatistic": "p99"},
        METRIC | {"AlarmActions": ["somebody"]},
        {name: value for name, value in METRIC.items() if name != "Threshold"},
        METRIC | {"ComparisonOperator": "GreaterThanUpperThreshold"},
        *(MATH | {"Metrics": [SERIES, {"Id": "e", "Expression": each}]} for each in ("m +", "m + n", "NOPE(m)", "(m]")),
        MATH | {"Metrics": [SERIES | {"Expression": "1", "ReturnData": True}]},
    ),
    "AWS::CloudWatch::Dashboard": (
        {"DashboardBody": "{"},
        {"DashboardName": "a b", "DashboardBody": '{"widgets": []}'},
        {"DashboardBody": '{"widgets": [{"type": "picture", "properties": {}}]}'},
    ),
    "AWS::CloudFront::Distribution": tuple(
        {"DistributionConfig": DISTRIBUTION | said}
        for said in (
            {"DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all"}},
            {"Origins": [{"Id": "o", "DomainName": "example.com"}]}, {"DefaultRootObject": "/index.html"},
            {"Origins": [DISTRIBUTION["Origins"][0] | {"DomainName": "https://example.com"}]},
            {"DefaultCacheBehavior": DISTRIBUTION["DefaultCacheBehavior"] | {"AllowedMethods": ["GET", "POST"]}},
        )
    ),
    "AWS::DynamoDB::Table": (
        TABLE | {"TableName": "a!"},
        TABLE | {"KeySchema": [{"AttributeName": "id", "KeyType": "RANGE"}]},
        TABLE | {"GlobalSecondaryIndexes": [index(), index()]},
        TABLE | {"GlobalSecondaryIndexes": [index(Projection={"ProjectionType": "INCLUDE"})]},
        TABLE | {"LocalSecondaryIndexes": [index()]},
        TABLE | {"SSESpecification": {"SSEEnabled": False, "SSEType": "KMS"}},
        TABLE | {"SSESpecification": {"SSEEnabled": True, "KMSMasterKeyId": "alias/mine"}},
        TABLE | {"TimeToLiveSpecification": {"Enabled": True}},
        TABLE | {
            "GlobalSecondaryIndexes": [index(ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})]
        },
    ),
    "AWS::EC2::Instance": (
        {
            "ImageId": "ami-12c6146b",
            "BlockDeviceMappings": [{"DeviceName": "/dev/sda1", "Ebs": {"VolumeType": "gp3", "Iops": 90000}}],
        },
    ),
    "AWS::EC2::NatGateway": (
        {"SubnetId": "subnet-1"}, {"SubnetId": "subnet-1", "ConnectivityType": "private", "AllocationId": "eipalloc-1"},
    ),
    "AWS::EC2::NetworkAclEntry": (
        ENTRY | {"RuleNumber": 40_000},
        ENTRY | {"Protocol": 6},
    ),
    "AWS::EC2::Route": (
        {"RouteTableId": "rtb-1", "DestinationCidrBlock": "0.0.0.0/0"},
        {"RouteTableId": "rtb-1", "GatewayId": "igw-1"},
    ),
    "AWS::EC2::SecurityGroup": (
        {"GroupDescription": "über"},
        {"GroupDescription": "a", "GroupName": "sg-mine"},
        {"GroupDescription": "a", "GroupName": "Default"},
        {"GroupDescription": "a", "SecurityGroupIngress": [{"IpProtocol": "-1", "CidrIpv6": "10.0.0.0/8"}]},
        {"GroupDescription": "a", "SecurityGroupIngress": [RULE_OF_GROUP | {"FromPort": 443}]},
        {"GroupDescription": "a", "SecurityGroupEgress": [RULE_OF_GROUP | {"ToPort": 70_000}]},
    ),
    "AWS::EC2::SecurityGroupIngress": (RULE_OF_GROUP | {"IpProtocol": "http", "GroupId": "sg-1"},),
    "AWS::EC2::Subnet": ({"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/29"},),
    "AWS::EC2::VPC": ({"CidrBlock": "10.0.0.0/8"},),
    "AWS::EC2::VPCEndpoint": (
        {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-1.s3", "SubnetIds": ["subnet-1"]},
        {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-1.sqs"},
        {"VpcId": "vpc-1", "ServiceName": "com.amazonaws.us-east-1.sq", "VpcEndpointType": "Interface"},
    ),
    "AWS::EC2::Volume": (
        {"AvailabilityZone": "us-east-1a", "VolumeType": "gp3", "Size": 10, "Throughput": 800},
        {"AvailabilityZone": "us-east-1a", "VolumeType": "io1", "Size": 10, "Iops": 600},
        {"AvailabilityZone": "us-east-1a", "VolumeType": "gp2", "Size": 10, "Iops": 600},
        {"AvailabilityZone": "us-east-1a", "VolumeType": "st1", "Size": 100},
        {"AvailabilityZone": "us-east-1a", "VolumeType": "gp2", "Size": 10, "Throughput": 200},
    ),
    "AWS::ApiGateway::DomainName": ({"DomainName": "shop"}, {"DomainName": ""}),
    "AWS::ApiGatewayV2::Api": (
        {"Name": "a", "ProtocolType": "REST"},
        {"Name": "a", "ProtocolType": "WEBSOCKET"},
        {"Name": "a", "ProtocolType": "HTTP", "CorsConfiguration": {"AllowCredentials": True, "AllowOrigins": ["*"]}},
    ),
    "AWS::ApiGatewayV2::Authorizer": (
        {"ApiId": "a", "Name": "t", "AuthorizerType": "TOKEN", "IdentitySource": ["$request.header.Authorization"]},
        {"ApiId": "a", "Name": "t", "AuthorizerType": "JWT", "JwtConfiguration": {"Issuer": "https://i"}},
        {"ApiId": "a", "Name": "t", "AuthorizerType": "REQUEST"},
    ),
    "AWS::ApiGatewayV2::DomainName": ({"DomainName": "Shop.example.com"}, {"DomainName": ""}),
    "AWS::ApiGatewayV2::Integration": (
        {"ApiId": "a", "IntegrationType": "AWS_PROXY", "PayloadFormatVersion": "2.0", "ConnectionType": "VPC_LINK"},
    ),
    "AWS::ApiGatewayV2::Route": (
        {"ApiId": "a", "RouteKey": "GET /", "AuthorizationType": "JWT"},
        {"ApiId": "a", "RouteKey": "GET /", "AuthorizationType": "COGNITO"},
        {"ApiId": "a", "RouteKey": "GET /{id"},
        {"ApiId": "a", "RouteKey": "GET /{all+}/x"},
        {"ApiId": "a", "RouteKey": "GET /", "AuthorizationScopes": ["read"]},
    ),
    "AWS::ApiGatewayV2::Stage": ({"ApiId": "a", "StageName": "s", "AccessLogSettings": {"Format": "$context.status"}},),
    "AWS::ECR::Repository": (
        {"LifecyclePolicy": {"LifecyclePolicyText": f'{{"rules": [{str(POLICY).replace(chr(39), chr(34))}]}}'}},
    ),
    "AWS::ECS::Service": (
        {"TaskDefinition": "t", "LaunchType": "FARGATE", "SchedulingStrategy": "DAEMON"},
        {"TaskDefinition": "t", "HealthCheckGracePeriodSeconds": 60},
        {"TaskDefinition": "t", "DesiredCount": -1},
    ),
    "AWS::ECS::TaskDefinition": tuple(
        {"ContainerDefinitions": [{"Name": "a", "Image": "nginx", **said}], "Memory": "512"}
        for said in (
            {"Memory": 128, "MemoryReservation": 256}, {"Essential": False},
            {"PortMappings": [{"ContainerPort": 70_000}]},
            {"DependsOn": [{"ContainerName": "b", "Condition": "START"}]},
            {"HealthCheck": {"Command": ["CMD", "x"], "Interval": 4}},
        )
    ),
    "AWS::ElastiCache::ReplicationGroup": (
        CACHE | {"ReplicationGroupId": "ends-"},
        CACHE | {"AuthToken": "a-token-of-sixteen"},
        CACHE | {"SnapshotRetentionLimit": 36},
        CACHE | {"SnapshotWindow": "at night"},
        CACHE | {"CacheNodeType": "cache.zz.micro"},
        CACHE | {"EngineVersion": "99.9"},
        CACHE | {"MultiAZEnabled": True},
        CACHE | {"PreferredMaintenanceWindow": "at night"},
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (
        LISTENER | {"Protocol": "HTTPS"},
        LISTENER | {"SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"},
        LISTENER | {"Port": 70_000},
        LISTENER | {"DefaultActions": 2 * LISTENER["DefaultActions"]},
        LISTENER | {"DefaultActions": [{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301"}}]},
    ),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (
        {
            "ListenerArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/0/1", "Priority": 1,
            "Actions": LISTENER["DefaultActions"],
            "Conditions": [{"Field": "path-pattern", "Values": [f"/{number}" for number in range(6)]}],
        },
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        {"Name": "internal-mine", "Subnets": ["subnet-1", "subnet-2"]},
        {"Name": "under_score", "Subnets": ["subnet-1", "subnet-2"]},
        {
            "Subnets": ["subnet-1", "subnet-2"],
            "LoadBalancerAttributes": [{"Key": "idle_timeout.timeout_seconds", "Value": "5000"}],
        },
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (
        TARGETS | {"HealthCheckIntervalSeconds": 10, "HealthCheckTimeoutSeconds": 10},
        TARGETS | {"HealthCheckPath": "health"},
        TARGETS | {"Matcher": {"HttpCode": "200,599"}},
        TARGETS | {"Name": "a" * 33},
        {"Protocol": "HTTP", "Port": 80},
        TARGETS | {"TargetGroupAttributes": [{"Key": "no.such.attribute", "Value": "1"}]},
        TARGETS | {"HealthyThresholdCount": 1},
    ),
    "AWS::Events::EventBus": ({"Name": "a/b"},),
    "AWS::Events::Rule": (
        {"ScheduleExpression": "cron(0 25 * * ? *)"},
        {"ScheduleExpression": "rate(1 days)"},
        {"ScheduleExpression": "rate(1 day)", "EventBusName": "mine"},
        {"EventPattern": {"source": "aws.ec2"}},
        {"EventPattern": {"detail": {"size": [{"numeric": [">", "1"]}]}}},
        {
            "ScheduleExpression": "rate(1 day)",
            "Targets": [{"Id": "a", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "Input": "{"}],
        },
        {
            "ScheduleExpression": "rate(1 day)",
            "Targets": 2 * [{"Id": "a", "Arn": "arn:aws:sqs:us-east-1:123456789012:q"}],
        },
    ),
    "AWS::IAM::ManagedPolicy": ({"PolicyDocument": LONG},),
    "AWS::IAM::Policy": (
        {"PolicyName": "p", "Users": ["u"], "PolicyDocument": letting(Action="GetObject")},
        {"PolicyName": "p", "Users": ["u"], "PolicyDocument": letting(Principal="*")},
    ),
    "AWS::IAM::User": ({"LoginProfile": {"Password": "short"}},),
    "AWS::IAM::Role": (
        {"AssumeRolePolicyDocument": TRUST, "Policies": [{"PolicyName": "a b", "PolicyDocument": letting(Action="*")}]},
        {"AssumeRolePolicyDocument": letting("lamdba.amazonaws.com", Action="sts:AssumeRole")},
        {"AssumeRolePolicyDocument": letting("lambda.amazonaws.com", Action=["sts:AssumeRole", "s3:GetObject"])},
        {"AssumeRolePolicyDocument": letting("lambda.amazonaws.com", Action="sts:AssumeRole", Resource="*")},
        {"AssumeRolePolicyDocument": TRUST, "Policies": [{"PolicyName": "p", "PolicyDocument": LONG}]},
        {
            "AssumeRolePolicyDocument": TRUST,
            "ManagedPolicyArns": [
                f"arn:aws:iam::aws:policy/{name}"
                for name in (
                    "ReadOnlyAccess", "AmazonS3FullAccess", "AmazonEC2FullAccess", "AmazonSQSFullAccess",
                    "AmazonSNSFullAccess", "AmazonDynamoDBFullAccess", "AmazonRDSFullAccess", "AmazonVPCFullAccess",
                    "CloudWatchFullAccess", "IAMFullAccess", "SecurityAudit",
                )
            ],
        },
    ),
    "AWS::KMS::Alias": ({"AliasName": "alias/aws/mine", "TargetKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"},),
    "AWS::KMS::Key": (
        {"KeyPolicy": letting("cloudwatchlogs.amazonaws.com", Action="kms:*", Resource="*")},
        {"KeyPolicy": letting("logs.amazonaws.com", Action="kms:*")},
        {"KeySpec": "RSA_2048"},
        {"KeySpec": "HMAC_256", "KeyUsage": "ENCRYPT_DECRYPT"},
        {"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY", "EnableKeyRotation": True},
    ),
    "AWS::Kinesis::Stream": ({"RetentionPeriodHours": 23},),
    "AWS::Lambda::Alias": (
        {"FunctionName": "../f", "Name": "live", "FunctionVersion": "$LATEST"},
        {
            "FunctionName": "f", "Name": "live", "FunctionVersion": "$LATEST",
            "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 1},
        },
        {
            "FunctionName": "f", "Name": "live", "FunctionVersion": "1",
            "RoutingConfig": {"AdditionalVersionWeights": [{"FunctionVersion": "1", "FunctionWeight": 0.1}]},
        },
    ),
    "AWS::Lambda::EventSourceMapping": (
        MAPPING | {"BatchSize": 11},
        MAPPING | {"StartingPosition": "LATEST"},
        MAPPING | {"EventSourceArn": f"{MAPPING['EventSourceArn']}.fifo", "MaximumBatchingWindowInSeconds": 1},
        MAPPING | {"FilterCriteria": {"Filters": [{"Pattern": '{"body": "a"}'}]}},
        MAPPING | {"EventSourceArn": "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/s"},
    ),
    "AWS::Lambda::Function": (
        {name: value for name, value in FUNCTION.items() if name != "Handler"},
        FUNCTION | {"Environment": {"Variables": {"a-b": "c"}}},
        FUNCTION | {"Environment": {"Variables": {"large": "a" * 4096}}},
        FUNCTION | {"FunctionName": "a" * 65},
        FUNCTION | {"Runtime": "python3.99"},
        FUNCTION | {"Runtime": "nodejs22.x", "SnapStart": {"ApplyOn": "PublishedVersions"}},
        FUNCTION | {"Runtime": "python3.11", "SnapStart": {"ApplyOn": "PublishedVersions"}},
        FUNCTION | {"LoggingConfig": {"ApplicationLogLevel": "DEBUG"}},
    ),
    "AWS::Lambda::EventInvokeConfig": ({"FunctionName": "../f", "Qualifier": "$LATEST"},),
    "AWS::Lambda::Permission": (
        {"FunctionName": "f", "Action": "lambda:InvokeFunction", "Principal": "s3"},
        {"FunctionName": "f", "Action": "lambda:InvokeFunction", "Principal": "amazonaws.com"},
        {"FunctionName": "../f", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"},
    ),
    "AWS::Lambda::Version": ({"FunctionName": "../f"},),
    "AWS::Logs::MetricFilter": (
        {
            "LogGroupName": "a", "FilterPattern": "",
            "MetricTransformations": [{"MetricName": "a", "MetricNamespace": "AWS:a", "MetricValue": "1"}],
        },
        {"LogGroupName": "a", "FilterPattern": "{ $.a = 1", "MetricTransformations": []},
    ),
    "AWS::RDS::DBCluster": (
        CLUSTER | {"BackupRetentionPeriod": 0},
        CLUSTER | {"EngineVersion": "9.6"},
        CLUSTER | {"ServerlessV2ScalingConfiguration": {"MinCapacity": 8, "MaxCapacity": 2}},
        CLUSTER | {"MasterUsername": "all"},
    ),
    "AWS::RDS::DBInstance": (
        DATABASE | {"MasterUsername": "admin"},
        DATABASE | {"AllocatedStorage": "10"},
        DATABASE | {"StorageThroughput": 500},
        DATABASE | {"StorageType": "io1", "AllocatedStorage": "100"},
        DATABASE | {"MultiAZ": True, "AvailabilityZone": "us-east-1a"},
        DATABASE | {"MonitoringInterval": 60},
        DATABASE | {"DBInstanceClass": "db.t4g.tiny"},
        DATABASE | {"BackupRetentionPeriod": 36},
        DATABASE | {"MaxAllocatedStorage": 21},
        DATABASE | {"MasterUserPassword": "long-enough"},
        DATABASE | {"KmsKeyId": "alias/aws/rds"},
        DATABASE | {"PreferredBackupWindow": "03:00-03:10"},
        DATABASE | {"PreferredBackupWindow": "25:00-26:00"},
        DATABASE | {"PreferredMaintenanceWindow": "someday"},
        DATABASE | {"StorageType": "gp2", "Iops": 3000},
        DATABASE | {"PreferredBackupWindow": "23:45-00:30", "PreferredMaintenanceWindow": "mon:00:00-mon:00:30"},
        DATABASE | {"EnableCloudwatchLogsExports": ["slowquery"]},
        DATABASE | {"PerformanceInsightsRetentionPeriod": 7},
        DATABASE | {"LicenseModel": "bring-your-own-license"},
        DATABASE | {"Engine": "aurora-mysql"},
        {"Engine": "aurora-mysql", "DBInstanceClass": "db.t4g.medium", "DBClusterIdentifier": "c", "Port": "3306"},
    ),
    "AWS::RDS::DBParameterGroup": ({"Family": "postgres99", "Description": "a"},),
    "AWS::Route53::HealthCheck": (
        {"HealthCheckConfig": {"Type": "HTTP"}},
        {"HealthCheckConfig": {"Type": "HTTP", "IPAddress": "192.0.2.1", "RequestInterval": 20}},
        {"HealthCheckConfig": {"Type": "HTTP_STR_MATCH", "IPAddress": "192.0.2.1"}},
    ),
    "AWS::Route53::RecordSet": tuple(
        RECORD | said
        for said in (
            {"ResourceRecords": ["example.org"]}, {"Type": "AAAA"}, {"Type": "TXT", "ResourceRecords": ["hello"]},
            {"Type": "MX", "ResourceRecords": ["mail.example.com"]}, {"Type": "ALIAS"}, {"Weight": 1},
            {"Name": "a" * 64},
            {"Weight": 256, "SetIdentifier": "a"}, {"Weight": 1, "Region": "us-east-1", "SetIdentifier": "a"},
            {"Type": "CNAME", "ResourceRecords": ["x.org", "y.org"]}, {"TTL": {"Ref": "AWS::NoValue"}},
        )
    ),
    "AWS::StepFunctions::StateMachine": (
        {"RoleArn": FUNCTION["Role"], "StateMachineType": "EXPRESS", "Definition": WAITING},
        {"RoleArn": FUNCTION["Role"]},
        {"RoleArn": FUNCTION["Role"], "Definition": WAITING, "StateMachineName": "a b"},
        {"RoleArn": FUNCTION["Role"], "Definition": WAITING, "LoggingConfiguration": {"Level": "ALL"}},
        *(
            {
                "RoleArn": FUNCTION["Role"],
                "Definition": {"StartAt": "A", "States": {"A": state, "B": {"Type": "Succeed"}}},
            }
            for state in (
                {"Type": "Pass", "Next": "C"}, {"Type": "Pass", "End": True},
                {"Type": "Pass", "Next": "B", "End": True},
                {"Type": "Choice", "Default": "B"}, {"Type": "Wait", "Next": "B"}, {"Type": "Fail", "Next": "B"},
                {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "TimeoutSeconds": 0, "Next": "B"},
                {"Type": "Task", "Resource": WAITS, "TimeoutSeconds": 9, "HeartbeatSeconds": 9, "Next": "B"},
                {"Type": "Pass", "Parameters": {"a.$": "States.Nothing()"}, "Next": "B"},
            )
        ),
    ),
    "AWS::SNS::Subscription": (
        {"TopicArn": TOPIC, "Protocol": "carrier-pigeon", "Endpoint": "home"},
        {"TopicArn": TOPIC, "Protocol": "email", "Endpoint": "a@b.de", "RawMessageDelivery": True},
        {"TopicArn": TOPIC, "Protocol": "https", "Endpoint": "http://example.com"},
        {"TopicArn": TOPIC, "Protocol": "email", "Endpoint": "a@b.de", "FilterPolicy": {"a": "b"}},
        {"TopicArn": TOPIC, "Protocol": "email", "Endpoint": "a@b.de", "FilterPolicy": {c: ["b"] for c in "abcdef"}},
        {"TopicArn": TOPIC, "Protocol": "email", "Endpoint": "a@b.de", "RedrivePolicy": {"deadLetterTargetArn": TOPIC}},
    ),
    "AWS::Scheduler::Schedule": (
        SCHEDULE | {"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}},
        SCHEDULE | {"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}},
        SCHEDULE | {"ScheduleExpression": "rate(1 week)"},
        SCHEDULE | {"ScheduleExpressionTimezone": "Europe/Atlantis"},
        SCHEDULE | {"StartDate": "2031-01-01T00:00:00Z", "EndDate": "2030-01-01T00:00:00Z"},
    ),
    "AWS::SNS::Topic": (
        {"DisplayName": "a" * 101},
        {"SignatureVersion": "3"},
        {"TopicName": "plain", "FifoTopic": True},
        {"TopicName": "a b"},
        {"ContentBasedDeduplication": True},
        {"Subscription": [{"Protocol": "sqs", "Endpoint": "queue"}]},
    ),
    "AWS::SNS::TopicPolicy": (
        {"Topics": [TOPIC], "PolicyDocument": letting("s3.amazonaws.com", Action="sns:*", Resource=TOPIC)},
        {"Topics": [TOPIC], "PolicyDocument": letting(Action="sns:Publish")},
    ),
    "AWS::SQS::QueuePolicy": (
        {"Queues": ["q"], "PolicyDocument": letting("s3.amazonaws.com", Action="s3:GetObject", Resource="*")},
        {"Queues": ["q"], "PolicyDocument": letting("s3.amazonaws.com", Action="sqs:SendMessage")},
        {"Queues": ["q"], "PolicyDocument": letting(Action="sqs:SendMessage")},
    ),
    "AWS::SQS::Queue": (
        {"QueueName": "plain", "FifoQueue": True},
        {"QueueName": "a.fifo"},
        {"ContentBasedDeduplication": True},
        {"FifoQueue": True, "FifoThroughputLimit": "perMessageGroupId"},
        {"RedrivePolicy": {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:q", "maxReceiveCount": 1001}},
        {"RedrivePolicy": {"maxReceiveCount": 3}},
        {"KmsMasterKeyId": "alias/aws/sqs", "SqsManagedSseEnabled": True},
        {"RedriveAllowPolicy": {"redrivePermission": "byQueue"}},
        {"RedrivePolicy": {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:q.fifo", "maxReceiveCount": 3}},
    ),
    "AWS::SecretsManager::ResourcePolicy": (
        {"SecretId": "s", "BlockPublicPolicy": True, "ResourcePolicy": letting(Principal="*", Action="kms:*")},
    ),
    "AWS::SecretsManager::RotationSchedule": (
        {
            "SecretId": "s", "RotationLambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:f",
            "RotationRules": {"AutomaticallyAfterDays": 10, "ScheduleExpression": "rate(10 days)"},
        },
        {
            "SecretId": "s", "RotationLambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:f",
            "RotationRules": {"ScheduleExpression": "rate(1 hour)"},
        },
    ),
    "AWS::SecretsManager::SecretTargetAttachment": (
        {"SecretId": "s", "TargetType": "AWS::S3::Bucket", "TargetId": "b"},
    ),
    "AWS::SecretsManager::Secret": (
        {"Name": "a b"},
        {"SecretString": "a", "GenerateSecretString": {}},
        {"GenerateSecretString": {"PasswordLength": 5000}},
        {"GenerateSecretString": {"GenerateStringKey": "password"}},
        {"GenerateSecretString": {f"Exclude{kind}": True for kind in KINDS}},
    ),
    "AWS::SSM::Parameter": (
        {"Type": "String", "Value": "nope", "DataType": "aws:ec2:image"},
        {"Type": "String", "Value": "c", "Policies": EXPIRING},
        {"Type": "String", "Name": "a/b", "Value": "c"},
        {"Type": "String", "Name": "/a b", "Value": "c"},
        {"Type": "String", "Value": "c", "AllowedPattern": "[0-9]+"},
        {"Type": "String", "Value": "c" * 4097},
        {"Type": "String", "Name": "/aws/mine", "Value": "c"},
        {"Type": "String", "Name": "ssm-mine", "Value": "c"},
    ),
    "AWS::S3::Bucket": (
        {"BucketName": "Upper.Case"},
        {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
        {"NotificationConfiguration": {"TopicConfigurations": [{"Event": "s3:ObjectWritten:*", "Topic": TOPIC}]}},
        {"BucketName": "with.dots", "AccelerateConfiguration": {"AccelerationStatus": "Enabled"}},
        {"AccessControl": "PublicRead"},
        {
            "AccessControl": "LogDeliveryWrite",
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        },
        {
            "IntelligentTieringConfigurations": [
                {"Id": "a", "Status": "Enabled", "Tierings": [{"AccessTier": "ARCHIVE_ACCESS", "Days": 30}]}
            ]
        },
        kept(ExpirationDate="2030-01-01T05:00:00Z"),
        kept(ExpirationInDays=10, Transition={"StorageClass": "GLACIER", "TransitionDate": "2030-01-01T00:00:00Z"}),
        kept(ExpirationInDays=10, ObjectSizeGreaterThan="1000", ObjectSizeLessThan="500"),
        kept(NoncurrentVersionExpiration={"NoncurrentDays": 1, "NewerNoncurrentVersions": 101}),
        {"WebsiteConfiguration": {"IndexDocument": "a/index.html"}},
        {"CorsConfiguration": {"CorsRules": [CORS | {"ExposedHeaders": ["*"]}]}},
        {"OwnershipControls": {"Rules": 2 * [{"ObjectOwnership": "ObjectWriter"}]}},
        *(
            {
                "VersioningConfiguration": {"Status": "Enabled"},
                "ReplicationConfiguration": {
                    "Role": FUNCTION["Role"],
                    "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::other"}, **said}],
                },
            }
            for said in (
                {"Filter": {"Prefix": "a"}, "Priority": 1},
                {"Filter": {"Prefix": "a"}, "DeleteMarkerReplication": {"Status": "Disabled"}},
                {"Prefix": "", "Destination": {"Bucket": "other"}},
            )
        ),
        kept(),
        kept(ExpirationInDays=5, ExpirationDate="2030-01-01T00:00:00Z"),
        kept(Transitions=[{"StorageClass": "STANDARD_IA", "TransitionInDays": 10}]),
        kept(ExpirationInDays=5, Transitions=[{"StorageClass": "GLACIER", "TransitionInDays": 10}]),
        {"CorsConfiguration": {"CorsRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*.a.*"]}]}},
    ),
}  # fmt: skip
"""What no schema says, and each service does, of what it is asked to make."""


@pytest.fixture(scope="module")
def aws():
    with Sandbox() as account:
        yield account


def template(provider_type, properties):
    return {"Resources": {"One": {"Type": provider_type, "Properties": properties}}}


def found(body):
    """What the check says AWS would refuse."""
    try:
        every = check(body)
    except TemplateError as error:
        return {str(error)}
    of_aws = (one for one in every if one.pillar is Pillar.CORRECTNESS and one.severity >= Severity.HIGH)
    return {(one.id, one.title) for one in of_aws}


def refusal(aws, body):
    """What a deployment says, in the sandbox's own errors; empty where it succeeds, and leaves nothing behind."""
    try:
        stack = aws.deploy(body, name="broken")
    except (TemplateError, StackFailed, DeploymentRefused) as refused:
        return str(refused)
    release(aws, stack)
    stack.delete()
    return ""


def of_two_minds(provider, *, most):
    """The breaks that one of the two does not see, or that the simulation stumbles over."""
    random = Random(provider.type)
    with Sandbox() as aws:
        for properties in on_stage(aws, *provider.examples):
            usual = found(template(provider.type, properties))
            broken = list(breaks(provider.type, properties))
            for one in random.sample(broken, min(most, len(broken))):
                body = template(provider.type, one.properties)
                said, saw = refusal(aws, body), found(body) - usual
                if not said or not saw or "the simulation failed" in said:
                    yield str(one), said, saw


@pytest.mark.slow
@pytest.mark.parametrize("provider", SAMPLED, ids=lambda one: one.type)
def test_a_broken_rule_is_refused_and_found(provider):
    assert list(of_two_minds(provider, most=OF_EACH)) == []


@pytest.mark.long
@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.type)
def test_every_broken_rule_is_refused_and_found(provider):
    assert list(of_two_minds(provider, most=10_000)) == []


@pytest.mark.parametrize("provider_type", sampled(BY_A_SERVICE, 10, slow=len(BY_A_SERVICE)))
def test_what_a_service_refuses_is_found_too(aws, provider_type):
    for properties in BY_A_SERVICE[provider_type]:
        body = template(provider_type, properties)

        assert refusal(aws, body), f"it is made: {properties}"
        assert found(body), f"nothing is found: {properties}"


def test_what_nobody_can_know_yet_is_not_found():
    body = template("AWS::KMS::Key", {"KeySpec": {"Ref": "Spec"}, "EnableKeyRotation": True})

    assert found(body | {"Parameters": {"Spec": {"Type": "String"}}}) == set()
