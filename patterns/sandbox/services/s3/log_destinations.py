"""Where the access logs of a bucket go, and whether S3 may write them there. Not what they say.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_TargetObjectKeyFormat.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from patterns.iam.service_access import ServiceRequest, lets_service

SERVICE = "logging.s3.amazonaws.com"
GROUP = "http://acs.amazonaws.com/groups/s3/LogDelivery"


class Ask(Protocol):
    """Asks S3, with the arguments of boto3; the answer is empty where S3 refuses."""

    def __call__(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """Return the answer."""


@dataclass(frozen=True)
class Destination:
    """Where the logs of a bucket go: `logging` is `LoggingEnabled` as `GetBucketLogging` gives it."""

    source: str
    account_id: str
    region: str
    logging: Mapping[str, Any]

    @property
    def bucket(self) -> str:
        """The name of the log bucket."""
        return str(self.logging["TargetBucket"])

    @property
    def is_by_event_day(self) -> bool:
        """Whether each object holds the records of one day only."""
        partitioned = self._partitioned
        return partitioned is not None and partitioned.get("PartitionDateSource", "EventTime") == "EventTime"

    @property
    def _partitioned(self) -> Mapping[str, Any] | None:
        form = self.logging.get("TargetObjectKeyFormat", {})
        partitioned: Mapping[str, Any] | None = form.get("PartitionedPrefix")
        return partitioned

    def key(self, when: datetime, unique: str) -> str:
        """The key of an object delivered at `when`; with `is_by_event_day`, for the day of `when`."""
        prefix = self.logging.get("TargetPrefix", "")
        if self._partitioned is not None:
            prefix += f"{self.account_id}/{self.region}/{self.source}/{when:%Y/%m/%d}/"
        time = "00-00-00" if self.is_by_event_day else f"{when:%H-%M-%S}"
        return f"{prefix}{when:%Y-%m-%d}-{time}-{unique}"

    def takes_logs(self, ask: Ask) -> bool:
        """Whether the log bucket is one for logs at all: there, with S3-managed keys, unlocked, paid by its owner."""
        encryption = ask("get_bucket_encryption", Bucket=self.bucket).get("ServerSideEncryptionConfiguration")
        if encryption is None:
            return False
        default = encryption["Rules"][0].get("ApplyServerSideEncryptionByDefault", {})
        lock = ask("get_object_lock_configuration", Bucket=self.bucket).get("ObjectLockConfiguration", {})
        payer = ask("get_bucket_request_payment", Bucket=self.bucket).get("Payer")
        return default.get("SSEAlgorithm") == "AES256" and "ObjectLockEnabled" not in lock and payer != "Requester"

    def lets_deliver(self, key: str, ask: Ask) -> bool:
        """Whether the policy of the log bucket lets S3 write this key for this source, or its ACL everything."""
        return self._policy_allows(key, ask) or self._acl_allows(ask)

    def _policy_allows(self, key: str, ask: Ask) -> bool:
        policy = ask("get_bucket_policy", Bucket=self.bucket).get("Policy", "{}")
        target = f"arn:aws:s3:::{self.bucket}/{key}"
        request = ServiceRequest(SERVICE, "s3:PutObject", target, f"arn:aws:s3:::{self.source}", self.account_id)
        return lets_service(json.loads(policy), request)

    def _acl_allows(self, ask: Ask) -> bool:
        owned = ask("get_bucket_ownership_controls", Bucket=self.bucket).get("OwnershipControls", {})
        if any(rule["ObjectOwnership"] == "BucketOwnerEnforced" for rule in owned.get("Rules", [])):
            return False  # ACLs are off
        grants = ask("get_bucket_acl", Bucket=self.bucket).get("Grants", [])
        given = {grant["Permission"] for grant in grants if grant["Grantee"].get("URI") == GROUP}
        return "FULL_CONTROL" in given or {"WRITE", "READ_ACP"} <= given
