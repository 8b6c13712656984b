"""The bucket that a load balancer writes its request log to. Not a recipe.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from awacs import s3 as s3_actions
from awacs.aws import Allow, ArnLike, Condition, Principal, Statement
from troposphere import AWSObject, Ref, Sub, s3

from patterns.recipes._buckets import (
    NOT_PUBLIC,
    OWNER_ENFORCED,
    abandoned_uploads,
    default_encryption,
    plain_http_denied,
)
from patterns.recipes._policies import policy

if TYPE_CHECKING:
    from patterns.scope import Scope

KEPT_DAYS = 365


def request_logs(scope: Scope) -> dict[str, AWSObject]:
    """The bucket, with S3-managed keys, the only ones the log is delivered under, and the leave to write to it."""
    expiry = s3.LifecycleRule(Id="old-logs", Status="Enabled", ExpirationInDays=KEPT_DAYS)
    bucket = scope.add(
        "LogBucket", s3.Bucket, BucketEncryption=default_encryption(None), OwnershipControls=OWNER_ENFORCED,
        PublicAccessBlockConfiguration=NOT_PUBLIC,
        LifecycleConfiguration=s3.LifecycleConfiguration(Rules=[abandoned_uploads(7), expiry]),
        DeletionPolicy="RetainExceptOnCreate", UpdateReplacePolicy="Retain",
    )  # fmt: skip
    mine = Sub("arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:loadbalancer/*")
    deliver = Statement(
        Sid="AllowLogDelivery", Effect=Allow, Action=[s3_actions.PutObject],
        Principal=Principal("Service", "logdelivery.elasticloadbalancing.amazonaws.com"),
        Resource=[Sub(f"${{{bucket.title}.Arn}}/AWSLogs/${{AWS::AccountId}}/*")],
        Condition=Condition(ArnLike({"aws:SourceArn": mine})),
    )  # fmt: skip
    closed = scope.add(
        "LogBucketPolicy", s3.BucketPolicy, Bucket=Ref(bucket),
        PolicyDocument=policy(deliver, plain_http_denied(bucket)),
    )  # fmt: skip
    return {"log_bucket": bucket, "log_bucket_policy": closed}
