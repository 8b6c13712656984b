"""The KMS key of an object: S3 tells its ARN, however it was named, and tells it for DSSE-KMS as for SSE-KMS.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html and
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.simulator.backends import existing

BY_KMS = ("aws:kms", "aws:kms:dsse")
HEADER = "x-amz-server-side-encryption-aws-kms-key-id"


def apply() -> None:
    """Keep the ARN of the key when an object is written, which a later change of an alias does not touch."""
    from moto.s3.models import FakeKey

    init, told = FakeKey.__init__, FakeKey.response_dict

    def keep(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        if self.kms_key_id:
            self.kms_key_id = _arn(self.account_id, _region(self), self.kms_key_id)

    def response_dict(self: Any) -> dict[str, Any]:
        answer: dict[str, Any] = told.fget(self)
        if self.encryption in BY_KMS and self.kms_key_id:
            answer[HEADER] = self.kms_key_id
        return answer

    FakeKey.__init__ = keep
    FakeKey.response_dict = property(response_dict)


def _region(key: Any) -> str:
    """The region of an object's bucket: that of the object itself is the partition, since S3 has one state for all."""
    buckets = getattr(existing("s3", key.account_id, key.region_name), "buckets", {})
    return str(getattr(buckets.get(key.bucket_name), "region_name", "us-east-1"))


def _arn(account_id: str, region: str, named: str) -> str:
    """The ARN of a key by its id, ARN or alias; what nobody has, as it was named."""
    keys = getattr(existing("kms", account_id, region), "keys", None) or {}
    name = named.split(":", 5)[-1]
    if name.startswith("alias/"):
        return next((str(key.arn) for key in keys.values() if name in key.aliases), named)
    found = keys.get(name.removeprefix("key/"))
    return str(found.arn) if found else named
