"""The exercises of the tags page: what a launch hands on, a bad tagger, an evening elsewhere, a bill without gaps."""

from __future__ import annotations

from typing import Any

from patterns.analysis.allocation import shares
from patterns.exercises._evenings import off_after_eight, on_at_weekends, on_before_eight
from patterns.exercises._launches import (
    left_running,
    owner_refused,
    started,
    stopped,
    tags_of,
    volumes_of,
    volumes_owned,
)
from patterns.exercises._numbers import compared, forecast
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial

IMAGE = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"
CENTRES = ("4711", "4712")
LEAST_USD = 5.0

HALF_TAGGED = f"""\
Parameters:
  Environment:
    Type: String
    AllowedValues: [dev, prod]
    Default: dev
  OwnerEmail:
    Type: String
    Default: shop@example.com
Conditions:
  IsProduction: !Equals [!Ref Environment, prod]
Resources:
  Servers:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        ImageId: "{IMAGE}"
        InstanceType: t4g.micro
        TagSpecifications:
          - ResourceType: instance
            Tags:
              - {{Key: Owner, Value: !Ref OwnerEmail}}
              - {{Key: AutoShutdown, Value: "true"}}
"""

EVENING = f"""\
Resources:
  Server:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: "{IMAGE}"
      InstanceType: t4g.micro
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{Service: scheduler.amazonaws.com}}
            Action: sts:AssumeRole
            Condition: {{StringEquals: {{"aws:SourceAccount": !Ref "AWS::AccountId"}}}}
      Policies:
        - PolicyName: stop-the-server
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: ec2:StopInstances
                Resource: !Sub "arn:${{AWS::Partition}}:ec2:${{AWS::Region}}:${{AWS::AccountId}}:instance/${{Server}}"
  Evening:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: cron(0 20 * * ? *)
      FlexibleTimeWindow: {{Mode: "OFF"}}
      Target:
        Arn: arn:aws:scheduler:::aws-sdk:ec2:stopInstances
        RoleArn: !GetAtt Role.Arn
        Input: !Sub '{{"InstanceIds": ["${{Server}}"]}}'
"""


def _tagged_of_six(trial: Trial) -> str:
    answered = forecast(trial)
    ec2 = trial.aws.administrator("ec2")
    stack = trial.deployed({"Resources": {"Servers": _two_volumes("instance")}})
    pairs = [started(trial, stack["Servers"].physical_id, kept=True) for _ in range(2)]
    stack.update({"Resources": {"Servers": _two_volumes("instance", "volume")}})
    mine = [machine["InstanceId"] for machine, _ in pairs]
    reservations = ec2.describe_instances(InstanceIds=mine)["Reservations"]
    instances = [instance for reservation in reservations for instance in reservation["Instances"]]
    volumes = [volume for one in mine for volume in volumes_of(ec2, one)]
    return compared(
        answered,
        sum("CostCenter" in tags_of(one) for one in (*instances, *volumes)),
        too_many="there are fewer: a specification is for one kind of resource, and for what is launched from then on",
        too_few="there are more: what a specification names is tagged at every launch",
    )


def _two_volumes(*kinds: str) -> dict[str, Any]:
    volumes = [
        {"DeviceName": name, "Ebs": {"VolumeSize": 8, "VolumeType": "gp3"}} for name in ("/dev/xvda", "/dev/sdb")
    ]
    tags = [{"ResourceType": kind, "Tags": [{"Key": "CostCenter", "Value": "4711"}]} for kind in kinds]
    data = {"ImageId": IMAGE, "InstanceType": "t4g.micro", "BlockDeviceMappings": volumes, "TagSpecifications": tags}
    return {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}}


def _both_pay(trial: Trial) -> str:
    found = {share.value: share.monthly_usd for share in shares(trial.resolved, "CostCenter")}
    short = [f"{centre} pays ${found.get(centre, 0.0):.2f}" for centre in CENTRES if found.get(centre, 0.0) < LEAST_USD]
    return " and ".join(short)


def _no_strays(trial: Trial) -> str:
    unpaid = [share for share in shares(trial.resolved, "CostCenter") if share.value not in CENTRES]
    return "; ".join(
        f"${share.monthly_usd:.2f} for {', '.join(share.resources)} goes to {share.value or 'nobody'}"
        for share in unpaid
    )


