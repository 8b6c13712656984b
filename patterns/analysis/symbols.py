"""How a resource type is drawn: its family's colour, the word for it, the facts worth a line, what its references mean.

Data for `diagram`; a type that is not listed is drawn plainly.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterator
from typing import Any

from patterns.template.functions import Unknown
from patterns.template.properties import at
from patterns.template.resolve import Resource

FAMILIES = {
    "#7AA116": ("S3", "EFS", "Backup"),
    "#DD344C": ("IAM", "KMS", "SecretsManager", "CertificateManager", "WAFv2", "Cognito"),
    "#ED7100": ("EC2", "Lambda", "AutoScaling", "ECS", "EKS"),
    "#C925D1": ("DynamoDB", "RDS", "ElastiCache"),
    "#E7157B": ("SQS", "SNS", "Events", "StepFunctions", "Scheduler", "CloudWatch", "Logs", "SSM", "Budgets"),
    "#8C4FFF": ("ElasticLoadBalancingV2", "ApiGateway", "CloudFront", "Route53"),
}
"""AWS's own colours of its service families: storage, security, compute, database, integration, network."""

NOUNS = {
    "AWS::S3::Bucket": "S3 bucket",
    "AWS::S3::BucketPolicy": "bucket policy",
    "AWS::KMS::Key": "KMS key",
    "AWS::KMS::Alias": "alias",
    "AWS::EC2::VPC": "VPC",
    "AWS::EC2::Subnet": "subnet",
    "AWS::EC2::InternetGateway": "internet gateway",
    "AWS::EC2::EgressOnlyInternetGateway": "egress-only gateway",
    "AWS::EC2::NatGateway": "NAT gateway",
    "AWS::EC2::VPCEndpoint": "endpoint",
    "AWS::EC2::FlowLog": "flow log",
    "AWS::EC2::SecurityGroup": "security group",
    "AWS::EC2::Instance": "instance",
    "AWS::EC2::LaunchTemplate": "launch template",
    "AWS::EC2::Volume": "volume",
    "AWS::EC2::NetworkInterface": "network interface",
    "AWS::AutoScaling::AutoScalingGroup": "group",
    "AWS::AutoScaling::ScalingPolicy": "scaling policy",
    "AWS::AutoScaling::LifecycleHook": "lifecycle hook",
    "AWS::AutoScaling::ScheduledAction": "scheduled action",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "load balancer",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "target group",
    "AWS::ElasticLoadBalancingV2::Listener": "listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule": "listener rule",
    "AWS::IAM::Role": "role",
    "AWS::IAM::ManagedPolicy": "managed policy",
    "AWS::Logs::LogGroup": "log group",
    "AWS::SQS::Queue": "queue",
    "AWS::SQS::QueuePolicy": "queue policy",
    "AWS::SSM::Parameter": "parameter",
    "AWS::DynamoDB::Table": "table",
    "AWS::Lambda::Function": "function",
    "AWS::Lambda::Version": "version",
    "AWS::Lambda::Alias": "alias",
    "AWS::Lambda::Permission": "permission",
    "AWS::Lambda::LayerVersion": "layer",
    "AWS::Lambda::Url": "function URL",
    "AWS::Lambda::EventSourceMapping": "event source",
    "AWS::Lambda::EventInvokeConfig": "retries",
    "AWS::StepFunctions::StateMachine": "state machine",
    "AWS::SecretsManager::Secret": "secret",
    "AWS::SecretsManager::ResourcePolicy": "secret policy",
    "AWS::SecretsManager::RotationSchedule": "rotation",
    "AWS::SNS::Topic": "topic",
    "AWS::SNS::Subscription": "subscription",
    "AWS::SNS::TopicPolicy": "topic policy",
    "AWS::Events::Rule": "rule",
    "AWS::Scheduler::Schedule": "schedule",
    "AWS::CloudWatch::Alarm": "alarm",
    "AWS::CloudWatch::Dashboard": "dashboard",
    "AWS::Logs::MetricFilter": "metric filter",
    "AWS::Logs::SubscriptionFilter": "log subscription",
    "AWS::RDS::DBInstance": "database",
    "AWS::RDS::DBCluster": "database cluster",
    "AWS::RDS::DBSubnetGroup": "database subnets",
    "AWS::RDS::DBParameterGroup": "database settings",
    "AWS::ElastiCache::ReplicationGroup": "cache",
    "AWS::ElastiCache::SubnetGroup": "cache subnets",
    "AWS::SecretsManager::SecretTargetAttachment": "secret's target",
    "AWS::CertificateManager::Certificate": "certificate",
    "AWS::EC2::SpotFleet": "Spot Fleet",
    "AWS::Budgets::Budget": "budget",
}
NETWORK = (
    "VPC",
    "Subnet",
    "InternetGateway",
    "EgressOnlyInternetGateway",
    "NatGateway",
    "VPCEndpoint",
    "FlowLog",
    "SecurityGroup",
    "NetworkInterface",
)
"""Types of EC2 that AWS draws as network, not as compute."""

