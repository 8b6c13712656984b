"""The exercises of the page on zones: what a lost one leaves, a service that ends with its zone, enough for less."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from patterns.exercises._rights import made
from patterns.exercises._zones import CACHE, DATABASE, GROUP, Loss, losses, members, served, still_away, unserved
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Lacking, Trial, nothing_open

LOAD, MOST, CARRIED = 6, 9, 3
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
    said = _percentages(trial.answer)
    wrong = []
    for number, (name, capacity) in enumerate(INSTANCES.items(), 2):
        load = capacity * PERCENT / 100
        share = served(trial, trial.deployed(_spread(number, capacity)), "us-east-1a", load)
        if not abs(said[name] - share) <= 1:
            left = capacity - capacity // number
            wrong.append(f"with {name} zones, {left} instances are left for the load of {load:g}: not {said[name]:g}")
    return "; ".join(wrong)


def _percentages(answer: Any) -> dict[str, float]:
    """The two numbers of an answer, 83, "83" or "83%". Raises `Lacking` for anything else."""
    if isinstance(answer, str):
        with suppress(ValueError):
            answer = json.loads(answer)
    if isinstance(answer, Mapping) and answer.keys() == INSTANCES.keys():
        with suppress(ValueError):
            return {name: float(str(answer[name]).rstrip("% ")) for name in INSTANCES}
    raise Lacking('give a percentage for each: {"two": ..., "three": ...}')


def _lost_and_launched(trial: Trial) -> tuple[Loss, ...]:
    return losses(trial, CARRIED, launches=True)


def _lost(trial: Trial) -> tuple[Loss, ...]:
    return losses(trial, LOAD, launches=False)


def _served_elsewhere(trial: Trial) -> str:
    return unserved(trial.once(_lost_and_launched))


def _database_survives(trial: Trial) -> str:
    return still_away(trial, trial.once(_lost_and_launched), DATABASE)


def _hung_one_replaced(trial: Trial) -> str:
    """Whether one of each group that runs and does not answer is replaced, once its grace is over."""
    aws = trial.aws
    aws.clock.advance(minutes=10)
    hung = {aws.groups.members(group.physical_id)[0].instance_id for group in made(trial, GROUP)}
    for instance in hung:
        aws.balancing.silence(instance)
    aws.clock.advance(minutes=10)
    if hung & {member.instance_id for member in members(trial)}:
        return "after ten minutes it is still there: whose health checks does the group believe?"
    return ""


def _few_enough(trial: Trial) -> str:
    """Every instance counts that is in a group or runs by itself."""
    running = {instance.physical_id for instance in _alone(trial)} | {member.instance_id for member in members(trial)}
    return "" if len(running) <= MOST else f"it runs {len(running)}"


def _alone(trial: Trial) -> list[Any]:
    return [trial.stack[name] for name in trial.stack if trial.stack[name].type == "AWS::EC2::Instance"]


def _holds_without_launching(trial: Trial) -> str:
    return unserved(trial.once(_lost))


def _database_back(trial: Trial) -> str:
    return still_away(trial, trial.once(_lost), DATABASE)


def _cache_back(trial: Trial) -> str:
    return still_away(trial, trial.once(_lost), CACHE)


EXERCISES = (
    Exercise(
        name="what_a_lost_zone_leaves",
        kind=Kind.PREDICT,
        question=(
            "One service runs 8 instances in two zones, another 9 in three, spread evenly, and each instance is at 60 "
            "percent of what it can serve; every node of its load balancer sends to all zones. A zone is lost, and "
            "nothing can be launched elsewhere. What percentage of "
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
            "application stays for ever. Fix the template: three minutes after any one zone is lost, all requests are "
            f"served, a load of {CARRIED} instances, and the database is back; and an instance whose application hangs "
            "is replaced within ten minutes."
        ),
        conditions=(
            Condition(f"with any one zone lost, a load of {CARRIED} is served within three minutes", _served_elsewhere),
            Condition("with any one zone lost, the database is back within three minutes", _database_survives),
            Condition("an instance that hangs is replaced within ten minutes", _hung_one_replaced),
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
            Condition("with any one zone lost, the database is back within three minutes", _database_back),
            Condition("with any one zone lost, the cache is back within three minutes", _cache_back),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Of n instances in z zones, n - n/z are left: how many zones do nine instances need?",
            "Turn Instances, and read which finding a scaling target above 66 percent brings.",
        ),
    ),
)