def _deploys(trial: Trial) -> str:
    if trial.stack.status != "CREATE_COMPLETE":
        return trial.stack.status
    ec2 = trial.aws.administrator("ec2")
    reservations = ec2.describe_instances()["Reservations"]
    machines = [instance for reservation in reservations for instance in reservation["Instances"]]
    for one in (*machines, *ec2.describe_volumes()["Volumes"]):
        if tags_of(one).get("CostCenter") not in CENTRES:
            return f"{one.get('VolumeId') or one['InstanceId']} is there and carries no such tag: hand the tags on"
    return ""


def _tags_judged(trial: Trial) -> str:
    findings = [finding for finding in trial.findings if finding.id.startswith("TAG-") and finding.accepted is None]
    return "; ".join(f"{one.id} {one.resource}: {one.title}" for one in findings)


EXERCISES = (
    Exercise(
        name="what_a_launch_tags",
        kind=Kind.PREDICT,
        question=(
            "A launch template has one tag specification, for instances, with the tag CostCenter. Two instances are "
            "started from it, each with two volumes. Then somebody updates the template: it gets a second "
            "specification, for volumes, with the same tag. How many of these six things carry the tag now?"
        ),
        conditions=(Condition("as many carry the tag as you said", _tagged_of_six),),
        hints=(
            "The specification has a ResourceType. Which of the six are of that type?",
            "A template is read at a launch. What has been launched already?",
        ),
    ),
    Exercise(
        name="mend_the_half_tagged_servers",
        kind=Kind.FIX,
        question=(
            "This launch template tags what it starts, but badly. Fix it so that in production the tag AutoShutdown "
            "is not true, and in everything else it is; that volumes have the same Owner as their instance; and that "
            "nobody can deploy it with an owner that is not an address, something on both sides of an @ and no "
            "blanks. Keep the parameters Environment and OwnerEmail."
        ),
        conditions=(
            Condition("a production instance is not shut down", left_running),
            Condition("a development instance is", stopped),
            Condition("the volume of an instance has the owner", volumes_owned),
            Condition("an owner that is not an address is refused", owner_refused),
        ),
        hints=(
            "The condition IsProduction is there already, but nothing uses it: `!If` can.",
            "A second specification, for `volume`, takes the same tags.",
            "`AllowedPattern` on a parameter makes CloudFormation refuse what does not match.",
        ),
        start=HALF_TAGGED,
    ),
    Exercise(
        name="an_evening_in_tokyo",
        kind=Kind.FIX,
        question=(
            "A team in Tokyo works from Monday to Friday until eight in the evening, and starts its server in the "
            "morning; in some weeks it works at the weekend as well. This schedule should switch the server off at "
            "eight on those five days, within five minutes, all year round, and leave it alone on the other two and "
            "at all other hours. Fix it."
        ),
        conditions=(
            Condition("on a working day it runs until eight, and on when it is started later", on_before_eight),
            Condition("on a working day it is off five minutes later", off_after_eight),
            Condition("at the weekend it keeps running", on_at_weekends),
        ),
        hints=(
            "Whose eight o'clock is it? A schedule that does not say runs in UTC.",
            "`ScheduleExpressionTimezone` names the time zone; the fifth field of cron, the days of the week.",
            "Where the days of the week are named, the days of the month are a question mark.",
        ),
        start=EVENING,
    ),
    Exercise(
        name="a_bill_without_nobody",
        kind=Kind.BUILD,
        question=(
            f"Two teams share a template. Build one that bills at least ${LEAST_USD:.0f} a month to each of the cost "
            f"centres {CENTRES[0]} and {CENTRES[1]}, and nothing to anybody else or to nobody. "
            "It must deploy, and no finding about tags may be open."
        ),
        conditions=(
            Condition(f"each of the two pays ${LEAST_USD:.0f} or more", _both_pay),
            Condition("nothing is billed to anybody else, or to nobody", _no_strays),
            Condition("it deploys, and what runs carries the tag", _deploys),
            Condition("no finding about tags is open", _tags_judged),
        ),
        hints=(
            "One small instance for each team is enough: look at what it costs with `bill_by_tag(...)`.",
            "An instance's storage is billed to nobody until `PropagateTagsToVolumeOnCreation` is true.",
        ),
    ),
)
