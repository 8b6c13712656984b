"""S3 looks at a bucket's name and at its settings before it keeps them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
Not here: public access, notifications and policies, which have modules of their own; locks, which moto looks at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.s3 import lifecycle_refusals

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")
PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
WITHOUT_LISTS = frozenset({"private", "bucket-owner-full-control"})
"""Access control lists that a bucket takes which has none."""


def install(account: Account) -> None:
    """Stand before the calls that make a bucket or set one of its settings."""
    checks = {
        "CreateBucket": _creation,
        "PutBucketLifecycleConfiguration": _lifecycle,
        "PutBucketReplication": _replication,
        "PutBucketCors": _cors,
        "PutBucketWebsite": _website,
        "PutBucketEncryption": _encryption,
        "PutBucketAccelerateConfiguration": _acceleration,
    }
    account.gateway.judge(account, "s3", checks)


def _creation(account: Account, call: Call) -> None:
    name = call.params["Bucket"]
    is_name = _NAME.fullmatch(name) and ".." not in name and not _ADDRESS.fullmatch(name)
    if not is_name or name.startswith(PREFIXES) or name.endswith(SUFFIXES):
        raise Refused("InvalidBucketName", "The specified bucket is not valid.", 400)
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
    enforced = call.params.get("ObjectOwnership", "BucketOwnerEnforced") == "BucketOwnerEnforced"
    if enforced and call.params.get("ACL", "private") not in WITHOUT_LISTS:
        told = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"
        raise Refused("InvalidBucketAclWithObjectOwnership", told, 400)


def _lifecycle(account: Account, call: Call) -> None:
    rules = (call.params.get("LifecycleConfiguration") or {}).get("Rules") or []
    for code, message in lifecycle_refusals.wrong(rules):
        raise Refused(code, message, 400)


def _replication(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html."""
    if _versioning(account, call.params["Bucket"]) != "Enabled":
        told = "Versioning must be 'Enabled' on the bucket to apply a replication configuration"
        raise Refused("InvalidRequest", told, 400)
    for rule in (call.params.get("ReplicationConfiguration") or {}).get("Rules") or ():
        there = _versioning(account, rule["Destination"]["Bucket"].rpartition(":")[2])
        if there is None:
            raise Refused("InvalidRequest", "Destination bucket must exist.", 400)
        if there != "Enabled":
            raise Refused("InvalidRequest", "Destination bucket must have versioning enabled.", 400)


def _versioning(account: Account, bucket: str) -> str | None:
    """Whether a bucket keeps versions; None for one that is not there."""
    try:
        return str(account.observer("s3").get_bucket_versioning(Bucket=bucket).get("Status", ""))
    except ClientError:
        return None


def _cors(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html."""
    for rule in (call.params.get("CORSConfiguration") or {}).get("CORSRules") or ():
        for name in ("AllowedOrigins", "AllowedHeaders"):
            for value in rule.get(name) or ():
                if value.count("*") > 1:
                    told = f'{name[:-1]} "{value}" can not have more than one wildcard.'
                    raise Refused("InvalidRequest", told, 400)


def _website(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html."""
    asked: Mapping[str, Any] = call.params.get("WebsiteConfiguration") or {}
    index = (asked.get("IndexDocument") or {}).get("Suffix")
    if asked.get("RedirectAllRequestsTo"):
        if len(asked) > 1:
            told = "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules."
            raise Refused("InvalidRequest", told, 400)
    elif not index:
        told = "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty"
        raise Refused("InvalidArgument", told, 400)
    elif "/" in index:
        raise Refused("InvalidArgument", "The IndexDocument Suffix is not well formed", 400)


def _encryption(account: Account, call: Call) -> None:
    for rule in (call.params.get("ServerSideEncryptionConfiguration") or {}).get("Rules") or ():
        default = rule.get("ApplyServerSideEncryptionByDefault") or {}
        if default.get("SSEAlgorithm") == "AES256" and default.get("KMSMasterKeyID"):
            told = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse"
            raise Refused("InvalidArgument", told, 400)


def _acceleration(account: Account, call: Call) -> None:
    if "." in call.params["Bucket"]:
        told = "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names"
        raise Refused("InvalidRequest", told, 400)
