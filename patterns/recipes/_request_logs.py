"""The bucket that a load balancer writes its request log to. Not a recipe.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from awacs import s3 as s3_actions
from awacs.aws import Allow, ArnLike, Condition, Principal, Statement
from troposphere import AWSObject, Sub

from patterns.recipes._buckets import log_bucket

if TYPE_CHECKING:
    from patterns.scope import Scope

KEPT_DAYS = 365


def request_logs(scope: Scope) -> dict[str, AWSObject]:
    """The bucket, with S3-managed keys, the only ones the log is delivered under, and the leave to write to it."""
    bucket, closed = log_bucket(scope, "LogBucket", days=KEPT_DAYS, deliver=_delivery_allowed)
    return {"log_bucket": bucket, "log_bucket_policy": closed}


def _delivery_allowed(bucket: AWSObject) -> tuple[Statement]:
    """Let load balancers of this account and Region write their logs, and no others."""
    mine = Sub("arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:loadbalancer/*")
    deliver = Statement(
        Sid="AllowLogDelivery", Effect=Allow, Action=[s3_actions.PutObject],
        Principal=Principal("Service", "logdelivery.elasticloadbalancing.amazonaws.com"),
        Resource=[Sub(f"${{{bucket.title}.Arn}}/AWSLogs/${{AWS::AccountId}}/*")],
        Condition=Condition(ArnLike({"aws:SourceArn": mine})),
    )  # fmt: skip
    return (deliver,)
