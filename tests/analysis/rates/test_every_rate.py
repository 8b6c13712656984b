"""Small templates against calculations by hand, one or more for each type with a rule, and what is left unpriced."""

from __future__ import annotations

from datetime import date

import pytest

from patterns import cost
from patterns.analysis.rates import rates
from patterns.catalogue import recipe, recipe_names

HOURS = 730

VPC = {"Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}
SUBNETS = {
    f"Subnet{letter.upper()}": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {
            "VpcId": {"Ref": "Net"},
            "AvailabilityZone": f"us-east-1{letter}",
            "MapPublicIpOnLaunch": public,
        },
    }
    for letter, public in (("a", True), ("b", False), ("c", False))
}
ROOT = {"BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeType": "gp3", "VolumeSize": 20}}]}


def launch_template(**data):
    return {"Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}}}


TEMPLATE = launch_template(InstanceType="m7g.large", **ROOT)
SPOT = launch_template(InstanceType="t3.micro", InstanceMarketOptions={"MarketType": "spot"}, **ROOT)
FROM_TEMPLATE = {"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"}, "Version": "1"}}


def one(type_name, **properties):
    return {"One": {"Type": type_name, "Properties": properties}}


def line_sums(resources, usage=None):
    """What each line of the resource called One comes to."""
    found = cost({"Resources": resources}, usage).items
    return {item.what: item.monthly_usd for item in found if item.resource == "One"}


def gaps(resources):
    """What stays unpriced of the resource called One."""
    return [gap.why for gap in cost({"Resources": resources}).unpriced if gap.resource == "One"]


SMALL = {"Engine": "postgres", "DBInstanceClass": "db.t4g.small", "StorageType": "gp3"}
SERVERLESS = {"Engine": "aurora-mysql", "DBInstanceClass": "db.serverless", "DBClusterIdentifier": {"Ref": "Orders"}}
ORDERS = {"Type": "AWS::RDS::DBCluster", "Properties": {"ServerlessV2ScalingConfiguration": {"MinCapacity": 1}}}

