"""What S3 asks of IAM.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
Not modelled: access points, directory buckets, ACLs but for an object that everybody may read, and the policies of
POST forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from patterns.iam import Request
from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pairs, use_key
from patterns.sandbox.permissions.encryption import DISABLED, GONE, NO_KEY, PENDING_DELETION, KeyUse
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording, Words
from patterns.sandbox.services.s3.patches import kept
from patterns.sandbox.services.s3.patches.requests import kept_from


def _read(situation: Situation) -> Iterator[Ask]:
    """An object, by its version where one is named; who may not list learns nothing of what is not there."""
    versioned = "Version" if situation.params.get("VersionId") else ""
    yield from _about(situation, f"s3:GetObject{versioned}")
    if not versioned and not kept.object_exists(situation.account_id, *_named(situation)):
        yield Ask("s3:ListBucket", _bucket(situation), _prefix(situation))
        return
    key, through_bucket = kept.encryption_key(situation.account_id, *_named(situation))
    yield from _decrypt(situation, key, through_bucket=through_bucket)


def _decrypt(situation: Situation, key: str | None, *, through_bucket: bool) -> Iterator[Ask]:
    yield from use_key(situation, key, "s3", "Decrypt", context=_encryption(situation, through_bucket=through_bucket))


def _write(situation: Situation) -> Iterator[Ask]:
    """An object, with what the call says of it: tags, an ACL, a retention, a hold, a key of KMS."""
    params = situation.params
    yield from _about(situation, "s3:PutObject")
    further = {
        "s3:PutObjectTagging": params.get("Tagging"),
        "s3:PutObjectAcl": params.get("ACL") or any(params.get(name) for name in GRANTS),
        "s3:PutObjectRetention": params.get("ObjectLockMode"),
        "s3:PutObjectLegalHold": params.get("ObjectLockLegalHoldStatus"),
    }
    for action, wanted in further.items():
        if wanted:
            yield from _about(situation, action)
    default, through_bucket = kept.encryption_key(situation.account_id, _named(situation)[0])
    named = params.get("SSEKMSKeyId") or (None if params.get("ServerSideEncryption") == "AES256" else default)
    # What comes in parts is encrypted and decrypted: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    is_whole = situation.operation in ("PutObject", "CopyObject")
    actions = ("GenerateDataKey",) if is_whole else ("GenerateDataKey", "Decrypt")
    context = _encryption(situation, through_bucket=through_bucket)
    yield from use_key(situation, named, "s3", *actions, context=context)


def _encryption(situation: Situation, *, through_bucket: bool) -> Mapping[str, str]:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context."""
    return {"aws:s3:arn": _bucket(situation) if through_bucket else _object(situation)}


def _copy(situation: Situation) -> Iterator[Ask]:
    """The source is read, the destination written."""
    source = situation.params.get("CopySource")
    bucket, key, version = _source(source)
    action = "s3:GetObjectVersion" if version else "s3:GetObject"
    yield Ask(action, f"arn:aws:s3:::{bucket}/{key}")
    encrypted, through_bucket = kept.encryption_key(situation.account_id, bucket, key)
    arn = f"arn:aws:s3:::{bucket}" if through_bucket else f"arn:aws:s3:::{bucket}/{key}"
    yield from use_key(situation, encrypted, "s3", "Decrypt", context={"aws:s3:arn": arn})
    yield from _write(situation)


def _source(given: Any) -> tuple[str, str, str]:
    """(bucket, key, version) of what is copied, which the header writes as one address."""
    if isinstance(given, Mapping):
        return str(given.get("Bucket")), str(given.get("Key")), str(given.get("VersionId") or "")
    path, _, query = unquote(str(given or "")).removeprefix("/").partition("?")
    bucket, _, key = path.partition("/")
    return bucket, key, query.removeprefix("versionId=")


def _delete(situation: Situation) -> Iterator[Ask]:
    yield from _about(situation, f"s3:DeleteObject{'Version' if situation.params.get('VersionId') else ''}")
    if situation.params.get("BypassGovernanceRetention"):
        yield from _about(situation, "s3:BypassGovernanceRetention")


def _delete_many(situation: Situation) -> Iterator[Ask]:
    for one in (situation.params.get("Delete") or {}).get("Objects") or ():
        action = f"s3:DeleteObject{'Version' if one.get('VersionId') else ''}"
        yield Ask(action, f"{_bucket(situation)}/{one.get('Key')}")


def _list(situation: Situation) -> Iterator[Ask]:
    yield Ask("s3:ListBucket", _bucket(situation), *_pinned_prefix(situation))


def _list_versions(situation: Situation) -> Iterator[Ask]:
    yield Ask("s3:ListBucketVersions", _bucket(situation), *_pinned_prefix(situation))


def _pinned_prefix(situation: Situation) -> tuple[Mapping[str, Value], tuple[str, ...]]:
    named = _prefix(situation)
    return named, tuple(named)


def _prefix(situation: Situation) -> dict[str, Value]:
    return {"s3:prefix": situation.params["Prefix"]} if situation.params.get("Prefix") else {}


