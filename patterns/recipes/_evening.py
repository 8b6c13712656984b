"""What switches instances off in the evening: a schedule, the function it calls, and their rights. Not a recipe.

https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html
"""

from __future__ import annotations

from awacs import awslambda as lambda_actions
from awacs import ec2 as ec2_actions
from awacs import sqs as sqs_actions
from awacs import sts as sts_actions
from awacs.aws import Allow, Condition, PolicyDocument, Principal, Statement, StringEquals, StringNotEquals
from troposphere import AccountId, AWSObject, GetAtt, Sub, awslambda, iam, scheduler

from patterns.recipes._failures import dead_letters
from patterns.recipes._functions import function
from patterns.recipes._policies import allowed, policy
from patterns.scope import Scope

LATEST_SECONDS = 3600
"""An instance that is stopped an hour late costs an hour; one stopped the next morning costs somebody's work."""


def evening(scope: Scope, *, hour: int, time_zone: str) -> dict[str, AWSObject]:
    """The schedule at that full hour every day, with all that it needs. What fails is kept in a queue."""
    made = dead_letters(scope)
    queue = made["dead_letters"]
    keep = allowed("KeepWhatFailed", [sqs_actions.SendMessage], GetAtt(queue, "Arn"))
    made |= function(
        scope, "Shutdown", "evening_shutdown", may=[*_may_stop(), keep], MemorySize=256, Timeout=60,
        DeadLetterConfig=awslambda.DeadLetterConfig(TargetArn=GetAtt(queue, "Arn")),
    )  # fmt: skip
    call = allowed("CallFunction", [lambda_actions.InvokeFunction], GetAtt(made["shutdown"], "Arn"))
    made["evening_role"] = role = scope.add(
        "EveningRole", iam.Role, AssumeRolePolicyDocument=_trusted_for_this_account(),
        Policies=[iam.Policy(PolicyName="call-the-function", PolicyDocument=policy(call, keep))],
    )  # fmt: skip
    made["evening"] = scope.add(
        "Evening", scheduler.Schedule, Description="Stops what may be off at night.",
        ScheduleExpression=f"cron(0 {hour} * * ? *)", ScheduleExpressionTimezone=time_zone,
        FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="OFF"),
        Target=scheduler.Target(
            Arn=GetAtt(made["shutdown"], "Arn"), RoleArn=GetAtt(role, "Arn"),
            RetryPolicy=scheduler.RetryPolicy(MaximumEventAgeInSeconds=LATEST_SECONDS, MaximumRetryAttempts=10),
            DeadLetterConfig=scheduler.DeadLetterConfig(Arn=GetAtt(queue, "Arn")),
        ),
    )  # fmt: skip
    return made


def _may_stop() -> tuple[Statement, Statement]:
    """Look at all, which cannot be limited, and stop only what is tagged for it: a slip in the code stops no other.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    """
    tagged = StringEquals({"aws:ResourceTag/AutoShutdown": "true"})
    elsewhere = StringNotEquals({"aws:ResourceTag/Environment": "prod"})
    stop = Statement(
        Sid="StopWhatMayBeOff", Effect=Allow, Action=[ec2_actions.StopInstances],
        Resource=[Sub("arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*")],
        Condition=Condition([tagged, elsewhere]),
    )  # fmt: skip
    return allowed("FindInstances", [ec2_actions.DescribeInstances], "*"), stop


def _trusted_for_this_account() -> PolicyDocument:
    """The trust of a role that the scheduler takes for schedules of this account alone.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    trust = Statement(
        Effect=Allow, Principal=Principal("Service", "scheduler.amazonaws.com"), Action=[sts_actions.AssumeRole],
        Condition=Condition(StringEquals({"aws:SourceAccount": AccountId})),
    )  # fmt: skip
    return policy(trust)