POLICIES = (
    "AWS::S3::BucketPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SecretsManager::ResourcePolicy",
)

ATTACHED = ""
"""The meaning of a reference that only says what a resource belongs to."""

MEANINGS: dict[str, dict[str, str | None]] = {
    "AWS::S3::Bucket": {
        "LoggingConfiguration.DestinationBucketName": "access logs",
        "BucketEncryption.*": "encrypted by",
        "ReplicationConfiguration.Rules.*": "replicates",
        "NotificationConfiguration.*": "notifies",
    },
    "AWS::S3::BucketPolicy": {"Bucket": ATTACHED, "*": None},
    "AWS::KMS::Alias": {"TargetKeyId": ATTACHED},
    "AWS::SQS::Queue": {"KmsMasterKeyId": "encrypted by", "RedrivePolicy.*": "failed messages"},
    "AWS::SQS::QueuePolicy": {"Queues.*": ATTACHED, "*": None},
    "AWS::EC2::VPCEndpoint": {"SecurityGroupIds.*": "guarded by", "*": None},
    "AWS::EC2::NatGateway": {"*": None},
    "AWS::EC2::Subnet": {"*": None},
    "AWS::EC2::SecurityGroup": {"VpcId": None, "SecurityGroup*.*": "lets in"},
    "AWS::EC2::FlowLog": {"LogGroupName": "records", "LogDestination": "records", "DeliverLogsPermissionArn": "as"},
    "AWS::EC2::Instance": {
        "SecurityGroupIds.*": "guarded by",
        "IamInstanceProfile": "as",
        "LaunchTemplate.*": "from",
        "SubnetId": None,
    },
    "AWS::EC2::LaunchTemplate": {
        "LaunchTemplateData.SecurityGroupIds.*": "guarded by",
        "LaunchTemplateData.IamInstanceProfile.*": "as",
        "*KmsKeyId": "encrypted by",
    },
    "AWS::EC2::Volume": {"KmsKeyId": "encrypted by"},
    "AWS::EC2::NetworkInterface": {"SubnetId": None, "GroupSet.*": "guarded by"},
    "AWS::AutoScaling::AutoScalingGroup": {
        "LaunchTemplate.*": "from",
        "MixedInstancesPolicy.*": "from",
        "TargetGroupARNs.*": "registers with",
        "VPCZoneIdentifier.*": None,
    },
    "AWS::AutoScaling::ScalingPolicy": {"AutoScalingGroupName": "scales", "*ResourceLabel": None},
    "AWS::AutoScaling::LifecycleHook": {
        "AutoScalingGroupName": ATTACHED,
        "NotificationTargetARN": "tells",
        "RoleARN": "as",
    },
    "AWS::AutoScaling::ScheduledAction": {"AutoScalingGroupName": "scales"},
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {
        "Subnet*": None,
        "SecurityGroups.*": "guarded by",
        "LoadBalancerAttributes.*": "access logs",
    },
    "AWS::ElasticLoadBalancingV2::TargetGroup": {"VpcId": None, "Targets.*": "sends to"},
    "AWS::ElasticLoadBalancingV2::Listener": {
        "LoadBalancerArn": ATTACHED,
        "DefaultActions.*": "forwards to",
        "Certificates.*": "proves itself by",
    },
    "AWS::ElasticLoadBalancingV2::ListenerRule": {"ListenerArn": ATTACHED, "Actions.*": "forwards to"},
    "AWS::Logs::LogGroup": {"KmsKeyId": "encrypted by"},
    "AWS::Logs::MetricFilter": {"LogGroupName": "counts in"},
    "AWS::CloudWatch::Alarm": {"*Dimensions.*": "watches", "*Namespace": None, "AlarmActions.*": "tells"},
    "AWS::SNS::Subscription": {"TopicArn": ATTACHED},
    "AWS::SNS::TopicPolicy": {"Topics.*": ATTACHED, "*": None},
    "AWS::Lambda::Function": {
        "Role": "as",
        "LoggingConfig.*": "logs",
        "DeadLetterConfig.*": "failed events",
        "KmsKeyArn": "encrypted by",
    },
    "AWS::Lambda::Permission": {"FunctionName": ATTACHED, "SourceArn": None},
    "AWS::Lambda::EventInvokeConfig": {"FunctionName": ATTACHED, "DestinationConfig.OnFailure.*": "failed events"},
    "AWS::RDS::DBInstance": {
        "DBSubnetGroupName": "stands in",
        "VPCSecurityGroups.*": "guarded by",
        "KmsKeyId": "encrypted by",
        "DBClusterIdentifier": "member of",
        "DBParameterGroupName": "set by",
        "MonitoringRoleArn": "as",
        "*": None,
    },
    "AWS::RDS::DBCluster": {
        "DBSubnetGroupName": "stands in",
        "VpcSecurityGroupIds.*": "guarded by",
        "KmsKeyId": "encrypted by",
        "*": None,
    },
    "AWS::RDS::DBSubnetGroup": {"*": None},
    "AWS::ElastiCache::SubnetGroup": {"*": None},
    "AWS::ElastiCache::ReplicationGroup": {
        "CacheSubnetGroupName": "stands in",
        "SecurityGroupIds.*": "guarded by",
        "KmsKeyId": "encrypted by",
        "NotificationTopicArn": "tells",
        "*": None,
    },
    "AWS::SecretsManager::SecretTargetAttachment": {"SecretId": ATTACHED, "TargetId": "leads to"},
    "AWS::EC2::SpotFleet": {
        "*IamFleetRole": "as",
        "*LaunchTemplateSpecification.*": "from",
        "*GroupId": "guarded by",
        "*SubnetId": None,
    },
    "AWS::Budgets::Budget": {"NotificationsWithSubscribers.*": "tells"},
    "AWS::IAM::Role": {"Policies.*": "may use", "ManagedPolicyArns.*": "has", "PermissionsBoundary": "limited by"},
    "AWS::IAM::ManagedPolicy": {"Roles.*": ATTACHED, "PolicyDocument.*": "is about"},
    "AWS::IAM::Policy": {"Roles.*": ATTACHED, "PolicyDocument.*": "may use"},
}
"""Type -> pattern of the property path that holds a reference -> what it means; None draws nothing."""


