"""A bucket whose versioning is suspended: moto treats it as one that never had versions, and destroys them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectsfromVersionSuspendedBuckets.html
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NULL = "null"


def apply() -> None:
    """Keep the versions of a suspended bucket: a write or a delete replaces only its null version."""
    from moto.s3.models import S3Backend

    put, delete = S3Backend.put_object, S3Backend.delete_object

    def put_object(self: Any, bucket_name: str, key_name: str, *args: Any, **kwargs: Any) -> Any:
        bucket = self.get_bucket(bucket_name)
        if bucket.versioning_status != "Suspended":
            return put(self, bucket_name, key_name, *args, **kwargs)
        with _as_enabled(bucket):
            new = put(self, bucket_name, key_name, *args, **kwargs)
        become_null(bucket, key_name, new)
        return new

    def delete_object(
        self: Any, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
    ) -> Any:
        bucket = self.get_bucket(bucket_name)
        if bucket.versioning_status != "Suspended":
            return delete(self, bucket_name, key_name, version_id, bypass)
        with _as_enabled(bucket):
            done, headers = delete(self, bucket_name, key_name, version_id, bypass)
        if version_id is None and done:
            become_null(bucket, key_name, bucket.keys.getlist(key_name)[-1])
            headers["version-id"] = NULL
        return done, headers

    S3Backend.put_object, S3Backend.delete_object = put_object, delete_object


@contextmanager
def _as_enabled(bucket: Any) -> Iterator[None]:
    bucket.versioning_status = "Enabled"
    try:
        yield
    finally:
        bucket.versioning_status = "Suspended"


def become_null(bucket: Any, key_name: str, new: Any) -> None:
    """Let the newest version or marker be the null one, in place of the null version that was there."""
    versions = bucket.keys.getlist(key_name)
    kept = [version for version in versions if version is not new and str(version.version_id) != NULL]
    new._version_id = NULL
    bucket.keys.setlist(key_name, [*kept, new])
