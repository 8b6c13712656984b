"""What learns that a Spot Instance is taken back, and drains it: a rule, and a function or a queue. Not a recipe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from awacs import autoscaling as autoscaling_actions
from awacs import sqs as sqs_actions
from awacs.aws import Action, Allow, ArnEquals, Bool, Condition, Deny, Principal, Statement
from troposphere import AWSObject, GetAtt, Ref, Sub, awslambda, events, sqs

from patterns.recipes._failures import LONGEST
from patterns.recipes._functions import function
from patterns.recipes._policies import allowed, policy
from patterns.scope import Scope

WARNING = {"source": ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"]}
"""https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html"""

NOTICE_SECONDS = 120
"""A notice that is older helps nobody: the instance is gone."""

RULE = "InterruptionRule"


def drained_by_function(scope: Scope, group: AWSObject) -> dict[str, AWSObject]:
    """A rule that hands every notice to a function, which takes the instance out of the group. What fails is kept.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
    """
    made = _queue(scope, "LostNotices")
    queue = made["lostnotices"]
    arn = Sub(
        "arn:${AWS::Partition}:autoscaling:${AWS::Region}:${AWS::AccountId}:autoScalingGroup:*"
        f":autoScalingGroupName/${{{group.title}}}"
    )
    find = [autoscaling_actions.DescribeAutoScalingInstances]
    made |= function(
        scope, "Drain", "spot_drain", variables={"GROUP": Ref(group)}, MemorySize=256, Timeout=30,
        DeadLetterConfig=awslambda.DeadLetterConfig(TargetArn=GetAtt(queue, "Arn")),
        may=[
            allowed("FindInstance", find, "*"),
            allowed("TakeOutOfGroup", [autoscaling_actions.DetachInstances], arn),
            allowed("KeepWhatFailed", [sqs_actions.SendMessage], GetAtt(queue, "Arn")),
        ],
    )  # fmt: skip
    made["rule"] = rule = _rule(scope, made["drain"], "Drains", queue)
    made["permission"] = scope.add(
        "DrainPermission", awslambda.Permission, Action="lambda:InvokeFunction", FunctionName=Ref(made["drain"]),
        Principal="events.amazonaws.com", SourceArn=GetAtt(rule, "Arn"),
    )  # fmt: skip
    return made


def drained_by_workers(scope: Scope) -> dict[str, AWSObject]:
    """A rule that puts every notice into a queue, which the workers read for their own instance's."""
    made = _queue(scope, "LostNotices")
    lost = made["lostnotices"]
    redrive = sqs.RedrivePolicy(deadLetterTargetArn=GetAtt(lost, "Arn"), maxReceiveCount=5)
    made |= _queue(scope, "Notices", kept_seconds=NOTICE_SECONDS, RedrivePolicy=redrive)
    made["rule"] = _rule(scope, made["notices"], "Tells the workers", lost)
    scope.output("NoticesUrl", Ref(made["notices"]), "Address of the queue of notices, which workers read.")
    return made


def _rule(scope: Scope, target: AWSObject, does: str, lost: AWSObject) -> AWSObject:
    """The rule on every Spot Instance of the account and region: the event does not tell whose it is."""
    return scope.add(
        RULE, events.Rule, Description=f"{does} when EC2 takes a Spot Instance back.", EventPattern=WARNING,
        Targets=[
            events.Target(
                Id="notice", Arn=GetAtt(target, "Arn"),
                RetryPolicy=events.RetryPolicy(MaximumEventAgeInSeconds=NOTICE_SECONDS, MaximumRetryAttempts=10),
                DeadLetterConfig=events.DeadLetterConfig(Arn=GetAtt(lost, "Arn")),
            )
        ],
    )  # fmt: skip


def _queue(scope: Scope, name: str, *, kept_seconds: int = LONGEST, **settings: Any) -> dict[str, AWSObject]:
    """A queue that the rule may send to, closed to plain HTTP. It goes with its stack.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """
    queue = scope.add(
        name, sqs.Queue, MessageRetentionPeriod=kept_seconds, SqsManagedSseEnabled=True,
        DeletionPolicy="Delete", UpdateReplacePolicy="Delete", **settings,
    )  # fmt: skip
    closed = scope.add(
        f"{name}Policy", sqs.QueuePolicy, Queues=[Ref(queue)], PolicyDocument=policy(*_rule_only(queue))
    )  # fmt: skip
    key = name.lower()
    return {key: queue, f"{key}_policy": closed}


def _rule_only(queue: AWSObject) -> Sequence[Statement]:
    """Only this rule of EventBridge may send, and nobody over plain HTTP."""
    arn = GetAtt(queue, "Arn")
    send = Statement(
        Sid="NoticesOfTheRule", Effect=Allow, Principal=Principal("Service", "events.amazonaws.com"),
        Action=[sqs_actions.SendMessage], Resource=[arn],
        Condition=Condition(ArnEquals({"aws:SourceArn": GetAtt(RULE, "Arn")})),
    )  # fmt: skip
    plain = Statement(
        Sid="DenyPlainHttp", Effect=Deny, Principal=Principal("*"), Action=[Action("sqs", "*")], Resource=[arn],
        Condition=Condition(Bool({"aws:SecureTransport": "false"})),
    )  # fmt: skip
    return [send, plain]
