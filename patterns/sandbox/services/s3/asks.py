"""What the calls of S3 ask of IAM that ask for more than one action, or for another than their name says.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Situation, use_key
from patterns.sandbox.services.s3.patches import kept

GRANTS = ("GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP")


def read(situation: Situation) -> Iterator[Ask]:
    """An object, by its version where one is named; who may not list learns nothing of what is not there."""
    versioned = "Version" if situation.params.get("VersionId") else ""
    yield from _about(situation, f"s3:GetObject{versioned}")
    if not versioned and not kept.object_exists(situation.account_id, *bucket_and_key(situation)):
        yield Ask("s3:ListBucket", bucket_arn(situation), _prefix(situation))
        return
    key, through_bucket = kept.encryption_key(situation.account_id, *bucket_and_key(situation))
    yield from _decrypt(situation, key, through_bucket=through_bucket)


def _decrypt(situation: Situation, key: str | None, *, through_bucket: bool) -> Iterator[Ask]:
    yield from use_key(situation, key, "s3", "Decrypt", context=_encryption(situation, through_bucket=through_bucket))


def write(situation: Situation) -> Iterator[Ask]:
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
    default, through_bucket = kept.encryption_key(situation.account_id, bucket_and_key(situation)[0])
    named = params.get("SSEKMSKeyId") or (None if params.get("ServerSideEncryption") == "AES256" else default)
    # What comes in parts is encrypted and decrypted: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    is_whole = situation.operation in ("PutObject", "CopyObject")
    actions = ("GenerateDataKey",) if is_whole else ("GenerateDataKey", "Decrypt")
    context = _encryption(situation, through_bucket=through_bucket)
    yield from use_key(situation, named, "s3", *actions, context=context)


def _encryption(situation: Situation, *, through_bucket: bool) -> Mapping[str, str]:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context."""
    return {"aws:s3:arn": bucket_arn(situation) if through_bucket else object_arn(situation)}


def copy(situation: Situation) -> Iterator[Ask]:
    """The source is read, the destination written."""
    source = situation.params.get("CopySource")
    bucket, key, version = _source(source)
    action = "s3:GetObjectVersion" if version else "s3:GetObject"
    yield Ask(action, f"arn:aws:s3:::{bucket}/{key}")
    encrypted, through_bucket = kept.encryption_key(situation.account_id, bucket, key)
    arn = f"arn:aws:s3:::{bucket}" if through_bucket else f"arn:aws:s3:::{bucket}/{key}"
    yield from use_key(situation, encrypted, "s3", "Decrypt", context={"aws:s3:arn": arn})
    yield from write(situation)


def _source(given: Any) -> tuple[str, str, str]:
    """(bucket, key, version) of what is copied, which the header writes as one address."""
    if isinstance(given, Mapping):
        return str(given.get("Bucket")), str(given.get("Key")), str(given.get("VersionId") or "")
    path, _, query = unquote(str(given or "")).removeprefix("/").partition("?")
    bucket, _, key = path.partition("/")
    return bucket, key, query.removeprefix("versionId=")


def delete(situation: Situation) -> Iterator[Ask]:
    """The end of an object or of one of its versions, and what lets somebody past a retention."""
    yield from _about(situation, f"s3:DeleteObject{'Version' if situation.params.get('VersionId') else ''}")
    if situation.params.get("BypassGovernanceRetention"):
        yield from _about(situation, "s3:BypassGovernanceRetention")


def delete_many(situation: Situation) -> Iterator[Ask]:
    """The end of each of the objects."""
    for one in (situation.params.get("Delete") or {}).get("Objects") or ():
        action = f"s3:DeleteObject{'Version' if one.get('VersionId') else ''}"
        yield Ask(action, f"{bucket_arn(situation)}/{one.get('Key')}")


def list_current(situation: Situation) -> Iterator[Ask]:
    """The list of a bucket's objects."""
    yield Ask("s3:ListBucket", bucket_arn(situation), *_pinned_prefix(situation))


def list_versions(situation: Situation) -> Iterator[Ask]:
    """The list of all their versions, an action of its own."""
    yield Ask("s3:ListBucketVersions", bucket_arn(situation), *_pinned_prefix(situation))


def _pinned_prefix(situation: Situation) -> tuple[Mapping[str, Value], tuple[str, ...]]:
    named = _prefix(situation)
    return named, tuple(named)


def _prefix(situation: Situation) -> dict[str, Value]:
    return {"s3:prefix": situation.params["Prefix"]} if situation.params.get("Prefix") else {}


def create(situation: Situation) -> Iterator[Ask]:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html, its permissions."""
    params, bucket = situation.params, bucket_arn(situation)
    yield Ask("s3:CreateBucket", bucket)
    if params.get("ACL") or any(params.get(name) for name in GRANTS):
        yield Ask("s3:PutBucketAcl", bucket)
    if params.get("ObjectLockEnabledForBucket"):
        yield Ask("s3:PutBucketObjectLockConfiguration", bucket)
        yield Ask("s3:PutBucketVersioning", bucket)
    if params.get("ObjectOwnership"):
        yield Ask("s3:PutBucketOwnershipControls", bucket)


def form(situation: Situation) -> Iterator[Ask]:
    """What a browser sends: the key is a field of the form."""
    yield Ask("s3:PutObject", f"{bucket_arn(situation)}/{situation.call.request.form.get('key', '*')}")


def by_version(action: str) -> Any:
    """The action for an object, which has another name where a version is named."""

    def asks(situation: Situation) -> Iterator[Ask]:
        named = action.replace("Object", "ObjectVersion") if situation.params.get("VersionId") else action
        yield from _about(situation, f"s3:{named}")

    return asks


def _about(situation: Situation, action: str) -> Iterator[Ask]:
    yield Ask(action, object_arn(situation))


def bucket_and_key(situation: Situation) -> tuple[str, str]:
    """The object that a call is about, by its names."""
    return str(situation.params.get("Bucket")), str(situation.params.get("Key"))


def bucket_arn(situation: Situation) -> str:
    """The ARN of the bucket that a call is about."""
    return f"arn:aws:s3:::{situation.params.get('Bucket', '*')}"


def object_arn(situation: Situation) -> str:
    """The ARN of the object that a call is about."""
    return f"{bucket_arn(situation)}/{situation.params.get('Key', '*')}"