def _create(situation: Situation) -> Iterator[Ask]:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html, its permissions."""
    params, bucket = situation.params, _bucket(situation)
    yield Ask("s3:CreateBucket", bucket)
    if params.get("ACL") or any(params.get(name) for name in GRANTS):
        yield Ask("s3:PutBucketAcl", bucket)
    if params.get("ObjectLockEnabledForBucket"):
        yield Ask("s3:PutBucketObjectLockConfiguration", bucket)
        yield Ask("s3:PutBucketVersioning", bucket)
    if params.get("ObjectOwnership"):
        yield Ask("s3:PutBucketOwnershipControls", bucket)


def _form(situation: Situation) -> Iterator[Ask]:
    """What a browser sends: the key is a field of the form."""
    yield Ask("s3:PutObject", f"{_bucket(situation)}/{situation.call.request.form.get('key', '*')}")


def _is_absent(situation: Situation) -> bool:
    """Whether there is no such bucket, which S3 tells everybody: names are the whole world's."""
    bucket = situation.params.get("Bucket")
    named = bucket is not None and situation.operation != "CreateBucket"
    return named and not kept.bucket_exists(situation.account_id, str(bucket))


def _by_version(action: str) -> Any:
    """The action for an object, which has another name where a version is named."""

    def asks(situation: Situation) -> Iterator[Ask]:
        named = action.replace("Object", "ObjectVersion") if situation.params.get("VersionId") else action
        yield from _about(situation, f"s3:{named}")

    return asks


def _about(situation: Situation, action: str) -> Iterator[Ask]:
    yield Ask(action, _object(situation))


def _named(situation: Situation) -> tuple[str, str]:
    return str(situation.params.get("Bucket")), str(situation.params.get("Key"))


def _bucket(situation: Situation) -> str:
    return f"arn:aws:s3:::{situation.params.get('Bucket', '*')}"


def _object(situation: Situation) -> str:
    return f"{_bucket(situation)}/{situation.params.get('Key', '*')}"


GRANTS = ("GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP")

KEYS: Mapping[str, str] = {
    "ACL": "s3:x-amz-acl",
    "ServerSideEncryption": "s3:x-amz-server-side-encryption",
    "SSEKMSKeyId": "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "SSECustomerAlgorithm": "s3:x-amz-server-side-encryption-customer-algorithm",
    "StorageClass": "s3:x-amz-storage-class",
    "MetadataDirective": "s3:x-amz-metadata-directive",
    "CopySource": "s3:x-amz-copy-source",
    "WebsiteRedirectLocation": "s3:x-amz-website-redirect-location",
    "ObjectOwnership": "s3:x-amz-object-ownership",
    "GrantFullControl": "s3:x-amz-grant-full-control",
    "GrantRead": "s3:x-amz-grant-read",
    "GrantReadACP": "s3:x-amz-grant-read-acp",
    "GrantWrite": "s3:x-amz-grant-write",
    "GrantWriteACP": "s3:x-amz-grant-write-acp",
    "VersionId": "s3:VersionId",
    "Prefix": "s3:prefix",
    "Delimiter": "s3:delimiter",
    "MaxKeys": "s3:max-keys",
    "ObjectLockMode": "s3:object-lock-mode",
    "ObjectLockLegalHoldStatus": "s3:object-lock-legal-hold",
}
"""The condition keys that are a parameter of the call."""


def _keys(situation: Situation) -> dict[str, Value]:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html."""
    params = situation.params
    found: dict[str, Value] = {key: str(params[name]) for name, key in KEYS.items() if params.get(name) is not None}
    found["s3:ResourceAccount"] = situation.account_id
    if situation.call.request.url.startswith("https:"):
        found["s3:TlsVersion"] = "1.3"
    if situation.call.access_key:
        is_presigned = "Signature=" in situation.call.request.url
        found["s3:authType"] = "REST-QUERY-STRING" if is_presigned else "REST-HEADER"
        is_old = "AWSAccessKeyId=" in situation.call.request.url
        found["s3:signatureversion"] = "AWS" if is_old else "AWS4-HMAC-SHA256"
    tags = dict(_object_tags(params.get("Tagging")))
    found |= {f"s3:RequestObjectTag/{key}": value for key, value in tags.items()}
    return found | ({"s3:RequestObjectTagKeys": tuple(tags)} if tags else {})


def _object_tags(given: Any) -> Iterator[tuple[str, str]]:
    if isinstance(given, str):
        yield from parse_qsl(given, keep_blank_values=True)
    else:
        yield from pairs(given)


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    """The tags of an object; a bucket's count only where that was turned on, which is not modelled."""
    bucket, _, key = arn.removeprefix("arn:aws:s3:::").partition("/")
    return dict(pairs(situation.ask("s3", "get_object_tagging", Bucket=bucket, Key=key).get("TagSet"))) if key else {}


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
    key, _ = kept.encryption_key(situation.account_id, _named(situation)[0])
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
    resources={"bucket": _bucket, "object": _object},
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
        "CreateBucket": _create,
        "ListObjects": _list,
        "ListObjectsV2": _list,
        "ListObjectVersions": _list_versions,
        "GetObject": _read,
        "HeadObject": _read,
        "PutObject": _write,
        "PostObject": _form,
        "CreateMultipartUpload": _write,
        "UploadPart": _write,
        "CompleteMultipartUpload": _write,
        "CopyObject": _copy,
        "UploadPartCopy": _copy,
        "DeleteObject": _delete,
        "DeleteObjects": _delete_many,
        "GetObjectAcl": _by_version("GetObjectAcl"),
        "PutObjectAcl": _by_version("PutObjectAcl"),
        "GetObjectTagging": _by_version("GetObjectTagging"),
        "PutObjectTagging": _by_version("PutObjectTagging"),
        "DeleteObjectTagging": _by_version("DeleteObjectTagging"),
    },
    keys=_keys,
    tags=_tags,
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
    policy_documents={"PutBucketPolicy": PolicyDocument("Policy", "MalformedPolicy")},
    key_uses={
        **dict.fromkeys(("GetObject", "HeadObject"), READS),
        **dict.fromkeys(("CopyObject", "CreateMultipartUpload", "PutObject"), WRITES),
    },
)