BY_HAND = {
    "database": (
        one("AWS::RDS::DBInstance", AllocatedStorage="20", **SMALL),
        {"instance": HOURS * 0.032, "storage, gp3": 20 * 0.115},
    ),
    "database with IOPS of its own": (
        one("AWS::RDS::DBInstance", AllocatedStorage="400", Iops=14000, **SMALL),
        {"instance": HOURS * 0.032, "storage, gp3": 400 * 0.115, "IOPS beyond what is included": 2000 * 0.02},
    ),
    "database with a standby, its login kept by RDS": (
        one("AWS::RDS::DBInstance", AllocatedStorage="20", MultiAZ=True, ManageMasterUserPassword=True, **SMALL),
        {"instance and its standby": HOURS * 0.065, "storage, gp3": 2 * 20 * 0.115, "login that RDS keeps": 0.40},
    ),
    "serverless instance": (
        {"Orders": ORDERS} | one("AWS::RDS::DBInstance", **SERVERLESS),
        {"capacity units, at least": HOURS * 1 * 0.12},
    ),
    "cluster": (
        one("AWS::RDS::DBCluster", Engine="aurora-mysql"),
        {"storage": 10 * 0.10, "reads and writes": 10 * 0.20},
    ),
    "cluster, its login kept by RDS": (
        one("AWS::RDS::DBCluster", Engine="aurora-mysql", ManageMasterUserPassword=True),
        {"storage": 10 * 0.10, "reads and writes": 10 * 0.20, "login that RDS keeps": 0.40},
    ),
    "cache of one node": (
        one("AWS::ElastiCache::ReplicationGroup", CacheNodeType="cache.t4g.micro"),
        {"nodes": HOURS * 0.016},
    ),
    "cache of Valkey with a replica": (
        one("AWS::ElastiCache::ReplicationGroup", CacheNodeType="cache.t4g.small", Engine="valkey", NumCacheClusters=2),
        {"nodes": 2 * HOURS * 0.0256},
    ),
    "cache in shards": (
        one(
            "AWS::ElastiCache::ReplicationGroup",
            CacheNodeType="cache.r7g.large",
            Engine="valkey",
            NumNodeGroups=3,
            ReplicasPerNodeGroup=1,
        ),
        {"nodes": 6 * HOURS * 0.1752},
    ),
    "Spot Fleet": (one("AWS::EC2::SpotFleet", SpotFleetRequestConfigData={"TargetCapacity": 2}), {}),
    "Spot Fleet of a type": (
        one(
            "AWS::EC2::SpotFleet",
            SpotFleetRequestConfigData={
                "TargetCapacity": 5,
                "OnDemandTargetCapacity": 1,
                "LaunchSpecifications": [{"InstanceType": "m5.large"}],
            },
        ),
        {"instance on demand": 730 * 0.096, "instance as Spot": 730 * 4 * 0.04804},
    ),
    "application load balancer": (
        one("AWS::ElasticLoadBalancingV2::LoadBalancer"),
        {"load balancer": HOURS * 0.0225, "capacity units": HOURS * 0.008},
    ),
    "network load balancer": (
        one("AWS::ElasticLoadBalancingV2::LoadBalancer", Type="network"),
        {"load balancer": HOURS * 0.0225, "capacity units": HOURS * 0.006},
    ),
    "target tracking": (
        one("AWS::AutoScaling::ScalingPolicy", TargetTrackingConfiguration={"TargetValue": 50}),
        {"its alarms": 0.20},
    ),
    "target tracking that never scales in": (
        one("AWS::AutoScaling::ScalingPolicy", TargetTrackingConfiguration={"TargetValue": 50, "DisableScaleIn": True}),
        {"its alarms": 0.10},
    ),
    "key": (one("AWS::KMS::Key"), {"key": 1, "requests": 0.03}),
    "replica": (one("AWS::KMS::ReplicaKey"), {"key": 1, "requests": 0.03}),
    "secret": (one("AWS::SecretsManager::Secret"), {"secret": 0.40, "calls": 0.50}),
    "secret with replicas": (
        one("AWS::SecretsManager::Secret", ReplicaRegions=[{"Region": "eu-west-1"}, {"Region": "us-west-2"}]),
        {"secret": 0.40, "replicas": 0.80, "calls": 0.50},
    ),
    "image repository": (one("AWS::ECR::Repository"), {"images kept": 10 * 0.10}),
    "standard queue": (one("AWS::SQS::Queue"), {"requests": 0.40}),
    "fifo queue": (one("AWS::SQS::Queue", FifoQueue=True), {"requests": 0.50}),
    "event bus": (one("AWS::Events::EventBus"), {"events of one's own": 1}),
    "schedule": (one("AWS::Scheduler::Schedule"), {"calls": 30 / 1_000_000}),
    "dashboard": (one("AWS::CloudWatch::Dashboard"), {"dashboard": 3}),
    "event source mapping": (one("AWS::Lambda::EventSourceMapping", FunctionName="f", BatchSize=10), {}),
    "function": (
        one("AWS::Lambda::Function"),
        {"calls": 0.20, "running": 1_000_000 * 0.1 * 0.125 * 0.0000166667},
    ),
    "function on Arm, traced": (
        one("AWS::Lambda::Function", Architectures=["arm64"], MemorySize=512, TracingConfig={"Mode": "Active"}),
        {"calls": 0.20, "running": 1_000_000 * 0.1 * 0.5 * 0.0000133334, "traces recorded": 0.05 * 5},
    ),
    "table on demand": (
        one("AWS::DynamoDB::Table", BillingMode="PAY_PER_REQUEST"),
        {"writes on demand": 0.625, "reads on demand": 0.125, "storage": 0.25},
    ),
    "table with capacity": (
        one(
            "AWS::DynamoDB::Table",
            ProvisionedThroughput={"ReadCapacityUnits": 30, "WriteCapacityUnits": 20},
        ),
        {
            "writes provisioned": 20 * HOURS * 0.00065,
            "reads provisioned": 30 * HOURS * 0.00013,
            "storage": 0.25,
        },
    ),
    "machine": (one("AWS::StepFunctions::StateMachine"), {"transitions": 100_000 * 8 * 0.025 / 1000}),
    "Express machine": (
        one("AWS::StepFunctions::StateMachine", StateMachineType="EXPRESS"),
        {"executions": 0.10, "running": 100_000 * 1 * 64 / 1024 * 0.00001667},
    ),
    "alarm": (one("AWS::CloudWatch::Alarm", MetricName="Errors", Period=60), {"metrics watched": 0.10}),
    "alarm on a sum": (
        one(
            "AWS::CloudWatch::Alarm",
            Metrics=[{"Id": "s", "Expression": "a + b"}, *({"Id": i, "MetricStat": {"Period": 60}} for i in "ab")],
        ),
        {"metrics watched": 0.20},
    ),
    "metric filter": (one("AWS::Logs::MetricFilter", MetricTransformations=[{}]), {"metrics of its own": 0.30}),
    "standard parameter": (one("AWS::SSM::Parameter", Type="String", Value="x"), {}),
    "advanced parameter": (one("AWS::SSM::Parameter", Tier="Advanced"), {"advanced parameter": 0.05}),
    "log group": (
        one("AWS::Logs::LogGroup", RetentionInDays=73),
        {"logs written": 10 * 0.50, "logs kept": 10 * 73 / (365 / 12) * 0.15 * 0.03},
    ),
    "log group for ever": (
        one("AWS::Logs::LogGroup"),
        {"logs written": 10 * 0.50, "logs kept": 10 * 12 * 0.15 * 0.03},
    ),
    "log group of flow logs": (
        one("AWS::Logs::LogGroup")
        | {"F": {"Type": "AWS::EC2::FlowLog", "Properties": {"LogGroupName": {"Ref": "One"}}}},
        {"logs kept": 10 * 12 * 0.15 * 0.03},
    ),
    "flow log to a group": (one("AWS::EC2::FlowLog"), {"records delivered": 10 * 0.50}),
    "flow log to a bucket": (one("AWS::EC2::FlowLog", LogDestinationType="s3"), {"records delivered": 10 * 0.25}),
    "gp2 volume": (one("AWS::EC2::Volume", Size=100), {"storage, gp2": 10}),
    "gp3 volume": (
        one("AWS::EC2::Volume", VolumeType="gp3", Size=100, Iops=4000, Throughput=225),
        {
            "storage, gp3": 8,
            "IOPS beyond what is included": 1000 * 0.005,
            "throughput beyond what is included": 100 * 0.04,
        },
    ),
    "gp3 volume as it comes": (
        one("AWS::EC2::Volume", VolumeType="gp3", Size="100", Iops=3000, Throughput=125),
        {"storage, gp3": 8},
    ),
    "elastic address": (one("AWS::EC2::EIP", Domain="vpc"), {"public IPv4 address": HOURS * 0.005}),
    "zonal gateway": (
        one("AWS::EC2::NatGateway", SubnetId="subnet-1", AllocationId="eipalloc-1"),
        {"gateway": HOURS * 0.045, "data through it": 100 * 0.045},
    ),
    "one of two gateways": (
        one("AWS::EC2::NatGateway", SubnetId="subnet-1") | {"Two": {"Type": "AWS::EC2::NatGateway"}},
        {"gateway": HOURS * 0.045, "data through it": 50 * 0.045},
    ),
    "regional gateway": (
        VPC | SUBNETS | one("AWS::EC2::NatGateway", AvailabilityMode="regional", VpcId={"Ref": "Net"}),
        {
            "gateway": 3 * HOURS * 0.045,
            "data through it": 100 * 0.045,
            "its public IPv4 addresses": 3 * HOURS * 0.005,
        },
    ),
    "regional gateway with addresses": (
        one(
            "AWS::EC2::NatGateway",
            AvailabilityMode="regional",
            AvailabilityZoneAddresses=[{"AvailabilityZone": "us-east-1a"}, {"AvailabilityZone": "us-east-1b"}],
        ),
        {"gateway": 2 * HOURS * 0.045, "data through it": 100 * 0.045},
    ),
    "gateway endpoint": (one("AWS::EC2::VPCEndpoint", VpcId="vpc-1"), {}),
    "interface endpoint": (
        SUBNETS
        | VPC
        | one(
            "AWS::EC2::VPCEndpoint",
            VpcEndpointType="Interface",
            SubnetIds=[{"Ref": "SubnetA"}, {"Ref": "SubnetB"}],
        ),
        {"endpoint, each zone": 2 * HOURS * 0.01, "data through it": 10 * 0.01},
    ),
    "internet gateway": (one("AWS::EC2::InternetGateway"), {"data to the internet": 100 * 0.09}),
    "network of one zone": (one("AWS::EC2::VPC"), {}),
    "network of two zones": (
        one("AWS::EC2::VPC")
        | {
            name: {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "One"}, "AvailabilityZone": name}}
            for name in ("A", "B")
        },
        {"data between zones": 2 * 100 * 0.01},
    ),
    "instance": (
        VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="t3.micro", SubnetId={"Ref": "SubnetB"}, **ROOT),
        {"instance on demand": HOURS * 0.0104, "storage, gp3": 20 * 0.08},
    ),
    "instance watched every minute": (
        VPC
        | SUBNETS
        | one("AWS::EC2::Instance", InstanceType="t3.micro", Monitoring=True, SubnetId={"Ref": "SubnetB"}, **ROOT),
        {"instance on demand": HOURS * 0.0104, "storage, gp3": 20 * 0.08, "detailed monitoring": 7 * 0.30},
    ),
    "instance as Spot": (
        VPC | SUBNETS | SPOT | one("AWS::EC2::Instance", SubnetId={"Ref": "SubnetB"}, **FROM_TEMPLATE),
        {"instance as Spot": HOURS * 0.00302, "storage, gp3": 20 * 0.08},
    ),
    "instance in a public subnet": (
        VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="t4g.small", SubnetId={"Ref": "SubnetA"}, **ROOT),
        {
            "instance on demand": HOURS * 0.0168,
            "storage, gp3": 20 * 0.08,
            "public IPv4 address": HOURS * 0.005,
        },
    ),
    "instance in the default network": (
        one("AWS::EC2::Instance", InstanceType="r6i.xlarge", **ROOT),
        {
            "instance on demand": HOURS * 0.252,
            "storage, gp3": 20 * 0.08,
            "public IPv4 address": HOURS * 0.005,
        },
    ),
    "instance from a template": (
        TEMPLATE | one("AWS::EC2::Instance", NetworkInterfaces=[{"AssociatePublicIpAddress": False}], **FROM_TEMPLATE),
        {"instance on demand": HOURS * 0.0816, "storage, gp3": 20 * 0.08},
    ),
    "instance that says otherwise": (
        TEMPLATE
        | one(
            "AWS::EC2::Instance",
            InstanceType="c7g.large",
            NetworkInterfaces=[{"AssociatePublicIpAddress": False}],
            **FROM_TEMPLATE,
        ),
        {"instance on demand": HOURS * 0.0725, "storage, gp3": 20 * 0.08},
    ),
    "group": (
        VPC
        | SUBNETS
        | TEMPLATE
        | one(
            "AWS::AutoScaling::AutoScalingGroup",
            MinSize="1",
            DesiredCapacity="3",
            MaxSize="6",
            VPCZoneIdentifier=[{"Ref": "SubnetB"}, {"Ref": "SubnetC"}],
            **FROM_TEMPLATE,
        ),
        {"instance on demand": 3 * HOURS * 0.0816, "storage, gp3": 3 * 20 * 0.08},
    ),
    "group as Spot, watched every minute": (
        VPC
        | SUBNETS
        | launch_template(
            InstanceType="m5.large", InstanceMarketOptions={"MarketType": "spot"}, Monitoring={"Enabled": True}, **ROOT
        )
        | one(
            "AWS::AutoScaling::AutoScalingGroup",
            MinSize="2",
            MaxSize="6",
            VPCZoneIdentifier=[{"Ref": "SubnetB"}, {"Ref": "SubnetC"}],
            **FROM_TEMPLATE,
        ),
        {
            "instance as Spot": 2 * HOURS * 0.04804,
            "storage, gp3": 2 * 20 * 0.08,
            "detailed monitoring": 2 * 7 * 0.30,
        },
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_resource_costs_what_a_calculation_by_hand_says(name):
    resources, by_hand = BY_HAND[name]

    assert line_sums(resources) == pytest.approx(by_hand)


MACHINE = VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="m5.large", SubnetId={"Ref": "SubnetB"}, **ROOT)
ON_DEMAND, PLAN, AS_SPOT = "instance on demand", "instance under a Savings Plan", "instance as Spot"
BOUGHT = {
    "as Spot": ({"spot_percent": 100}, {AS_SPOT: HOURS * 0.04804}),
    "as Spot at one's own discount": (
        {"spot_percent": 100, "spot_discount": 60},
        {AS_SPOT: pytest.approx(HOURS * 0.096 * 0.40)},
    ),
    "under a Savings Plan": ({"savings_plan_percent": 100}, {PLAN: pytest.approx(HOURS * 0.096 * 0.73)}),
    "under a plan for its family": (
        {"savings_plan_percent": 100, "savings_plan_discount": 37},
        {PLAN: pytest.approx(HOURS * 0.096 * 0.63)},
    ),
    "in all three ways, half the time": (
        {"hours": 400, "spot_percent": 25, "savings_plan_percent": 50},
        {
            AS_SPOT: pytest.approx(100 * 0.04804),
            PLAN: pytest.approx(150 * 0.096 * 0.73),
            ON_DEMAND: pytest.approx(150 * 0.096),
        },
    ),
}


