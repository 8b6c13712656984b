"""What tells of a function's failures: the queue of the events it could not process, and the alarm. Not a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from awacs.aws import Action, Bool, Condition, Deny, Principal, Statement
from troposphere import AWSObject, GetAtt, Ref, Sub, cloudwatch, logs, sns, sqs

from patterns.recipes._policies import policy

if TYPE_CHECKING:
    from patterns.scope import Scope

LONGEST = 1_209_600
"""Seconds for which SQS keeps a message at most: fourteen days."""


def dead_letters(scope: Scope) -> dict[str, AWSObject]:
    """A queue for the events a function could not process, closed to plain HTTP. It goes with its stack.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    """
    queue = scope.add(
        "DeadLetters",
        sqs.Queue,
        MessageRetentionPeriod=LONGEST,
        SqsManagedSseEnabled=True,
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )
    denied = Statement(
        Sid="DenyPlainHttp",
        Effect=Deny,
        Principal=Principal("*"),
        Action=[Action("sqs", "*")],
        Resource=[GetAtt(queue, "Arn")],
        Condition=Condition(Bool({"aws:SecureTransport": "false"})),
    )
    closed = scope.add("DeadLettersPolicy", sqs.QueuePolicy, Queues=[Ref(queue)], PolicyDocument=policy(denied))
    return {"dead_letters": queue, "dead_letters_policy": closed}


def failures_watched(scope: Scope, function: AWSObject, log_group: AWSObject) -> dict[str, AWSObject]:
    """An alarm on what goes wrong in `function`, and the topic that mails it to the owner, who confirms it once.

    Lambda's own metric counts the calls that raised or ran out of time; a 500 that the code answered in good order is a
    success to Lambda, so that the log is counted as well. The topic is not encrypted: CloudWatch cannot publish through
    the AWS managed key, and its messages hold no data.
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    """
    topic = scope.add("AlarmTopic", sns.Topic, DisplayName="Failing function")
    mail = scope.add(
        "AlarmMail", sns.SubscriptionResource, TopicArn=Ref(topic), Protocol="email",
        Endpoint=scope.parameter("OwnerEmail"),
    )  # fmt: skip
    counted = {"MetricName": f"{function.title}Answered500", "MetricNamespace": Sub("Functions/${AWS::StackName}")}
    count = scope.add(
        "FailureCount", logs.MetricFilter, LogGroupName=Ref(log_group), FilterPattern="{ $.status = 500 }",
        MetricTransformations=[logs.MetricTransformation(**counted, MetricValue="1")],
    )  # fmt: skip
    alarm = scope.add(
        "FailureAlarm",
        cloudwatch.Alarm,
        AlarmDescription="Calls of the function fail: its log has a line for each.",
        Metrics=[
            cloudwatch.MetricDataQuery(
                Id="failures", Expression="FILL(errors, 0) + FILL(answered, 0)", Label="Failures", ReturnData=True
            ),
            _summed("errors", "AWS/Lambda", "Errors", FunctionName=Ref(function)),
            _summed("answered", counted["MetricNamespace"], counted["MetricName"]),
        ],
        EvaluationPeriods=5,
        DatapointsToAlarm=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        # Without calls there is no data, and no call is no failure.
        TreatMissingData="notBreaching",
        AlarmActions=[Ref(topic)],
    )
    return {"alarm_topic": topic, "alarm_mail": mail, "failure_count": count, "failure_alarm": alarm}


def _summed(id: str, namespace: Any, name: Any, **dimensions: Any) -> cloudwatch.MetricDataQuery:
    """A metric summed up by the minute, for an expression."""
    metric = cloudwatch.Metric(
        Namespace=namespace,
        MetricName=name,
        Dimensions=[cloudwatch.MetricDimension(Name=key, Value=value) for key, value in dimensions.items()],
    )
    return cloudwatch.MetricDataQuery(
        Id=id, MetricStat=cloudwatch.MetricStat(Metric=metric, Period=60, Stat="Sum"), ReturnData=False
    )