def colour(type_name: str) -> str:
    """The family's colour; grey for the others, security's for what is only a policy."""
    if type_name in POLICIES:
        return "#DD344C"
    if type_name.removeprefix("AWS::EC2::") in NETWORK:
        return "#8C4FFF"
    family = (colour for colour, services in FAMILIES.items() if service(type_name) in services)
    return next(family, "#7D8998")


def service(type_name: str) -> str:
    """The service in a type's name, `S3` of `AWS::S3::Bucket`; empty for a custom resource."""
    return type_name.split("::")[1] if type_name.count("::") == 2 else ""


def noun(type_name: str) -> str:
    """The word for a type in a sentence; its own name where there is none."""
    return NOUNS.get(type_name, type_name.removeprefix("AWS::").replace("::", " "))


def facts(resource: Resource) -> list[str]:
    """What is worth a line about this resource, from its properties."""
    tell = FACTS.get(resource.type)
    return [str(fact) for fact in tell(resource.properties)] if tell else []


def meaning(type_name: str, path: tuple[str | int, ...]) -> str | None:
    """What a reference at this path of a type's properties means; None for what is not worth an edge."""
    dotted = ".".join(str(step) for step in path)
    table = MEANINGS.get(type_name)
    if table is None:
        return "uses"
    return next((word for pattern, word in table.items() if fnmatch.fnmatchcase(dotted, pattern)), "uses")


