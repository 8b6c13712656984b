"""The flow logs of a network, to CloudWatch Logs or to S3. Not a recipe.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from awacs import logs as logs_actions
from awacs import s3 as s3_actions
from awacs import sts as sts_actions
from awacs.aws import Allow, Condition, Principal, Statement, StringEquals
from troposphere import AccountId, AWSObject, GetAtt, Ref, Sub, ec2, iam, logs

from patterns.recipes._buckets import log_bucket
from patterns.recipes._policies import policy

if TYPE_CHECKING:
    from patterns.scope import Scope


def flow_logs(scope: Scope, vpc: AWSObject, *, destination: str, days: int) -> dict[str, AWSObject]:
    """What records the traffic of `vpc`: "logs" with a group and a role, "s3" with a bucket, kept so many days."""
    watched = {"ResourceId": Ref(vpc), "ResourceType": "VPC", "TrafficType": "ALL"}
    return _to_s3(scope, watched, days) if destination == "s3" else _to_logs(scope, watched, days)


def _to_logs(scope: Scope, watched: dict[str, object], days: int) -> dict[str, AWSObject]:
    group = scope.add(
        "FlowLogGroup",
        logs.LogGroup,
        RetentionInDays=days,
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
    )
    role = scope.add(
        "FlowLogRole",
        iam.Role,
        AssumeRolePolicyDocument=policy(_service("vpc-flow-logs.amazonaws.com", sts_actions.AssumeRole)),
        Policies=[iam.Policy(PolicyName="write-flow-logs", PolicyDocument=policy(_writing(group)))],
    )
    log = scope.add(
        "FlowLog",
        ec2.FlowLog,
        **watched,
        LogDestinationType="cloud-watch-logs",
        LogGroupName=Ref(group),
        DeliverLogsPermissionArn=GetAtt(role, "Arn"),
    )
    return {"flow_log_group": group, "flow_log_role": role, "flow_log": log}


def _to_s3(scope: Scope, watched: dict[str, object], days: int) -> dict[str, AWSObject]:
    bucket, closed = log_bucket(
        scope, "FlowLogBucket", days=days, deliver=_delivery_allowed, rule="old-flow-logs"
    )  # fmt: skip
    log = scope.add(
        "FlowLog",
        ec2.FlowLog,
        **watched,
        LogDestinationType="s3",
        LogDestination=GetAtt(bucket, "Arn"),
        # Delivery is checked when the flow log is made: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
        DependsOn=closed.title,
    )
    return {"flow_log_bucket": bucket, "flow_log_bucket_policy": closed, "flow_log": log}


def _delivery_allowed(bucket: AWSObject) -> tuple[Statement, Statement]:
    """Let the delivery service write this account's logs, and look whether it may.

    https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
    """
    service = Principal("Service", "delivery.logs.amazonaws.com")
    mine = Condition(StringEquals({"aws:SourceAccount": AccountId}))
    write = Statement(
        Sid="AllowLogDelivery",
        Effect=Allow,
        Principal=service,
        Action=[s3_actions.PutObject],
        Resource=[Sub(f"${{{bucket.title}.Arn}}/AWSLogs/${{AWS::AccountId}}/*")],
        Condition=mine,
    )
    look = Statement(
        Sid="AllowLogDeliveryCheck",
        Effect=Allow,
        Principal=service,
        Action=[s3_actions.GetBucketAcl],
        Resource=[GetAtt(bucket, "Arn")],
        Condition=mine,
    )
    return write, look


def _writing(group: AWSObject) -> Statement:
    actions = [logs_actions.CreateLogStream, logs_actions.PutLogEvents, logs_actions.DescribeLogStreams]
    return Statement(Effect=Allow, Action=actions, Resource=[GetAtt(group, "Arn")])


def _service(service: str, action: object) -> Statement:
    mine = Condition(StringEquals({"aws:SourceAccount": AccountId}))
    return Statement(Effect=Allow, Principal=Principal("Service", service), Action=[action], Condition=mine)
