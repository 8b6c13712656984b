"""SecureBucket: an S3 bucket that keeps its objects private, encrypted, recoverable and accounted for.

Not modelled: replication, inventory and notifications. A bucket that needs them is a recipe of its own.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from troposphere import AWSObject, GetAtt, Ref, s3

from patterns.parameters import Choice, Number, ParameterError, Switch, Text, Texts
from patterns.pattern import Parameter, Pattern
from patterns.recipes._buckets import (
    NOT_PUBLIC,
    OWNER_ENFORCED,
    abandoned_uploads,
    default_encryption,
    log_delivery_allowed,
    plain_http_denied,
)
from patterns.recipes._keys import deletion, own_key
from patterns.recipes._policies import policy
from patterns.scope import Exports, Scope

DAYS = 3650
"""The longest period the recipe offers, ten years; S3 itself takes any positive number of days."""

CLASSES = {
    "STANDARD_IA": "Standard-Infrequent Access",
    "INTELLIGENT_TIERING": "Intelligent-Tiering",
    "GLACIER_IR": "Glacier Instant Retrieval",
    "GLACIER": "Glacier Flexible Retrieval",
    "DEEP_ARCHIVE": "Glacier Deep Archive",
}
"""The storage classes to move to (https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html)."""


class SecureBucket(Pattern):
    """Private, encrypted, versioned storage that records who touched it."""

    title: ClassVar[str] = "What does it take to keep an object safe in S3?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 45
    path: ClassVar[str] = "Keep data safe"

    encryption: Annotated[
        Literal["AES256", "aws:kms"],
        Parameter(
            Choice(
                label="Encryption", group="Protection",
                options={"AES256": "S3-managed keys", "aws:kms": "a KMS key of your own"},
                # https://aws.amazon.com/s3/pricing/ and https://aws.amazon.com/kms/pricing/
                help="S3-managed keys cost nothing; a KMS key costs $1 a month, and also decides who may read.",
            )
        ),
    ] = "AES256"  # fmt: skip
    tls_only: Annotated[
        bool,
        Parameter(
            Switch(label="TLS only", group="Protection", help="Denies every request that comes over plain HTTP.")
        ),
    ] = True
    object_lock: Annotated[
        Literal["none", "GOVERNANCE", "COMPLIANCE"],
        Parameter(
            Choice(
                label="Object lock", group="Protection", needs=(("versioning", (True,)),),
                options={
                    "none": "objects can be deleted",
                    "GOVERNANCE": "only with a special permission",
                    "COMPLIANCE": "by nobody, not even root",
                },
                help="Nobody deletes a version before its date, not even you in compliance mode; you pay until then.",
            )
        ),
    ] = "none"  # fmt: skip
    object_lock_days: Annotated[
        int,
        Parameter(
            Number(
                label="Locked for", group="Protection", unit="days", minimum=1, maximum=DAYS,
                needs=(("object_lock", ("GOVERNANCE", "COMPLIANCE")),),
                help="How long each new version cannot be deleted.",
            )
        ),
    ] = 30  # fmt: skip
    cors_origins: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Browser origins", group="Protection", most=10,
                help="Web pages from these origins may read objects; leave it empty for none.",
                item=Text(
                    label="Origin", help="", pattern=r"https://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?", maximum=255,
                    shape="an https origin without a path",
                    examples=("https://www.example.com", "https://app.example.org:8443"),
                ),
            )
        ),
    ] = ()  # fmt: skip
    versioning: Annotated[
        bool,
        Parameter(
            Switch(
                label="Versioning", group="Recovery",
                help="Keeps what is overwritten or deleted; every version kept is storage you pay for.",
            )
        ),
    ] = True  # fmt: skip
    noncurrent_days: Annotated[
        int,
        Parameter(
            Number(
                label="Old versions kept", group="Recovery", unit="days", minimum=1, maximum=DAYS,
                help="How long a mistake can be undone; after that, old versions stop costing.",
            )
        ),
    ] = 30  # fmt: skip
    retain: Annotated[
        bool,
        Parameter(
            Switch(
                label="Keep on stack deletion", group="Recovery",
                help="The bucket outlives its stack, and so does its bill until you empty it yourself.",
            )
        ),
    ] = True  # fmt: skip
    incomplete_upload_days: Annotated[
        int,
        Parameter(
            Number(
                label="Abandoned uploads kept", group="Storage cost", unit="days", minimum=1, maximum=365,
                help="Parts of uploads that never finished are invisible, and billed until they are removed.",
            )
        ),
    ] = 7  # fmt: skip
    transition_class: Annotated[
        str,
        Parameter(
            Choice(
                label="Move to cheaper class", group="Storage cost",
                options={"none": "stay in Standard", **CLASSES},
                help="Cheaper to keep, dearer to read; the last two take minutes or hours to answer a read.",
            )
        ),
    ] = "none"  # fmt: skip
    transition_days: Annotated[
        int,
        Parameter(
            Number(
                label="Moved after", group="Storage cost", unit="days", minimum=30, maximum=DAYS,
                needs=(("transition_class", tuple(CLASSES)),),
                help="Cheaper classes bill at least 30 days: an object moved too soon costs more, not less.",
            )
        ),
    ] = 90  # fmt: skip
    access_logs: Annotated[
        bool,
        Parameter(
            Switch(
                label="Access logs", group="Access logs",
                help="Who read what, a few hours later, for the price of storing the lines.",
            )
        ),
    ] = True  # fmt: skip
    log_retention_days: Annotated[
        int,
        Parameter(
            Number(
                label="Logs kept", group="Access logs", unit="days", minimum=1, maximum=DAYS,
                needs=(("access_logs", (True,)),),
                help="An incident is often found months later; logs older than this are gone.",
            )
        ),
    ] = 365  # fmt: skip

    def require(self) -> None:
        """Refuse an object lock without the versions it would lock."""
        if self.object_lock != "none" and not self.versioning:
            raise ParameterError(
                "object_lock", self.object_lock, "needs versioning=True: S3 locks versions, so turn versioning on"
            )

    def build(self, scope: Scope) -> Exports:
        """The bucket, and where chosen its policy, its log bucket with the delivery policy, its key with an alias."""
        made: dict[str, AWSObject] = {}
        if self.encryption == "aws:kms":
            made |= own_key(scope, "Encrypts the objects of the bucket.", retain=self.retain)
        if self.access_logs:
            made["log_bucket"] = scope.add("LogBucket", s3.Bucket, **self._log_bucket())
        made["bucket"] = bucket = scope.add("Bucket", s3.Bucket, **self._bucket(made))
        if self.tls_only:
            made["bucket_policy"] = scope.add(
                "BucketPolicy", s3.BucketPolicy, Bucket=Ref(bucket), PolicyDocument=policy(plain_http_denied(bucket))
            )
        if self.access_logs:
            made["log_bucket_policy"] = self._log_bucket_policy(scope, bucket, made["log_bucket"])
        scope.output("BucketName", Ref(bucket), "Name of the bucket.")
        scope.output("BucketArn", GetAtt(bucket, "Arn"), "ARN of the bucket, for policies.")
        return Exports(**made)

    def _bucket(self, made: dict[str, AWSObject]) -> dict[str, Any]:
        attributes = deletion(retain=self.retain) | {
            "BucketEncryption": default_encryption(made.get("key")),
            "LifecycleConfiguration": s3.LifecycleConfiguration(Rules=self._rules()),
            "OwnershipControls": OWNER_ENFORCED,
            "PublicAccessBlockConfiguration": NOT_PUBLIC,
        }
        if self.versioning:
            attributes["VersioningConfiguration"] = s3.VersioningConfiguration(Status="Enabled")
        if self.object_lock != "none":
            attributes["ObjectLockEnabled"] = True
            retention = s3.DefaultRetention(Mode=self.object_lock, Days=self.object_lock_days)
            attributes["ObjectLockConfiguration"] = s3.ObjectLockConfiguration(
                ObjectLockEnabled="Enabled", Rule=s3.ObjectLockRule(DefaultRetention=retention)
            )
        if self.access_logs:
            attributes["LoggingConfiguration"] = s3.LoggingConfiguration(
                DestinationBucketName=Ref(made["log_bucket"]), LogFilePrefix="access/"
            )
        if self.cors_origins:
            rule = s3.CorsRules(
                AllowedMethods=["GET", "HEAD"],
                AllowedOrigins=list(self.cors_origins),
                AllowedHeaders=["*"],
                MaxAge=3600,
            )
            attributes["CorsConfiguration"] = s3.CorsConfiguration(CorsRules=[rule])
        return attributes

    def _rules(self) -> list[s3.LifecycleRule]:
        # Old versions expire with versioning off as well: suspending it keeps those that are there already.
        expiry = s3.NoncurrentVersionExpiration(NoncurrentDays=self.noncurrent_days)
        old_versions = s3.LifecycleRule(
            Id="old-versions", Status="Enabled", NoncurrentVersionExpiration=expiry, ExpiredObjectDeleteMarker=True
        )
        rules = [abandoned_uploads(self.incomplete_upload_days), old_versions]
        if self.transition_class != "none":
            move = s3.LifecycleRuleTransition(StorageClass=self.transition_class, TransitionInDays=self.transition_days)
            rules.append(s3.LifecycleRule(Id="cheaper-class", Status="Enabled", Transitions=[move]))
        return rules

    def _log_bucket(self) -> dict[str, Any]:
        """Attributes of the log bucket. It keeps S3-managed keys: log delivery does not write through a KMS key.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        """
        expiry = s3.LifecycleRule(Id="old-logs", Status="Enabled", ExpirationInDays=self.log_retention_days)
        return deletion(retain=self.retain) | {
            "BucketEncryption": default_encryption(None),
            "LifecycleConfiguration": s3.LifecycleConfiguration(Rules=[abandoned_uploads(7), expiry]),
            "OwnershipControls": OWNER_ENFORCED,
            "PublicAccessBlockConfiguration": NOT_PUBLIC,
        }

    def _log_bucket_policy(self, scope: Scope, bucket: AWSObject, log_bucket: AWSObject) -> AWSObject:
        statements = [log_delivery_allowed(bucket, log_bucket)]
        if self.tls_only:
            statements.append(plain_http_denied(log_bucket))
        return scope.add("LogBucketPolicy", s3.BucketPolicy, Bucket=Ref(log_bucket), PolicyDocument=policy(*statements))