def _bucket(properties: dict[str, Any]) -> Iterator[str]:
    if at(properties, "VersioningConfiguration", "Status") == "Enabled":
        yield "versioned"
    rule = at(properties, "BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault")
    if algorithm := at(rule, "SSEAlgorithm"):
        yield "KMS key" if str(algorithm).startswith("aws:kms") else str(algorithm)
    if mode := at(properties, "ObjectLockConfiguration", "Rule", "DefaultRetention", "Mode"):
        yield f"locked ({str(mode).lower()})"
    for lifecycle in at(properties, "LifecycleConfiguration", "Rules") or []:
        if days := at(lifecycle, "ExpirationInDays"):
            yield f"kept {days} days"


def _policy(properties: dict[str, Any]) -> Iterator[str]:
    statements = at(properties, "PolicyDocument", "Statement")
    for statement in statements if isinstance(statements, list) else []:
        service = at(statement, "Principal", "Service")
        if at(statement, "Condition", "Bool", "aws:SecureTransport") is not None:
            yield "denies plain HTTP"
        elif service == "logging.s3.amazonaws.com":
            yield "lets S3 deliver logs"
        elif isinstance(service, str):
            yield f"lets {service.split('.')[0]} in"


def _key(properties: dict[str, Any]) -> Iterator[str]:
    if str(at(properties, "EnableKeyRotation")).lower() == "true":
        yield "rotates"


def _alias(properties: dict[str, Any]) -> Iterator[str]:
    name = at(properties, "AliasName")
    yield name.text if isinstance(name, Unknown) else str(name)


def _subnet(properties: dict[str, Any]) -> Iterator[str]:
    if (block := at(properties, "CidrBlock")) is not None:
        yield block.text if isinstance(block, Unknown) else str(block)
    if str(at(properties, "MapPublicIpOnLaunch")).lower() == "true":
        yield "public addresses"


def _nat_gateway(properties: dict[str, Any]) -> Iterator[str]:
    if at(properties, "AvailabilityMode") == "regional":
        yield "in every zone"
    if at(properties, "ConnectivityType") == "private":
        yield "private"


def _endpoint(properties: dict[str, Any]) -> Iterator[str]:
    name = at(properties, "ServiceName")
    text = name.text if isinstance(name, Unknown) else str(name)
    yield text.rpartition(".")[2]
    yield str(at(properties, "VpcEndpointType") or "Gateway").lower()


def _log_group(properties: dict[str, Any]) -> Iterator[str]:
    days = at(properties, "RetentionInDays")
    yield f"kept {days} days" if days else "kept for ever"


def _instance(properties: dict[str, Any]) -> Iterator[str]:
    if (kind := at(properties, "InstanceType")) is not None:
        yield kind.text if isinstance(kind, Unknown) else str(kind)


def _spoken(value: Any) -> str:
    return value.text if isinstance(value, Unknown) else str(value)


def _table(properties: dict[str, Any]) -> Iterator[str]:
    names = [at(key, "AttributeName") for key in at(properties, "KeySchema") or []]
    if names:
        yield f"by {', '.join(map(_spoken, names))}"
    if at(properties, "BillingMode") == "PAY_PER_REQUEST":
        yield "paid by request"


def _function(properties: dict[str, Any]) -> Iterator[str]:
    if (runtime := at(properties, "Runtime")) is not None:
        yield _spoken(runtime)
    if (memory := at(properties, "MemorySize")) is not None:
        yield f"{_spoken(memory)} MB"
    if (timeout := at(properties, "Timeout")) is not None:
        yield f"{_spoken(timeout)} s"
    if (most := at(properties, "ReservedConcurrentExecutions")) is not None:
        yield f"{_spoken(most)} at once"


def _state_machine(properties: dict[str, Any]) -> Iterator[str]:
    if at(properties, "StateMachineType") == "EXPRESS":
        yield "express"


def _secret(properties: dict[str, Any]) -> Iterator[str]:
    if at(properties, "GenerateSecretString") is not None:
        yield "generated"


def _rotation(properties: dict[str, Any]) -> Iterator[str]:
    if (days := at(properties, "RotationRules", "AutomaticallyAfterDays")) is not None:
        yield f"every {_spoken(days)} days"


def _group(properties: dict[str, Any]) -> Iterator[str]:
    least, most = at(properties, "MinSize"), at(properties, "MaxSize")
    if least is not None and most is not None:
        yield f"{_spoken(least)} to {_spoken(most)} instances"
    if at(properties, "HealthCheckType") == "ELB":
        yield "as the balancer finds them"


