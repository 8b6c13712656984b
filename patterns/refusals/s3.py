"""What S3 refuses of a bucket's name and of its settings.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
Not here: lifecycle rules (`_s3_lifecycle`), notifications and policies, which have modules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Question, Refusal, _s3_lifecycle, _s3_replication
from patterns.refusals._s3_notifications import told

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_BAD_LABELS = re.compile(r"\.\.|\.-|-\.")
_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")
PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
WITHOUT_LISTS = frozenset({"private", "bucket-owner-full-control"})
"""Access control lists that a bucket takes which has none."""
NO_LISTS = (
    "InvalidBucketAclWithObjectOwnership",
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
)
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"""
LEAST_TIER_DAYS = {"ARCHIVE_ACCESS": 90, "DEEP_ARCHIVE_ACCESS": 180}
MOST_TIER_DAYS = 730
NOT_VERSIONED = (
    "InvalidRequest",
    "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
)
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html"""
NOT_LOCKED = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"
NOT_WELL_FORMED = "The XML you provided was not well-formed or did not validate against our published schema"
MALFORMED, NOBODY = "MalformedPolicy", "Invalid principal in policy"
BLOCKED = (
    "s3:PutBucketPolicy is not authorized because public policies are blocked by the BlockPublicPolicy block public "
    "access setting."
)
UNVERSIONED_REPLICA: Refusal = ("InvalidRequest", "Destination bucket must have versioning enabled.")


def name(given: str) -> Iterator[Refusal]:
    """What is wrong with a bucket's name."""
    is_name = _NAME.fullmatch(given) and not _BAD_LABELS.search(given) and not _ADDRESS.fullmatch(given)
    if not is_name or given.startswith(PREFIXES) or given.endswith(SUFFIXES):
        yield "InvalidBucketName", "The specified bucket is not valid."


def lifecycle(rules: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """What is wrong with lifecycle rules, in the form of the API."""
    yield from _s3_lifecycle.wrong(rules)


def ownership(rules: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """There is one rule: https://docs.aws.amazon.com/AmazonS3/latest/API/API_OwnershipControls.html."""
    if len(rules) > 1:
        yield "MalformedXML", _s3_lifecycle.MALFORMED


def replication(rules: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """What is wrong with rules of replication, in the form of the API."""
    yield from _s3_replication.wrong(rules)


def website(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html; in the form of the API."""
    index = (asked.get("IndexDocument") or {}).get("Suffix")
    if asked.get("RedirectAllRequestsTo"):
        if len(asked) > 1:
            told = "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules."
            yield "InvalidRequest", told
    elif not index:
        yield "InvalidArgument", "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty"
    elif "/" in index:
        yield "InvalidArgument", "The IndexDocument Suffix is not well formed"


def cross_origin(rules: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html."""
    for rule in rules:
        for field in ("AllowedOrigins", "AllowedHeaders"):
            for value in rule.get(field) or ():
                if value.count("*") > 1:
                    yield "InvalidRequest", f'{field[:-1]} "{value}" can not have more than one wildcard.'
        for header in rule.get("ExposeHeaders") or rule.get("ExposedHeaders") or ():
            if "*" in header:
                told = (
                    f'ExposeHeader "{header}" contains wildcard. We currently do not support wildcard for ExposeHeader.'
                )
                yield "InvalidRequest", told


def encryption(
    rules: Sequence[Mapping[str, Any]], field: str = "ApplyServerSideEncryptionByDefault"
) -> Iterator[Refusal]:
    """What is wrong with how objects are encrypted; a template has another `field`."""
    for rule in rules:
        default = rule.get(field) or {}
        if default.get("SSEAlgorithm") == "AES256" and default.get("KMSMasterKeyID"):
            told = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse"
            yield "InvalidArgument", told


def acceleration(bucket: str) -> Iterator[Refusal]:
    """What keeps a bucket from being accelerated."""
    if "." in bucket:
        told = "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names"
        yield "InvalidRequest", told


def tiers(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_Tiering.html."""
    for one in asked.get("IntelligentTieringConfigurations") or ():
        for tier in one.get("Tierings") or ():
            least = LEAST_TIER_DAYS[tier["AccessTier"]]
            if not least <= int(tier["Days"]) <= MOST_TIER_DAYS:
                told = f"'Days' must be from {least} to {MOST_TIER_DAYS} for {tier['AccessTier']}"
                yield "InvalidArgument", told


def _named(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    if (given := asked.get("BucketName")) is not None:
        yield from name(given)
        if asked.get("AccelerateConfiguration"):
            yield from acceleration(given)


def _origins(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from cross_origin((asked.get("CorsConfiguration") or {}).get("CorsRules") or ())


def _encrypted(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    rules = (asked.get("BucketEncryption") or {}).get("ServerSideEncryptionConfiguration") or ()
    yield from encryption(rules, "ServerSideEncryptionByDefault")


def _kept(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    rules = (asked.get("LifecycleConfiguration") or {}).get("Rules") or ()
    yield from lifecycle([_s3_lifecycle.as_asked(rule) for rule in rules])


def _replicated(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    wanted = asked.get("ReplicationConfiguration") or {}
    if wanted and (asked.get("VersioningConfiguration") or {}).get("Status") != "Enabled":
        yield NOT_VERSIONED
    yield from replication(wanted.get("Rules") or ())


def _shown(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    wanted = asked.get("WebsiteConfiguration")
    if wanted is not None:
        index = wanted.get("IndexDocument")
        yield from website({**wanted, **({"IndexDocument": {"Suffix": index}} if index is not None else {})})


def _listed(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    rules = (asked.get("OwnershipControls") or {}).get("Rules") or ()
    enforced = all(rule.get("ObjectOwnership", "BucketOwnerEnforced") == "BucketOwnerEnforced" for rule in rules)
    yield from ownership(rules)
    if enforced and asked.get("AccessControl", "Private") not in ("Private", "BucketOwnerFullControl"):
        yield NO_LISTS


def _locked(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html."""
    wanted = asked.get("ObjectLockConfiguration")
    if wanted is None:
        return
    is_versioned = (asked.get("VersioningConfiguration") or {}).get("Status") == "Enabled"
    if not asked.get("ObjectLockEnabled") and not is_versioned:
        yield "InvalidBucketState", NOT_LOCKED
    retention = (wanted.get("Rule") or {}).get("DefaultRetention")
    if retention is not None and (retention.get("Days") is None) == (retention.get("Years") is None):
        yield "MalformedXML", NOT_WELL_FORMED


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::S3::Bucket": (_named, _listed, _kept, _replicated, _shown, _origins, _encrypted, _locked, told, tiers)
}
