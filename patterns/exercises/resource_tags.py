"""The exercises of the tags page: what a launch hands on, a bad tagger, an evening elsewhere, a bill without gaps."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from patterns.analysis.allocation import shares
from patterns.question import Condition, Exercise, Kind
from patterns.sandbox.core.errors import SandboxError
from patterns.template.errors import TemplateError
from patterns.template.source import load
from patterns.trial import Trial, first

IMAGE = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"
CENTRES = ("4711", "4712")
LEAST_USD = 5.0
TOKYO = ZoneInfo("Asia/Tokyo")
WEDNESDAY, FRIDAY = 2, 4

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
    if not isinstance(trial.answer, int) or isinstance(trial.answer, bool):
        return "give a whole number"
    stack = trial.deployed({"Resources": {"Servers": _two_volumes()}})
    started = [_started(trial, stack["Servers"].physical_id) for _ in range(2)]
    tagged = sum("CostCenter" in _told(one) for instance, volumes in started for one in (instance, *volumes))
    if trial.answer > tagged:
        return "there are fewer: a specification is for one kind of resource, and passes nothing on to another"
    return "there are more: what a specification names is tagged at every launch" if trial.answer < tagged else ""


def _two_volumes() -> dict[str, Any]:
    volumes = [
        {"DeviceName": name, "Ebs": {"VolumeSize": 8, "VolumeType": "gp3"}} for name in ("/dev/xvda", "/dev/sdb")
    ]
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "CostCenter", "Value": "4711"}]}]
    data = {"ImageId": IMAGE, "BlockDeviceMappings": volumes, "TagSpecifications": tags}
    return {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}}


def _started(trial: Trial, template: str) -> tuple[Any, list[Any]]:
    """An instance started from a launch template, with its volumes, as EC2 tells them; it is terminated again."""
    ec2 = trial.aws.administrator("ec2")
    [made] = ec2.run_instances(LaunchTemplate={"LaunchTemplateId": template}, MinCount=1, MaxCount=1)["Instances"]
    mine = [{"Name": "attachment.instance-id", "Values": [made["InstanceId"]]}]
    volumes = ec2.describe_volumes(Filters=mine)["Volumes"]
    ec2.terminate_instances(InstanceIds=[made["InstanceId"]])
    return made, volumes


def _told(one: Any) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in one.get("Tags") or ()}


def _launched(trial: Trial, **values: str) -> tuple[Any, list[Any]]:
    """What the answer's launch template starts, deployed with these parameters. Raises what deploying raises."""
    names = [
        resource.logical_id
        for resource in trial.resolved.resources.values()
        if resource.type == "AWS::EC2::LaunchTemplate"
    ]
    if not names:
        raise ValueError("it has no AWS::EC2::LaunchTemplate")
    return _started(trial, trial.deployed(_with(trial, **values))[names[0]].physical_id)


def _with(trial: Trial, **values: str) -> dict[str, Any]:
    """The answer's template with other defaults for its parameters; those it does not have are left out."""
    body: dict[str, Any] = copy.deepcopy(dict(load(trial.answer).body))
    declared = body.get("Parameters", {})
    for name in values.keys() & declared.keys():
        declared[name] = {**declared[name], "Default": values[name]}
    return body


def _shut_down(trial: Trial, environment: str, expected: str) -> str:
    instance, _ = _launched(trial, Environment=environment, OwnerEmail="shop@example.com")
    seen = _told(instance).get("AutoShutdown")
    return "" if seen == expected else f"an instance of {environment} says {seen or 'nothing'}"


def _left_running(trial: Trial) -> str:
    return _shut_down(trial, "prod", "false")


def _stopped(trial: Trial) -> str:
    return _shut_down(trial, "dev", "true")


def _owner_refused(trial: Trial) -> str:
    if "OwnerEmail" not in (load(trial.answer).body.get("Parameters") or {}):
        return "the parameter OwnerEmail is gone"
    try:
        trial.deployed(_with(trial, OwnerEmail="ask Bob"))
    except (TemplateError, SandboxError) as refused:
        return "" if "OwnerEmail" in str(refused) else str(refused)
    return "it was deployed"


