"""What AWS's price page bills for each type with a rule: every dimension has a line, a gap, or is said to be left out.

The words on the left are the page's, those on the right are in the name of the part that stands for them.
"""

from __future__ import annotations

import pytest

from patterns.analysis.rates import rates

TRANSFER = {"data transfer": "data to"}
INSTANCE = {
    "instance hours": "instance on demand",
    "spot": "instance as Spot",
    "savings plans": "Savings Plan",
    "dedicated hardware": "instance",
    "surplus CPU credits": "CPU credits",
    "EBS volumes": "storage",
    "IOPS": "IOPS",
    "throughput": "throughput",
    "root volume": "root volume",
    "public IPv4": "public IPv4",
    "detailed monitoring": "detailed monitoring",
    "licences": "licences",
    **TRANSFER,
}
ALARM = {"alarm metrics": "alarms"}
DATABASE = {
    "master user's secret": "login",
    "insights": "insights",
    "backups": "backups",
    "extended support": "Extended",
}

BILLED = {
    "AWS::AutoScaling::AutoScalingGroup": INSTANCE,
    "AWS::AutoScaling::ScalingPolicy": ALARM,
    "AWS::CloudWatch::Alarm": {"alarm metrics": "metrics watched"},
    "AWS::CloudWatch::Dashboard": {"dashboards": "dashboard", "GetMetricData": "metrics read"},
    "AWS::DynamoDB::Table": {
        "on-demand writes": "writes on demand",
        "on-demand reads": "reads on demand",
        "writes of indexes": "writes on demand, indexes",
        "provisioned writes": "writes provisioned",
        "provisioned reads": "reads provisioned",
        "capacity of indexes": "provisioned, indexes",
        "storage": "storage",
        "continuous backups": "point-in-time",
        "on-demand backups, exports": "backups on request",
        "streams": "stream",
        "table class": "table class",
        "change data capture, insights, import, warm throughput": "extras",
    },
    "AWS::EC2::EIP": {"public IPv4": "public IPv4"},
    "AWS::EC2::FlowLog": {"vended logs": "records delivered", "Parquet": "Parquet"},
    "AWS::EC2::Instance": INSTANCE,
    "AWS::EC2::InternetGateway": TRANSFER,
    "AWS::EC2::NatGateway": {"hours": "gateway", "data processed": "data through", "public IPv4": "public IPv4"},
    "AWS::EC2::SpotFleet": {"spot": "instance as Spot", "on demand": "on demand", "volumes": "volumes"},
    "AWS::EC2::VPC": {"between zones": "between zones", "other regions": "other regions"},
    "AWS::EC2::VPCEndpoint": {"hours": "endpoint, each zone", "data processed": "data through", "gateway": "endpoint"},
    "AWS::EC2::Volume": {"storage": "storage", "IOPS": "IOPS", "throughput": "throughput"},
    "AWS::ECR::Repository": {"storage": "images kept", "transfer": "pulls", "scanning": "scanning"},
    "AWS::ElastiCache::ReplicationGroup": {"nodes": "nodes", "backup": "backups", "extended support": "Extended"},
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {
        "hours": "load balancer",
        "capacity units": "capacity units",
        "reserved capacity": "capacity kept ready",
        "public IPv4": "public IPv4",
        "mutual TLS": "trust stores",
        **TRANSFER,
    },
    "AWS::Events::EventBus": {
        "custom events": "events of one's own",
        "archive": "archives",
        "replay": "replays",
        "discovery": "discovery",
        "cross-account": "other accounts",
        "API destinations": "API destinations",
    },
    "AWS::KMS::Key": {"keys": "key", "rotations": "rotation", "requests": "requests", "custom stores": "store"},
    "AWS::KMS::ReplicaKey": {"keys": "key", "requests": "requests"},
    "AWS::Lambda::Alias": {"provisioned concurrency": "provisioned concurrency"},
    "AWS::Lambda::EventSourceMapping": {"provisioned pollers": "pollers"},
    "AWS::Lambda::Function": {
        "requests": "calls",
        "duration": "running",
        "ephemeral storage": "storage",
        "SnapStart, durable functions, managed instances, tenants": "extras",
        "response streaming": "streamed",
        "traces": "traces",
        "logs": "logs written",
        "logs kept": "logs kept",
        **TRANSFER,
    },
    "AWS::Lambda::Version": {"provisioned concurrency": "provisioned concurrency"},
    "AWS::Logs::LogGroup": {
        "ingestion": "logs written",
        "archival": "logs kept",
        "data protection": "data protection",
        "queries, live tail": "queries, live tail",
    },
    "AWS::Logs::MetricFilter": {"custom metrics": "metrics"},
    "AWS::RDS::DBCluster": {
        "storage": "storage",
        "I/O": "reads and writes",
        "backtrack": "going back",
        "global database": "other regions",
        "Multi-AZ clusters": "Multi-AZ cluster",
        "data transfer": "data moved",
        **DATABASE,
    },
    "AWS::RDS::DBInstance": {
        "instance hours": "instance",
        "Multi-AZ": "standby",
        "Aurora capacity": "capacity units",
        "storage": "storage",
        "IOPS": "IOPS",
        "throughput": "throughput",
        "CPU credits": "CPU credits",
        "copied backups": "copied backups",
        "public IPv4": "public IPv4",
        "data transfer": "data moved",
        **DATABASE,
    },
    "AWS::S3::Bucket": {
        "storage": "storage",
        "cheaper classes": "storage, Glacier Deep Archive",
        "PUT and LIST": "writes",
        "GET": "reads",
        "lifecycle transitions": "moves to",
        "retrieval": "reads from",
        "monitoring": "watched",
        "KMS": "KMS",
        "transfer out": "downloads",
        "replication, analytics, inventory, acceleration": "extras",
        "tags, batch": "tags",
    },
    "AWS::SNS::Subscription": {"HTTP": "HTTP", "e-mail": "e-mail", "other protocols": "deliveries"},
    "AWS::SNS::Topic": {"publishes": "messages published", "HTTP": "HTTP", "e-mail": "e-mail", "FIFO": "topic",
                        **TRANSFER},
    "AWS::SQS::Queue": {"requests": "requests", "KMS": "KMS", **TRANSFER},
    "AWS::SSM::Parameter": {"advanced parameters": "advanced", "API calls": "calls"},
    "AWS::Scheduler::Schedule": {"invocations": "calls"},
    "AWS::SecretsManager::Secret": {"secrets": "secret", "replicas": "replicas", "calls": "calls", "KMS": "key"},
    "AWS::StepFunctions::StateMachine": {
        "transitions": "transitions",
        "Express requests": "executions",
        "Express duration": "running",
        "Express memory": "memory",
        "traces": "traces",
    },
}  # fmt: skip


def test_every_type_with_a_rule_says_what_its_price_page_bills():
    assert rates().keys() == BILLED.keys()


@pytest.mark.parametrize(
    ("type_name", "dimension"), [(name, dimension) for name, billed in BILLED.items() for dimension in billed]
)
def test_what_aws_bills_for_a_type_has_a_price_a_gap_or_is_said_to_be_left_out(type_name, dimension):
    assert any(BILLED[type_name][dimension] in part.what for part in rates()[type_name])


@pytest.mark.parametrize("type_name", sorted(BILLED))
def test_no_part_of_a_rule_stands_for_nothing_that_aws_bills(type_name):
    named = BILLED[type_name].values()

    assert [part.what for part in rates()[type_name] if not any(words in part.what for words in named)] == []
