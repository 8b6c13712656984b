"""S3 looks at a bucket's name and at its settings before it keeps them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
Not here: public access, notifications and policies, which have modules of their own; locks, which moto looks at.
"""

from __future__ import annotations

from collections.abc import Iterator

from botocore.exceptions import ClientError

from patterns.refusals import Refusal, s3
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the calls that make a bucket or set one of its settings."""
    checks = {
        "CreateBucket": _creation,
        "PutBucketLifecycleConfiguration": _lifecycle,
        "PutBucketReplication": _replication,
        "PutBucketCors": _cors,
        "PutBucketOwnershipControls": _ownership,
        "PutBucketWebsite": _website,
        "PutBucketEncryption": _encryption,
        "PutBucketAccelerateConfiguration": _acceleration,
    }
    account.gateway.judge(account, "s3", checks)


def _refuse(wrong: Iterator[Refusal]) -> None:
    for code, message in wrong:
        raise Refused(code, message, 400)


def _creation(account: Account, call: Call) -> None:
    _refuse(s3.name(call.params["Bucket"]))
    enforced = call.params.get("ObjectOwnership", "BucketOwnerEnforced") == "BucketOwnerEnforced"
    if enforced and call.params.get("ACL", "private") not in s3.WITHOUT_LISTS:
        raise Refused(*s3.NO_LISTS, 400)


def _lifecycle(account: Account, call: Call) -> None:
    _refuse(s3.lifecycle((call.params.get("LifecycleConfiguration") or {}).get("Rules") or []))


def _replication(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html."""
    if _versioning(account, call.params["Bucket"]) != "Enabled":
        raise Refused(*s3.NOT_VERSIONED, 400)
    _refuse(s3.replication((call.params.get("ReplicationConfiguration") or {}).get("Rules") or ()))
    for rule in (call.params.get("ReplicationConfiguration") or {}).get("Rules") or ():
        if rule["Destination"].get("Account", account.account_id) != account.account_id:
            continue  # nobody here can look into it
        there = _versioning(account, rule["Destination"]["Bucket"].rpartition(":")[2])
        if there is None:
            raise Refused("InvalidRequest", "Destination bucket must exist.", 400)
        if there != "Enabled":
            raise Refused(*s3.UNVERSIONED_REPLICA, 400)


def _versioning(account: Account, bucket: str) -> str | None:
    """Whether a bucket keeps versions; None for one that is not there."""
    try:
        return str(account.observer("s3").get_bucket_versioning(Bucket=bucket).get("Status", ""))
    except ClientError:
        return None


def _cors(account: Account, call: Call) -> None:
    _refuse(s3.cross_origin((call.params.get("CORSConfiguration") or {}).get("CORSRules") or ()))


def _ownership(account: Account, call: Call) -> None:
    _refuse(s3.ownership((call.params.get("OwnershipControls") or {}).get("Rules") or ()))


def _website(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html."""
    _refuse(s3.website(call.params.get("WebsiteConfiguration") or {}))


def _encryption(account: Account, call: Call) -> None:
    _refuse(s3.encryption((call.params.get("ServerSideEncryptionConfiguration") or {}).get("Rules") or ()))


def _acceleration(account: Account, call: Call) -> None:
    _refuse(s3.acceleration(call.params["Bucket"]))
