"""What S3 asks of IAM.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
Not modelled: access points, directory buckets, ACLs but for an object that everybody may read, and the policies of
POST forms.
"""

from __future__ import annotations

from patterns.iam import Request
from patterns.refusals import _s3_policies as policy_rules
from patterns.refusals import s3
from patterns.sandbox.permissions import Service, Situation
from patterns.sandbox.permissions.encryption import DISABLED, GONE, NO_KEY, PENDING_DELETION, KeyUse
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording, Words
from patterns.sandbox.services.s3 import asks, condition_keys
from patterns.sandbox.services.s3.patches import kept
from patterns.sandbox.services.s3.patches.requests import kept_from


def _is_absent(situation: Situation) -> bool:
    """Whether there is no such bucket, which S3 tells everybody: names are the whole world's."""
    bucket = situation.params.get("Bucket")
    named = bucket is not None and situation.operation != "CreateBucket"
    return named and not kept.bucket_exists(situation.account_id, str(bucket))


def _is_open(situation: Situation, request: Request) -> bool:
    """Whether an object's ACL lets everybody read it, and nothing blocks that."""
    if not request.who.is_anonymous or request.action != "s3:GetObject":
        return False
    path = request.resource.split(":", 5)[5]
    block = kept.public_access_block(situation.account_id, path) or {}
    bucket, _, key = path.partition("/")
    return kept.is_public_object(situation.account_id, bucket, key) and not block.get("IgnorePublicAcls")


def _key_of_read(situation: Situation) -> str | None:
    params = situation.params
    named = {name: params[name] for name in ("Bucket", "Key", "VersionId") if name in params}
    key: str | None = situation.ask("s3", "head_object", **named).get("SSEKMSKeyId")
    return key


def _key_of_write(situation: Situation) -> str | None:
    """The key that the call names, or the bucket's where it says nothing of encryption."""
    if situation.params.get("ServerSideEncryption"):
        return situation.text("SSEKMSKeyId")
    key, _ = kept.encryption_key(situation.account_id, asks.bucket_and_key(situation)[0])
    return key


KEY_REFUSALS = {
    DISABLED: Words("KMS.DisabledException", "{kms}", 400),
    PENDING_DELETION: Words("KMS.KMSInvalidStateException", "{kms}", 400),
    GONE: Words("KMS.NotFoundException", "{kms}", 400),
}
READS = KeyUse(_key_of_read, KEY_REFUSALS | {GONE: Words("AccessDenied", NO_KEY, 403)})
WRITES = KeyUse(_key_of_write, KEY_REFUSALS)

