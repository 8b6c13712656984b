"""What moto keeps of buckets and objects, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.sandbox.services.s3.patches.object_keys import BY_KMS
from patterns.sandbox.simulator.backends import backend, held


def policy(account_id: str, region: str, path: str) -> str | None:
    """The policy of the bucket that a path begins with; None where it has none."""
    text = getattr(_bucket(account_id, path), "policy", None)
    return text.decode() if text else None


def policies(account_id: str, region: str) -> Iterator[str]:
    """The policies of all buckets."""
    return (bucket.policy.decode() for bucket in held("s3", account_id, "aws", "buckets") if bucket.policy)


def public_access_block(account_id: str, path: str) -> dict[str, bool] | None:
    """The four settings of the bucket that a path begins with; None where it has none."""
    block = getattr(_bucket(account_id, path), "public_access_block", None)
    if block is None:
        return None
    return {
        "BlockPublicAcls": block.block_public_acls,
        "IgnorePublicAcls": block.ignore_public_acls,
        "BlockPublicPolicy": block.block_public_policy,
        "RestrictPublicBuckets": block.restrict_public_buckets,
    }


def _bucket(account_id: str, path: str) -> Any:
    return backend("s3", account_id, "aws").buckets.get(path.partition("/")[0])


def bucket_exists(account_id: str, bucket: str) -> bool:
    """Whether the account has a bucket of this name."""
    return bucket in backend("s3", account_id, "aws").buckets


def region(account_id: str, bucket: str) -> str | None:
    """The region that a bucket lies in; None without the bucket."""
    found = backend("s3", account_id, "aws").buckets.get(bucket)
    return None if found is None else str(found.region_name)


def object_exists(account_id: str, bucket: str, key: str) -> bool:
    """Whether a bucket has a current version of this object that is no delete marker; False without the bucket."""
    found = backend("s3", account_id, "aws").buckets.get(bucket)
    kept = found.keys.get(key) if found else None
    return kept is not None and type(kept).__name__ != "FakeDeleteMarker"


def is_public_object(account_id: str, bucket: str, key: str) -> bool:
    """Whether an object's ACL lets everybody read it."""
    found = backend("s3", account_id, "aws").buckets.get(bucket)
    kept = found.keys.get(key) if found else None
    acl = getattr(kept, "acl", None)
    return bool(acl and acl.public_read)


def encryption_key(account_id: str, bucket: str, key: str | None = None) -> tuple[str | None, bool]:
    """The KMS key of an object, or the one by which a bucket encrypts, and whether there is a bucket key."""
    found = backend("s3", account_id, "aws").buckets.get(bucket)
    if found is None:
        return None, False
    if key is not None:
        kept = found.keys.get(key)
        kms = getattr(kept, "encryption", None) in BY_KMS
        return (getattr(kept, "kms_key_id", None) if kms else None), bool(getattr(kept, "bucket_key_enabled", False))
    rule = (found.encryption or {}).get("Rule") or {}
    rule = rule[0] if isinstance(rule, list) else rule
    default = rule.get("ApplyServerSideEncryptionByDefault") or {}
    return default.get("KMSMasterKeyID"), str(rule.get("BucketKeyEnabled")).lower() == "true"