@pytest.mark.parametrize("name", BOUGHT)
def test_an_instance_is_bought_as_the_usage_says(name):
    usage, by_hand = BOUGHT[name]
    found = line_sums(MACHINE, usage)

    assert {what: found[what] for what in (ON_DEMAND, PLAN, AS_SPOT) if what in found} == by_hand


def test_no_savings_plan_covers_spot():
    spot = VPC | SUBNETS | SPOT | one("AWS::EC2::Instance", SubnetId={"Ref": "SubnetB"}, **FROM_TEMPLATE)

    assert line_sums(spot, {"savings_plan_percent": 100}) == line_sums(spot)


def test_a_spot_price_says_of_which_day_it_is_and_others_hold():
    found = cost({"Resources": MACHINE}, {"spot_percent": 50}).items

    assert {item.what: item.sampled_on for item in found if item.resource == "One"} == {
        ON_DEMAND: None,
        AS_SPOT: date(2026, 10, 4),
        "storage, gp3": None,
    }


def test_a_bill_asks_for_a_discount_only_where_something_is_bought_so():
    def asked(usage):
        return {name for name in cost({"Resources": MACHINE}, usage).quantities if name.endswith("_discount")}

    assert asked({}) == set()
    assert asked({"spot_percent": 1}) == {"spot_discount"}
    assert asked({"savings_plan_percent": 1}) == {"savings_plan_discount"}