SERVICE = Service(
    prefix="s3",
    resources={"bucket": asks.bucket_arn, "object": asks.object_arn},
    operations={
        "": "ListBuckets=ListAllMyBuckets",
        "bucket": """
            DeleteBucket HeadBucket=ListBucket ListMultipartUploads=ListBucketMultipartUploads GetBucketLocation
            GetBucketVersioning PutBucketVersioning GetBucketPolicy PutBucketPolicy DeleteBucketPolicy
            GetBucketPolicyStatus GetBucketAcl PutBucketAcl GetBucketCors=GetBucketCORS PutBucketCors=PutBucketCORS
            DeleteBucketCors=PutBucketCORS GetBucketLogging PutBucketLogging
            GetBucketNotificationConfiguration=GetBucketNotification
            PutBucketNotificationConfiguration=PutBucketNotification GetBucketTagging PutBucketTagging
            DeleteBucketTagging=PutBucketTagging GetBucketEncryption=GetEncryptionConfiguration
            PutBucketEncryption=PutEncryptionConfiguration DeleteBucketEncryption=PutEncryptionConfiguration
            GetBucketLifecycleConfiguration=GetLifecycleConfiguration
            PutBucketLifecycleConfiguration=PutLifecycleConfiguration DeleteBucketLifecycle=PutLifecycleConfiguration
            GetPublicAccessBlock=GetBucketPublicAccessBlock PutPublicAccessBlock=PutBucketPublicAccessBlock
            DeletePublicAccessBlock=PutBucketPublicAccessBlock GetBucketOwnershipControls PutBucketOwnershipControls
            DeleteBucketOwnershipControls=PutBucketOwnershipControls
            GetObjectLockConfiguration=GetBucketObjectLockConfiguration
            PutObjectLockConfiguration=PutBucketObjectLockConfiguration
            GetBucketReplication=GetReplicationConfiguration PutBucketReplication=PutReplicationConfiguration
            DeleteBucketReplication=PutReplicationConfiguration GetBucketWebsite PutBucketWebsite DeleteBucketWebsite
            GetBucketRequestPayment PutBucketRequestPayment
            GetBucketAccelerateConfiguration=GetAccelerateConfiguration
            PutBucketAccelerateConfiguration=PutAccelerateConfiguration
            GetBucketInventoryConfiguration=GetInventoryConfiguration
            ListBucketInventoryConfigurations=GetInventoryConfiguration
            PutBucketInventoryConfiguration=PutInventoryConfiguration
            DeleteBucketInventoryConfiguration=PutInventoryConfiguration
            GetBucketMetricsConfiguration=GetMetricsConfiguration
            PutBucketMetricsConfiguration=PutMetricsConfiguration
            GetBucketIntelligentTieringConfiguration=GetIntelligentTieringConfiguration
            PutBucketIntelligentTieringConfiguration=PutIntelligentTieringConfiguration
        """,
        "object": """
            AbortMultipartUpload ListParts=ListMultipartUploadParts RestoreObject GetObjectRetention
            PutObjectRetention GetObjectLegalHold PutObjectLegalHold GetObjectAttributes SelectObjectContent=GetObject
        """,
    },
    several={
        "CreateBucket": asks.create,
        "ListObjects": asks.list_current,
        "ListObjectsV2": asks.list_current,
        "ListObjectVersions": asks.list_versions,
        "GetObject": asks.read,
        "HeadObject": asks.read,
        "PutObject": asks.write,
        "PostObject": asks.form,
        "CreateMultipartUpload": asks.write,
        "UploadPart": asks.write,
        "CompleteMultipartUpload": asks.write,
        "CopyObject": asks.copy,
        "UploadPartCopy": asks.copy,
        "DeleteObject": asks.delete,
        "DeleteObjects": asks.delete_many,
        "GetObjectAcl": asks.by_version("GetObjectAcl"),
        "PutObjectAcl": asks.by_version("PutObjectAcl"),
        "GetObjectTagging": asks.by_version("GetObjectTagging"),
        "PutObjectTagging": asks.by_version("PutObjectTagging"),
        "DeleteObjectTagging": asks.by_version("DeleteObjectTagging"),
    },
    keys=condition_keys.keys,
    tags=condition_keys.tags,
    tagged=("s3:ExistingObjectTag",),
    answers=_is_absent,
    policy=kept.policy,
    policies=kept.policies,
    public_access_block=kept.public_access_block,
    encrypts=True,
    each={"DeleteObjects": kept_from},
    open_to=_is_open,
    wording=Wording(
        throttling={"": Words("SlowDown", "Please reduce your request rate.", 503)},
        trouble="InternalError",
        code="AccessDenied",
        status=403,
        anonymous="Access Denied",
        resource=' on resource: "{}"',
        names_any=False,
        # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
        unknown_key=(
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
            403,
        ),
    ),
    policy_documents={
        "PutBucketPolicy": PolicyDocument(
            "Policy",
            s3.MALFORMED,
            unknown_principal=s3.NOBODY,
            refusal=policy_rules.refusal,
        )
    },
    key_uses={
        **dict.fromkeys(("GetObject", "HeadObject"), READS),
        **dict.fromkeys(("CopyObject", "CreateMultipartUpload", "PutObject"), WRITES),
    },
)
