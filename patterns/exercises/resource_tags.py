"""The exercises of the tags page: what a launch hands on, a bad tagger, an evening elsewhere, a bill without gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from patterns.analysis.allocation import shares
from patterns.exercises._numbers import compared, forecast
from patterns.exercises._rights import made
from patterns.question import Condition, Exercise, Kind
from patterns.sandbox.core.errors import SandboxError
from patterns.template.errors import TemplateError
from patterns.trial import Lacking, Trial

IMAGE = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"
CENTRES = ("4711", "4712")
LEAST_USD = 5.0
TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY, SATURDAY = 0, 5
TEMPLATE, SERVER = "AWS::EC2::LaunchTemplate", "AWS::EC2::Instance"
NO_ADDRESSES = ("ask Bob", "ask Bob, he knows", "bob", "shop@", "@example.com", "a @example.com", "")

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
    started = [_started(trial, stack["Servers"].physical_id, kept=True) for _ in range(2)]
    stack.update({"Resources": {"Servers": _two_volumes("instance", "volume")}})
    mine = [one["InstanceId"] for one, _ in started]
    reservations = ec2.describe_instances(InstanceIds=mine)["Reservations"]
    instances = [one for reservation in reservations for one in reservation["Instances"]]
    volumes = [volume for one in mine for volume in _volumes(ec2, one)]
    return compared(
        answered,
        sum("CostCenter" in _told(one) for one in (*instances, *volumes)),
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


def _started(trial: Trial, template: str, *, kept: bool = False) -> tuple[Any, list[Any]]:
    """An instance started from a launch template, with its volumes, as EC2 tells them; terminated unless `kept`."""
    ec2 = trial.aws.administrator("ec2")
    which = {"LaunchTemplateId": template, "Version": "$Latest"}
    [made] = ec2.run_instances(LaunchTemplate=which, MinCount=1, MaxCount=1)["Instances"]
    volumes = _volumes(ec2, made["InstanceId"])
    if not kept:
        ec2.modify_instance_attribute(InstanceId=made["InstanceId"], DisableApiTermination={"Value": False})
        ec2.terminate_instances(InstanceIds=[made["InstanceId"]])
    return made, volumes


def _volumes(ec2: Any, instance: str) -> list[Any]:
    mine = [{"Name": "attachment.instance-id", "Values": [instance]}]
    return list(ec2.describe_volumes(Filters=mine)["Volumes"])


def _told(one: Any) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in one.get("Tags") or ()}


def _launched(trial: Trial, **values: str) -> list[tuple[Any, list[Any]]]:
    """What each launch template of the answer starts, deployed with these parameters. Raises what deploying raises."""
    made(trial, TEMPLATE)
    stack = trial.deployed(trial.document, _given(trial, **values))
    templates = [stack[name].physical_id for name in stack if stack[name].type == TEMPLATE]
    return [_started(trial, template) for template in templates]


def _given(trial: Trial, **values: str) -> dict[str, Any]:
    """Values for the answer's parameters; those it does not have are left out."""
    declared = trial.document.body.get("Parameters") or {}
    return {**trial.parameters, **{name: value for name, value in values.items() if name in declared}}


def _environments(trial: Trial) -> list[str]:
    """What Environment may be, but production: the values that its parameter allows."""
    declared = (trial.document.body.get("Parameters") or {}).get("Environment")
    if declared is None:
        raise Lacking("the parameter Environment is gone: keep it")
    return [value for value in declared.get("AllowedValues", ("dev",)) if value != "prod"] or ["dev"]


def _owners(trial: Trial) -> list[str]:
    """Two addresses: those that the answer lists, if it lists any, else any two."""
    declared = (trial.document.body.get("Parameters") or {}).get("OwnerEmail")
    if declared is None:
        raise Lacking("the parameter OwnerEmail is gone: keep it")
    return list(declared.get("AllowedValues", ("night.shift@example.com", "a@example.com")))[:2]


def _left_running(trial: Trial) -> str:
    for instance, _ in _launched(trial, Environment="prod", OwnerEmail=_owners(trial)[0]):
        if _told(instance).get("AutoShutdown", "").lower() == "true":
            return "an instance of prod says true"
    return ""


def _stopped(trial: Trial) -> str:
    for environment in _environments(trial):
        for instance, _ in _launched(trial, Environment=environment, OwnerEmail=_owners(trial)[0]):
            seen = _told(instance).get("AutoShutdown")
            if seen != "true":
                return f"an instance of {environment} says {seen or 'nothing'}"
    return ""


def _owner_refused(trial: Trial) -> str:
    _owners(trial)
    for owner in NO_ADDRESSES:
        try:
            trial.deployed(trial.document, _given(trial, OwnerEmail=owner))
        except (TemplateError, SandboxError) as refused:
            if "OwnerEmail" not in str(refused):
                return str(refused)
        else:
            return f"with the owner {owner!r} it was deployed"
    return ""


def _volumes_owned(trial: Trial) -> str:
    for owner in _owners(trial):
        for environment in (_environments(trial)[0], "prod"):
            for instance, volumes in _launched(trial, Environment=environment, OwnerEmail=owner):
                owners = {_told(one).get("Owner") for one in (instance, *volumes)}
                if not volumes or owners != {owner}:
                    return "the volume of a started instance has no such owner, or the instance has another"
    return ""


