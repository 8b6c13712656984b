"""What moto's S3 does otherwise than S3: defaults, access, log buckets, object lock. Versions: `s3_suspended`."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any


def apply() -> None:
    """Patch moto's bucket model and backend."""
    from moto.s3.exceptions import InvalidBucketState
    from moto.s3.models import FakeBucket, PublicAccessBlock, S3Backend, _VersionedKeyStore

    made = FakeBucket.__init__
    set_versioning = S3Backend.put_bucket_versioning
    set_object_lock = S3Backend.put_object_lock_configuration

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        """Make a bucket as S3 has since April 2023: not public, ACLs off, encrypted with S3-managed keys.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
        """
        made(self, *args, **kwargs)
        self.public_access_block = PublicAccessBlock(True, True, True, True)
        self.ownership_rule = "BucketOwnerEnforced"
        self.encryption = _managed_keys()

    def delete_bucket_encryption(self: Any, bucket_name: str) -> None:
        """Go back to S3-managed keys: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html."""
        self.get_bucket(bucket_name).encryption = _managed_keys()

    def put_bucket_versioning(self: Any, bucket_name: str, status: str) -> None:
        """Refuse to stop versioning under an object lock: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html."""
        if self.get_bucket(bucket_name).object_lock_enabled and status != "Enabled":
            raise InvalidBucketState(
                "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
            )
        set_versioning(self, bucket_name, status)

    def put_object_lock_configuration(self: Any, bucket_name: str, *args: Any, **kwargs: Any) -> None:
        """Accept the configuration for a bucket that holds objects, as S3 does since November 2023.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
        """
        bucket = self.get_bucket(bucket_name)
        keys, bucket.keys = bucket.keys, _VersionedKeyStore()
        try:
            set_object_lock(self, bucket_name, *args, **kwargs)
        finally:
            bucket.keys = keys

    FakeBucket.__init__ = make
    # Moto's own gate reads a bucket policy without its conditions; who may what is decided in `authorisation`.
    FakeBucket.get_permission = _let_all
    S3Backend.delete_bucket_encryption = delete_bucket_encryption
    S3Backend.put_bucket_versioning = put_bucket_versioning
    S3Backend.put_object_lock_configuration = put_object_lock_configuration
    # S3 accepts a log bucket that does not allow delivery, and then delivers nothing: the page lists what the call
    # refuses, and a missing permission only among the reasons why no logs arrive.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-server-access-logging.html
    FakeBucket._log_permissions_enabled_policy = staticmethod(lambda target_bucket, target_prefix: True)
    # moto writes a log at once for every request, our own reading included, whoever may deliver; S3 delivers what users
    # did, hours later (`behaviours/access_logs.py`). https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
    S3Backend.log_incoming_request = lambda self, request, bucket_name: None


def _managed_keys() -> dict[str, Any]:
    return {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}


kept_from: ContextVar[frozenset[str]] = ContextVar("kept_from", default=frozenset())
"""The objects, by ARN, that the caller of a deletion of many may not delete: each is an error of its own."""


def _let_all(bucket: Any, action: str, resource: str) -> Any:
    from moto.iam.access_control import PermissionResult

    return PermissionResult.DENIED if resource in kept_from.get() else PermissionResult.PERMITTED