def _scaling_policy(properties: dict[str, Any]) -> Iterator[str]:
    if (target := at(properties, "TargetTrackingConfiguration", "TargetValue")) is not None:
        yield f"to {_spoken(target)}"


def _load_balancer(properties: dict[str, Any]) -> Iterator[str]:
    yield str(at(properties, "Type") or "application")
    if at(properties, "Scheme") == "internal":
        yield "internal"


def _port(properties: dict[str, Any]) -> Iterator[str]:
    protocol, port = at(properties, "Protocol"), at(properties, "Port")
    if protocol is not None and port is not None:
        yield f"{_spoken(protocol)} {_spoken(port)}"


def _volume(properties: dict[str, Any]) -> Iterator[str]:
    if (size := at(properties, "Size")) is not None:
        yield f"{_spoken(size)} GiB"


def _recurrence(properties: dict[str, Any]) -> Iterator[str]:
    if (recurrence := at(properties, "Recurrence")) is not None:
        yield _spoken(recurrence)


def _schedule(properties: dict[str, Any]) -> Iterator[str]:
    if (expression := at(properties, "ScheduleExpression")) is not None:
        yield _spoken(expression)


def _database(properties: dict[str, Any]) -> Iterator[str]:
    for name in ("Engine", "DBInstanceClass"):
        if (said := at(properties, name)) is not None:
            yield _spoken(said)
    if str(at(properties, "MultiAZ")).lower() == "true":
        yield "with a standby"
    if (capacity := at(properties, "ServerlessV2ScalingConfiguration", "MaxCapacity")) is not None:
        yield f"up to {_spoken(capacity)} ACU"


def _cache(properties: dict[str, Any]) -> Iterator[str]:
    for name in ("Engine", "CacheNodeType"):
        if (said := at(properties, name)) is not None:
            yield _spoken(said)
    if (nodes := at(properties, "NumCacheClusters")) is not None:
        yield f"{_spoken(nodes)} nodes"


def _certificate(properties: dict[str, Any]) -> Iterator[str]:
    if (name := at(properties, "DomainName")) is not None:
        yield _spoken(name)


def _spot_fleet(properties: dict[str, Any]) -> Iterator[str]:
    if (capacity := at(properties, "SpotFleetRequestConfigData", "TargetCapacity")) is not None:
        yield f"{_spoken(capacity)} wanted"
    if (strategy := at(properties, "SpotFleetRequestConfigData", "AllocationStrategy")) is not None:
        yield _spoken(strategy)


def _budget(properties: dict[str, Any]) -> Iterator[str]:
    if (amount := at(properties, "Budget", "BudgetLimit", "Amount")) is not None:
        yield f"{_spoken(amount)} {_spoken(at(properties, 'Budget', 'BudgetLimit', 'Unit'))}"


def _alarm(properties: dict[str, Any]) -> Iterator[str]:
    if (metric := at(properties, "MetricName")) is not None:
        yield _spoken(metric)


FACTS: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "AWS::S3::Bucket": _bucket,
    "AWS::S3::BucketPolicy": _policy,
    "AWS::KMS::Key": _key,
    "AWS::KMS::Alias": _alias,
    "AWS::EC2::Subnet": _subnet,
    "AWS::EC2::NatGateway": _nat_gateway,
    "AWS::EC2::VPCEndpoint": _endpoint,
    "AWS::EC2::Instance": _instance,
    "AWS::EC2::Volume": _volume,
    "AWS::AutoScaling::AutoScalingGroup": _group,
    "AWS::AutoScaling::ScalingPolicy": _scaling_policy,
    "AWS::AutoScaling::ScheduledAction": _recurrence,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _load_balancer,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _port,
    "AWS::ElasticLoadBalancingV2::Listener": _port,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::DynamoDB::Table": _table,
    "AWS::Lambda::Function": _function,
    "AWS::StepFunctions::StateMachine": _state_machine,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::SecretsManager::RotationSchedule": _rotation,
    "AWS::Events::Rule": _schedule,
    "AWS::Scheduler::Schedule": _schedule,
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::RDS::DBInstance": _database,
    "AWS::RDS::DBCluster": _database,
    "AWS::ElastiCache::ReplicationGroup": _cache,
    "AWS::CertificateManager::Certificate": _certificate,
    "AWS::EC2::SpotFleet": _spot_fleet,
    "AWS::Budgets::Budget": _budget,
}