@dataclass(frozen=True)
class _Seen:
    """The servers at one moment of Tokyo's; `state` is that of one that is not as it should be, empty where all are."""

    moment: datetime
    wanted: str
    state: str

    def __str__(self) -> str:
        return f"{self.moment:%A at %H:%M} in Tokyo it is {self.state}"


def _on_before_eight(trial: Trial) -> str:
    return _first(one for one in trial.once(_two_weeks) if one.wanted == "running" and not _is_weekend(one.moment))


def _off_after_eight(trial: Trial) -> str:
    return _first(one for one in trial.once(_two_weeks) if one.wanted == "stopped")


def _on_at_weekends(trial: Trial) -> str:
    seen = _first(one for one in trial.once(_two_weeks) if one.wanted == "running" and _is_weekend(one.moment))
    return f"somebody started it on Friday night, and on {seen}" if seen else ""


def _first(seen: Iterable[_Seen]) -> str:
    return next((str(one) for one in seen if one.state), "")


def _is_weekend(moment: datetime) -> bool:
    """From the start on Friday night until Monday morning."""
    return moment.weekday() >= SATURDAY or (moment.weekday() == MONDAY and moment.hour < 9)


def _two_weeks(trial: Trial) -> list[_Seen]:
    """Two weeks half a year apart; somebody starts the servers at nine on working days, and on Friday at 23 again."""
    return [seen for weeks in (1, 25) for seen in _week(trial, weeks)]


def _week(trial: Trial, weeks: int) -> Iterator[_Seen]:
    made(trial, SERVER)
    clock = trial.aws.clock
    clock.advance(days=7 * weeks)
    monday = _next(clock.now.astimezone(TOKYO), MONDAY)
    for day in range(SATURDAY):
        yield from _looks(
            trial, monday + timedelta(days=day), {9.0: "", 13: "running", 19.98: "running", 20.1: "stopped"}
        )
    yield from _looks(trial, monday + timedelta(days=4), {23: ""})
    weekend = (3, 13, 20.1, 34, 44.1, 47.9, 56)
    yield from _looks(trial, monday + timedelta(days=SATURDAY), dict.fromkeys(weekend, "running"))


def _looks(trial: Trial, midnight: datetime, wanted: Mapping[float, str]) -> Iterator[_Seen]:
    """Let these hours of a day come, and look at the servers; where no state is wanted, start them instead."""
    for hour, state in wanted.items():
        moment = midnight + timedelta(hours=hour)
        trial.aws.clock.advance(seconds=(moment - trial.aws.clock.now).total_seconds())
        if state:
            yield _Seen(moment, state, _not_all(trial, state))
        else:
            _start(trial)


def _start(trial: Trial) -> None:
    ec2, ids = trial.aws.administrator("ec2"), [one.physical_id for one in made(trial, SERVER)]
    try:
        ec2.start_instances(InstanceIds=ids)
    except ec2.exceptions.ClientError as error:
        raise Lacking(f"nobody can start the server any more: {error.response['Error']['Message']}") from None


def _not_all(trial: Trial, state: str) -> str:
    """The state of a server that is in another than this one; nothing where all are in it."""
    ids = [one.physical_id for one in made(trial, SERVER)]
    reservations = trial.aws.administrator("ec2").describe_instances(InstanceIds=ids)["Reservations"]
    states = [str(one["State"]["Name"]) for reservation in reservations for one in reservation["Instances"]]
    return next((seen for seen in states if seen != state), "")


def _next(now: datetime, weekday: int) -> datetime:
    """The midnight with which the next such day begins, a day away at least."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight + timedelta(days=(weekday - midnight.weekday() - 1) % 7 + 1)


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
    machines = [one for reservation in reservations for one in reservation["Instances"]]
    for one in (*machines, *ec2.describe_volumes()["Volumes"]):
        if _told(one).get("CostCenter") not in CENTRES:
            return f"{one.get('VolumeId') or one['InstanceId']} is there and carries no such tag: hand the tags on"
    return ""


def _tags_judged(trial: Trial) -> str:
    found = [finding for finding in trial.findings if finding.id.startswith("TAG-") and finding.accepted is None]
    return "; ".join(f"{one.id} {one.resource}: {one.title}" for one in found)


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
            Condition("a production instance is not shut down", _left_running),
            Condition("a development instance is", _stopped),
            Condition("the volume of an instance has the owner", _volumes_owned),
            Condition("an owner that is not an address is refused", _owner_refused),
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
            Condition("on a working day it runs until eight", _on_before_eight),
            Condition("on a working day it is off five minutes later", _off_after_eight),
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
            Condition("it deploys, and what runs carries the tag", _deploys),
            Condition("no finding about tags is open", _tags_judged),
        ),
        hints=(
            "One small instance for each team is enough: look at what it costs with `bill_by_tag(...)`.",
            "An instance's storage is billed to nobody until `PropagateTagsToVolumeOnCreation` is true.",
        ),
    ),
)
