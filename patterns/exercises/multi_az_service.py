"""The exercises of the page on zones: what a lost one leaves, a service that ends with its zone, enough for less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.exercises._zones import GROUP, SETTLED_MINUTES, TARGETS, served, without, zones
from patterns.question import Condition, Exercise, Kind
from patterns.sandbox.services.elasticache.answers import cache_answers
from patterns.sandbox.services.elbv2.health import Health
from patterns.sandbox.services.rds.answers import database_answers
from patterns.template.properties import at
from patterns.trial import Trial, first, nothing_open

DATABASE, CACHE = "AWS::RDS::DBInstance", "AWS::ElastiCache::ReplicationGroup"
LOAD, MOST = 6, 9
INSTANCES, PERCENT = {"two": 8, "three": 9}, 60

FRAGILE = """\
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
  Gateway:
    Type: AWS::EC2::InternetGateway
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  SubnetA:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [0, !GetAZs '']}
  SubnetB:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: !Select [1, !GetAZs '']}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: Attached
    Properties: {Subnets: [!Ref SubnetA, !Ref SubnetB]}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {Port: 80, Protocol: HTTP, VpcId: !Ref Vpc, HealthCheckIntervalSeconds: 10}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        ImageId: '{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}'
        InstanceType: t4g.small
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    DependsOn: Listener
    Properties:
      MinSize: '4'
      MaxSize: '8'
      VPCZoneIdentifier: [!Ref SubnetA]
      LaunchTemplate: {LaunchTemplateId: !Ref Launch, Version: !GetAtt Launch.LatestVersionNumber}
      TargetGroupARNs: [!Ref Targets]
      HealthCheckType: EC2
  Databases:
    Type: AWS::RDS::DBSubnetGroup
    Properties: {DBSubnetGroupDescription: Both zones, SubnetIds: [!Ref SubnetA, !Ref SubnetB]}
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.micro
      AllocatedStorage: '20'
      MasterUsername: keeper
      ManageMasterUserPassword: true
      DBSubnetGroupName: !Ref Databases