def _volumes_owned(trial: Trial) -> str:
    _, volumes = _launched(trial, Environment="dev", OwnerEmail="shop@example.com")
    owners = [_told(volume).get("Owner") for volume in volumes]
    return "" if set(owners) == {"shop@example.com"} else "the volume of a started instance has no such owner"


def _on_before_eight(trial: Trial) -> str:
    state = _state_after(trial, WEDNESDAY, hours=19.5)
    return "" if state == "running" else f"at 19:30 in Tokyo it is {state}"


def _off_after_eight(trial: Trial) -> str:
    state = _state_after(trial, WEDNESDAY, hours=20.1)
    return "" if state == "stopped" else f"at 20:06 in Tokyo it is {state}"


def _on_at_weekends(trial: Trial) -> str:
    state = _state_after(trial, FRIDAY, hours=72, started=23.0)
    return "" if state == "running" else "somebody started it on Friday night, and on Sunday it is stopped"


def _state_after(trial: Trial, weekday: int, *, hours: float, started: float = 9.0) -> str:
    """The server's state so many hours into the next such day of Tokyo's, on which somebody starts it at `started`."""
    ids = [trial.stack[first(trial, "AWS::EC2::Instance")].physical_id]
    ec2, clock = trial.aws.administrator("ec2"), trial.aws.clock
    midnight = _next(clock.now.astimezone(TOKYO), weekday)
    clock.advance(seconds=(midnight + timedelta(hours=started) - clock.now).total_seconds())
    ec2.start_instances(InstanceIds=ids)
    clock.advance(hours=hours - started)
    return str(ec2.describe_instances(InstanceIds=ids)["Reservations"][0]["Instances"][0]["State"]["Name"])


def _next(now: datetime, weekday: int) -> datetime:
    """The midnight with which the next such day begins."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=(weekday - now.weekday() - 1) % 7 + 1)


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
    return "" if trial.stack.status == "CREATE_COMPLETE" else trial.stack.status


def _tags_judged(trial: Trial) -> str:
    found = [finding for finding in trial.findings if finding.id.startswith("TAG-") and finding.accepted is None]
    return "; ".join(f"{one.id} {one.resource}: {one.title}" for one in found)


EXERCISES = (
    Exercise(
        name="what_a_launch_tags",
        kind=Kind.PREDICT,
        question=(
            "A launch template has one tag specification, for instances, with the tag CostCenter. Two instances are "
            "started from it, each with two volumes. How many of these six things carry the tag?"
        ),
        conditions=(Condition("as many carry the tag as you said", _tagged_of_six),),
        hints=(
            "The specification has a ResourceType. Which of the six are of that type?",
            "A volume is a resource of its own, with tags of its own.",
        ),
    ),
    Exercise(
        name="mend_the_half_tagged_servers",
        kind=Kind.FIX,
        question=(
            "This launch template tags what it starts, but badly. Fix it so that production stays on at night and "
            "everything else does not, volumes have the same owner as their instance, and nobody can deploy it with an "
            "owner that is not an address. Keep the parameters Environment and OwnerEmail."
        ),
        conditions=(
            Condition("a production instance is not shut down", _left_running),
            Condition("a development instance is", _stopped),
            Condition("the volume of an instance has the owner", _volumes_owned),
            Condition("the owner 'ask Bob' is refused", _owner_refused),
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
            "A team in Tokyo works from Monday to Friday until eight in the evening, and in some weeks at the weekend "
            "as well. This schedule should switch its server off at eight on those five days, and leave it alone on "
            "the other two. Fix it."
        ),
        conditions=(
            Condition("on a Wednesday it runs until eight", _on_before_eight),
            Condition("on a Wednesday it is off soon after", _off_after_eight),
            Condition("at the weekend it keeps running", _on_at_weekends),
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
            Condition("it deploys", _deploys),
            Condition("no finding about tags is open", _tags_judged),
        ),
        hints=(
            "One small instance for each team is enough: look at what it costs with `bill_by_tag(...)`.",
            "An instance's storage is billed to nobody until `PropagateTagsToVolumeOnCreation` is true.",
        ),
    ),
)
