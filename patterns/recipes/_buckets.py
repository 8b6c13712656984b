"""The parts of a safe bucket that more than one recipe needs, and the bucket of a service's logs. Not a recipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from awacs import s3 as s3_actions
from awacs.aws import Action, Allow, ArnLike, Bool, Condition, Deny, Principal, Statement, StringEquals
from troposphere import AccountId, AWSObject, GetAtt, Ref, Sub, s3

from patterns.recipes._policies import policy

if TYPE_CHECKING:
    from patterns.scope import Scope

OWNER_ENFORCED = s3.OwnershipControls(Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")])
NOT_PUBLIC = s3.PublicAccessBlockConfiguration(
    BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
)
# Both are the defaults of every new bucket since April 2023. Stating them keeps them: what a template does not
# declare, drift detection does not watch.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html


def plain_http_denied(bucket: AWSObject) -> Statement:
    """The statement that denies every request over plain HTTP to `bucket` and its objects."""
    return Statement(
        Sid="DenyPlainHttp",
        Effect=Deny,
        Principal=Principal("*"),
        Action=[Action("s3", "*")],
        Resource=[GetAtt(bucket, "Arn"), Sub(f"${{{bucket.title}.Arn}}/*")],
        Condition=Condition(Bool({"aws:SecureTransport": "false"})),
    )


def log_delivery_allowed(bucket: AWSObject, log_bucket: AWSObject) -> Statement:
    """Let S3 deliver the logs of this bucket of this account, and of no other (the confused deputy).

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    return Statement(
        Sid="AllowLogDelivery",
        Effect=Allow,
        Principal=Principal("Service", "logging.s3.amazonaws.com"),
        Action=[s3_actions.PutObject],
        Resource=[Sub(f"${{{log_bucket.title}.Arn}}/access/*")],
        Condition=Condition(
            [ArnLike({"aws:SourceArn": GetAtt(bucket, "Arn")}), StringEquals({"aws:SourceAccount": AccountId})]
        ),
    )


def default_encryption(key: AWSObject | None) -> s3.BucketEncryption:
    """Default encryption: S3-managed keys, or `key` with a bucket key, which asks KMS once and not per object."""
    if key is None:
        rule = s3.ServerSideEncryptionRule(
            ServerSideEncryptionByDefault=s3.ServerSideEncryptionByDefault(SSEAlgorithm="AES256")
        )
    else:
        default = s3.ServerSideEncryptionByDefault(SSEAlgorithm="aws:kms", KMSMasterKeyID=GetAtt(key, "Arn"))
        rule = s3.ServerSideEncryptionRule(ServerSideEncryptionByDefault=default, BucketKeyEnabled=True)
    return s3.BucketEncryption(ServerSideEncryptionConfiguration=[rule])


def abandoned_uploads(days: int) -> s3.LifecycleRule:
    """The lifecycle rule that removes the parts of uploads not finished after so many days."""
    abort = s3.AbortIncompleteMultipartUpload(DaysAfterInitiation=days)
    return s3.LifecycleRule(Id="abandoned-uploads", Status="Enabled", AbortIncompleteMultipartUpload=abort)


def log_bucket(
    scope: Scope, title: str, *, days: int, deliver: Callable[[AWSObject], Iterable[Statement]], rule: str = "old-logs"
) -> tuple[AWSObject, AWSObject]:
    """A bucket that a service writes logs to, kept so many days and longer than their stack, and its policy.

    Its keys are S3's own, under which every service delivers. The policy lets in who delivers, as `deliver` says of the
    bucket, and over HTTPS only. `rule` is the id of the lifecycle rule that removes what is old.
    """
    expiry = s3.LifecycleRule(Id=rule, Status="Enabled", ExpirationInDays=days)
    bucket = scope.add(
        title, s3.Bucket, BucketEncryption=default_encryption(None), OwnershipControls=OWNER_ENFORCED,
        PublicAccessBlockConfiguration=NOT_PUBLIC,
        LifecycleConfiguration=s3.LifecycleConfiguration(Rules=[abandoned_uploads(7), expiry]),
        DeletionPolicy="RetainExceptOnCreate", UpdateReplacePolicy="Retain",
    )  # fmt: skip
    closed = scope.add(
        f"{title}Policy", s3.BucketPolicy, Bucket=Ref(bucket),
        PolicyDocument=policy(*deliver(bucket), plain_http_denied(bucket)),
    )  # fmt: skip
    return bucket, closed
