"""A bucket's replication as it was given: moto tells the destination of each rule, and forgets its filter.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html
"""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Answer with the whole configuration, which moto keeps as it read it."""
    from moto.s3.responses import S3Response

    told = S3Response.get_bucket_replication

    def get_bucket_replication(self: Any) -> Any:
        import xmltodict  # type: ignore[import-untyped]

        kept = self.backend.get_bucket_replication(self.bucket_name)
        return xmltodict.unparse({"ReplicationConfiguration": kept}) if kept else told(self)

    S3Response.get_bucket_replication = get_bucket_replication