def test_every_type_with_a_rule_has_a_calculation_by_hand():
    calculated = {resources["One"]["Type"] for resources, _ in BY_HAND.values()}

    assert rates().keys() - calculated == {"AWS::S3::Bucket"}  # in test_s3.py


@pytest.mark.parametrize("name", recipe_names())
def test_the_bill_of_a_recipe_has_no_line_but_those_calculated_by_hand(name):
    calculated = {(resources["One"]["Type"], what) for resources, lines in BY_HAND.values() for what in lines}

    found = {(item.type, item.what) for item in cost(recipe(name)()).items}

    assert {line for line in found if line[0] != "AWS::S3::Bucket"} <= calculated  # those are in test_s3.py


@pytest.mark.parametrize(
    ("month", "period", "rotations"), [(12, 365, 0), (13, 365, 1), (25, 365, 2), (60, 365, 2), (12, 90, 2), (5, 90, 1)]
)
def test_the_first_two_rotations_of_a_key_cost_as_much_as_a_key(month, period, rotations):
    key = one("AWS::KMS::Key", EnableKeyRotation=True, RotationPeriodInDays=period)

    assert line_sums(key, {"month": month}).get("key material kept after rotation", 0) == rotations


UNPRICED = {
    "database of another class with a standby": (
        one(
            "AWS::RDS::DBInstance",
            AllocatedStorage="20",
            MultiAZ=True,
            **SMALL | {"Engine": "mysql", "DBInstanceClass": "db.m7g.large"},
        ),
        ["instance and its standby: no price of rds.multi-az.mysql.db.m7g.large in us-east-1 is confirmed"],
    ),
    "database of another engine on other storage": (
        one("AWS::RDS::DBInstance", Engine="oracle-ee", DBInstanceClass="db.m5.large", AllocatedStorage="20"),
        [
            "instance: no price of oracle-ee is confirmed",
            "storage: its price is not confirmed: set StorageType to gp3",
        ],
    ),
    "I/O-Optimized cluster": (
        one("AWS::RDS::DBCluster", Engine="aurora-mysql", StorageType="aurora-iopt1"),
        ["storage: the price of I/O-Optimized storage is not confirmed"],
    ),
    "other node": (
        one("AWS::ElastiCache::ReplicationGroup", CacheNodeType="cache.r7g.16xlarge", Engine="valkey"),
        ["no price of elasticache.valkey.cache.r7g.16xlarge in us-east-1 is confirmed"],
    ),
    "node of a snapshot": (
        one("AWS::ElastiCache::ReplicationGroup", SnapshotName="nightly"),
        ["the type of its nodes is not in this template: set CacheNodeType"],
    ),
    "event source mapping with pollers": (
        one("AWS::Lambda::EventSourceMapping", ProvisionedPollerConfig={"MinimumPollers": 2}),
        ["the price of provisioned pollers is not confirmed"],
    ),
    "Spot Fleet": (
        one("AWS::EC2::SpotFleet", SpotFleetRequestConfigData={"TargetCapacity": 2}),
        ["which pools its capacity of 2 comes from, and at what price, is EC2's choice"],
    ),
    "asymmetric key": (
        one("AWS::KMS::Key", KeySpec="RSA_4096"),
        ["requests: the price of requests with a RSA_4096 key is not confirmed"],
    ),
    "tier chosen by the service": (
        one("AWS::SSM::Parameter", Tier="Intelligent-Tiering"),
        [
            "advanced parameter: with the tier Intelligent-Tiering, Parameter Store chooses, "
            "and you pay if it chooses Advanced"
        ],
    ),
    "calls": (
        one("AWS::SSM::Parameter", Tier="Advanced"),
        ["calls of an advanced parameter: the price of calls is not confirmed"],
    ),
    "other log class": (
        one("AWS::Logs::LogGroup", LogGroupClass="INFREQUENT_ACCESS"),
        ["the price of log groups of the class INFREQUENT_ACCESS is not confirmed"],
    ),
    "flow log to a stream": (
        one("AWS::EC2::FlowLog", LogDestinationType="kinesis-data-firehose"),
        ["records delivered: the price of delivery to kinesis-data-firehose is not confirmed"],
    ),
    "flow log as parquet": (
        one("AWS::EC2::FlowLog", LogDestinationType="s3", DestinationOptions={"FileFormat": "parquet"}),
        ["conversion to Parquet: the price of the conversion is not confirmed"],
    ),
    "other volume": (
        one("AWS::EC2::Volume", VolumeType="io2", Size=100),
        ["storage: the price of io2 volumes is not confirmed"],
    ),
    "volume of a snapshot": (
        one("AWS::EC2::Volume", VolumeType="gp3", SnapshotId="snap-1"),
        ["storage, gp3: its size comes from its snapshot or image: give a size"],
    ),
    "address of one's own": (
        one("AWS::EC2::EIP", PublicIpv4Pool="ipv4pool-1"),
        ["addresses from a PublicIpv4Pool may be your own, which AWS does not charge for"],
    ),
    "regional gateway elsewhere": (
        one("AWS::EC2::NatGateway", AvailabilityMode="regional", VpcId="vpc-1"),
        ["gateway, its public IPv4 addresses: its zones are those of subnets that are not in this template"],
    ),
    "other endpoint": (
        one("AWS::EC2::VPCEndpoint", VpcEndpointType="GatewayLoadBalancer"),
        ["endpoint: the price of GatewayLoadBalancer endpoints is not confirmed"],
    ),
    "other instance type": (
        VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="p5.48xlarge", SubnetId={"Ref": "SubnetB"}, **ROOT),
        ["instance on demand: no price of ec2.instance.p5.48xlarge in us-east-1 is confirmed"],
    ),
    "root volume of the image": (
        VPC | SUBNETS | one("AWS::EC2::Instance", InstanceType="t3.micro", SubnetId={"Ref": "SubnetB"}),
        ["root volume: its size and type come from the image: declare it in BlockDeviceMappings"],
    ),
    "subnet elsewhere": (
        one("AWS::EC2::Instance", InstanceType="t3.micro", SubnetId="subnet-1", **ROOT),
        ["public IPv4 address: whether the subnet subnet-1 gives one is not in this template"],
    ),
    "function with storage": (
        one("AWS::Lambda::Function", EphemeralStorage={"Size": 1024}),
        ["storage: the price of storage over 512 MB is not confirmed"],
    ),
    "alarm at high resolution": (
        one("AWS::CloudWatch::Alarm", MetricName="Errors", Period=10),
        ["the price of alarms at high resolution is not confirmed"],
    ),
    "alarm on anomalies": (
        one("AWS::CloudWatch::Alarm", Metrics=[{"Id": "a", "Expression": "ANOMALY_DETECTION_BAND(m)"}]),
        ["only CloudWatch knows how many metrics a query or an anomaly band watches"],
    ),
    "metric filter with dimensions": (
        one("AWS::Logs::MetricFilter", MetricTransformations=[{"Dimensions": [{"Key": "a", "Value": "$.a"}]}]),
        ["how many metrics its dimensions make depends on what the log says"],
    ),
    "dedicated hardware": (
        VPC
        | SUBNETS
        | one("AWS::EC2::Instance", InstanceType="t3.micro", Tenancy="dedicated", SubnetId={"Ref": "SubnetB"}, **ROOT),
        ["instance: the price of dedicated hardware is not confirmed"],
    ),
    "spot of a type without a sample": (
        VPC
        | SUBNETS
        | SPOT
        | one("AWS::EC2::Instance", InstanceType="t4g.small", SubnetId={"Ref": "SubnetB"}, **FROM_TEMPLATE),
        [
            "instance as Spot: no price of ec2.spot.t4g.small in us-east-1 is confirmed: "
            "the usage spot_discount gives one"
        ],
    ),
    "volume type of the image": (
        VPC
        | SUBNETS
        | one(
            "AWS::EC2::Instance",
            InstanceType="t3.micro",
            SubnetId={"Ref": "SubnetB"},
            BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20}}],
        ),
        ["storage: its type comes from the image: give VolumeType"],
    ),
    "table of another class, recoverable": (
        one(
            "AWS::DynamoDB::Table",
            TableClass="STANDARD_INFREQUENT_ACCESS",
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        ),
        [
            "point-in-time recovery: the price of point-in-time recovery is not confirmed",
            "table class: prices of the table class STANDARD_INFREQUENT_ACCESS are not confirmed",
        ],
    ),
    "launch template elsewhere": (
        one("AWS::EC2::Instance", LaunchTemplate={"LaunchTemplateId": "lt-1", "Version": "1"}),
        ["its launch template is not in this template"],
    ),
}


@pytest.mark.parametrize("name", UNPRICED)
def test_what_has_no_confirmed_price_is_unpriced_with_the_reason(name):
    resources, why = UNPRICED[name]

    assert gaps(resources) == why


def test_a_group_without_a_launch_template_is_unpriced():
    group = one("AWS::AutoScaling::AutoScalingGroup", MinSize="1", MaxSize="2", MixedInstancesPolicy={})

    assert line_sums(group) == {}
    assert gaps(group) == ["it names no launch template and no types: it may use a launch configuration"]


def test_gateways_share_the_traffic_unless_one_has_its_own():
    two = one("AWS::EC2::NatGateway") | {"Two": {"Type": "AWS::EC2::NatGateway"}}

    assert line_sums(two, {"One": {"nat_gb": 10}})["data through it"] == pytest.approx(10 * 0.045)