"""


def _spread(number: int, capacity: int) -> dict[str, Any]:
    """A template of instances behind a load balancer, over so many zones."""
    from patterns.template.source import load

    body: dict[str, Any] = load(FRAGILE).body
    resources = {name: one for name, one in body["Resources"].items() if not name.startswith("Database")}
    third = {
        "VpcId": {"Ref": "Vpc"},
        "CidrBlock": "10.0.3.0/24",
        "AvailabilityZone": {"Fn::Select": [2, {"Fn::GetAZs": ""}]},
    }
    resources["SubnetC"] = {"Type": "AWS::EC2::Subnet", "Properties": third}
    subnets = [{"Ref": f"Subnet{letter}"} for letter in "ABC"[:number]]
    group, balancer = resources["Group"], resources["Balancer"]
    sizes = {"MinSize": str(capacity), "MaxSize": str(2 * capacity), "VPCZoneIdentifier": subnets}
    resources["Group"] = {**group, "Properties": {**group["Properties"], **sizes}}
    resources["Balancer"] = {**balancer, "Properties": {"Subnets": subnets}}
    return {"Resources": resources}


def _shares(trial: Trial) -> str:
    if not isinstance(trial.answer, Mapping) or trial.answer.keys() != INSTANCES.keys():
        return 'give a percentage for each: {"two": ..., "three": ...}'
    wrong = []
    for number, (name, capacity) in enumerate(INSTANCES.items(), 2):
        load = capacity * PERCENT / 100
        share = served(trial, trial.deployed(_spread(number, capacity)), "us-east-1a", load)
        if abs(float(trial.answer[name]) - share) > 1:
            left = capacity - capacity // number
            wrong.append(
                f"with {name} zones, {left} instances are left for the load of {load:g}: not {trial.answer[name]}"
            )
    return "; ".join(wrong)


def _instances_elsewhere(trial: Trial) -> str:
    worst = {zone: served(trial, trial.stack, zone, 1, launches=True) for zone in zones(trial)}
    return "; ".join(
        f"without {zone}, {share:g}% of the requests are served" for zone, share in worst.items() if share < 100
    )


def _database_back(trial: Trial) -> str:
    name = trial.stack[first(trial, DATABASE)].physical_id
    [found] = trial.aws.client("rds").describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    with without(trial, found["AvailabilityZone"], launches=True):
        answers = database_answers(trial.aws, name)
    return "" if answers else f"without {found['AvailabilityZone']} it is still away after {SETTLED_MINUTES} minutes"


def _cache_back(trial: Trial) -> str:
    name = trial.stack[first(trial, CACHE)].physical_id
    silent = []
    for zone in zones(trial):
        with without(trial, zone, launches=True):
            if not cache_answers(trial.aws, name):
                silent.append(zone)
    return "" if not silent else f"without {silent[0]} it is still away after {SETTLED_MINUTES} minutes"


def _hung_one_replaced(trial: Trial) -> str:
    """Whether an instance that runs and does not answer is replaced, once its grace is over."""
    aws, name = trial.aws, trial.stack[first(trial, GROUP)].physical_id
    aws.clock.advance(minutes=10)
    hung = aws.groups.members(name)[0].instance_id
    aws.balancing.silence(hung)
    aws.clock.advance(minutes=10)
    still = any(member.instance_id == hung for member in aws.groups.members(name))
    arn = trial.stack[first(trial, TARGETS)].physical_id
    healthy = sum(one.health is Health.HEALTHY for one in aws.balancing.of(arn))
    return f"after ten minutes it is still there, and {healthy} targets answer" if still else ""


def _few_enough(trial: Trial) -> str:
    group = trial.resolved.resources[first(trial, GROUP)]
    capacity = int(str(at(group.properties, "DesiredCapacity") or at(group.properties, "MinSize")))
    return "" if capacity <= MOST else f"it runs {capacity}"


def _holds_without_launching(trial: Trial) -> str:
    shares = {zone: served(trial, trial.stack, zone, LOAD) for zone in zones(trial)}
    zone, least = min(shares.items(), key=lambda item: item[1])
    return "" if least == 100 else f"without {zone}, {least:g}% of the requests are served"


EXERCISES = (
    Exercise(
        name="what_a_lost_zone_leaves",
        kind=Kind.PREDICT,
        question=(
            "One service runs 8 instances in two zones, another 9 in three, spread evenly, and each instance is at 60 "
            "percent of what it can serve. A zone is lost, and nothing can be launched elsewhere. What percentage of "
            'its requests does each serve once the load balancer has noticed? Answer {"two": ..., "three": ...}.'
        ),
        conditions=(Condition("the percentages are those that the account serves", _shares),),
        hints=(
            "Count in instances: how large is the load if each carried 60 percent of what it can?",
            "No instance serves more than it can: 4 are left of 8, and 6 of 9.",
        ),
    ),
    Exercise(
        name="a_service_that_ends_with_its_zone",
        kind=Kind.FIX,
        question=(
            "The load balancer is in two zones, and still one zone takes the whole service down; and one hung "
            "application stays for ever. Fix the template so that the service survives the loss of any one zone."
        ),
        conditions=(
            Condition(
                "with any one zone of its instances lost, all requests are served after a while", _instances_elsewhere
            ),
            Condition("with its zone lost, the database is back within three minutes", _database_back),
            Condition("an instance that hangs is replaced", _hung_one_replaced),
        ),
        hints=(
            "Three properties: where the group launches, whose health checks it believes, and what the database has "
            "elsewhere.",
            "VPCZoneIdentifier, HealthCheckType and MultiAZ.",
        ),
        start=FRAGILE,
    ),
    Exercise(
        name="stable_with_nine_instances",
        kind=Kind.BUILD,
        question=(
            f"Build a service, with the recipe or by hand, of at most {MOST} instances that still serves a load of "
            f"{LOAD} instances when any one of its zones is lost and nothing can be launched; database and cache are "
            "back within three minutes, and no finding is open."
        ),
        conditions=(
            Condition(f"it runs {MOST} instances or fewer", _few_enough),
            Condition(f"without any one zone it serves a load of {LOAD}, launching nothing", _holds_without_launching),
            Condition("with its zone lost, the database is back within three minutes", _database_back),
            Condition("with any one zone lost, the cache is back within three minutes", _cache_back),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Of n instances in z zones, n - n/z are left: how many zones do nine instances need?",
            "Turn Instances, and read which finding a scaling target above 66 percent brings.",
        ),
    ),
)
