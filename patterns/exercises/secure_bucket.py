"""The exercises of the bucket page: what a delete leaves, who may make it public, and what an archive costs."""

from __future__ import annotations

from typing import Any

from patterns.analysis.cost import cost
from patterns.exercises._numbers import compared, forecast
from patterns.exercises._openness import acl_refused, passes, policy_refused
from patterns.exercises._rights import made
from patterns.exercises._storage import BUCKET, KEYS, data_buckets, put
from patterns.question import Condition, Exercise, Kind
from patterns.template.properties import at
from patterns.trial import Trial, nothing_open

BUDGET_USD = 5.0
LONGEST_DAYS = 731
SIZES = dict(zip(KEYS, (3, 6_000_000, 200_000), strict=True))
"""Bytes of what is overwritten: a rule may choose by size, and every version is to end."""
LOOKS_DAYS = (100, 100, 100, 100, 3650, 3650)
"""Between the looks at an archive: within the year that the estimate is about, and in years to come."""
OBJECT_BYTES = 256 * 1024
"""Enough for every rule: by default S3 moves nothing below 128 KB.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
"""
ARCHIVE = {
    "storage_gb": 400,
    "object_mb": 10,
    "overwritten_gb": 1,
    "retrieved_gb": 1,
    "put_requests": 2000,
    "get_requests": 2000,
}
SLOW_CLASSES = {"GLACIER", "DEEP_ARCHIVE"}
"""Classes whose objects must be restored before they can be read: hours, not milliseconds.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
"""

LEAKING = """\
Resources:
  Shared:
    Type: AWS::S3::Bucket
    Properties:
      OwnershipControls:
        Rules:
          - ObjectOwnership: ObjectWriter
      PublicAccessBlockConfiguration:
        BlockPublicAcls: false
        IgnorePublicAcls: false
        BlockPublicPolicy: false
        RestrictPublicBuckets: false
      VersioningConfiguration:
        Status: Enabled
"""


def _entries(trial: Trial) -> str:
    answered = forecast(trial)
    stack = trial.deployed({"Resources": {"Bucket": _versioned()}})
    s3, name = trial.aws.administrator("s3"), stack["Bucket"].physical_id
    first, *_ = [s3.put_object(Bucket=name, Key="plan.txt", Body=text)["VersionId"] for text in (b"1", b"2", b"3")]
    s3.delete_object(Bucket=name, Key="plan.txt")
    s3.delete_object(Bucket=name, Key="plan.txt", VersionId=first)
    listed = s3.list_object_versions(Bucket=name)
    there = len(listed["Versions"]) + len(listed["DeleteMarkers"])
    return compared(
        answered,
        there,
        too_few="there are more: a delete that names no version destroys nothing, and adds something",
        too_many="there are fewer: a delete that names a version is final",
    )


def _versioned() -> dict[str, Any]:
    return {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}


def _old_version_comes_back(trial: Trial, days: float = 1.0) -> str:
    """That an object overwritten so long ago cannot be had again, somewhere in the answer's buckets."""
    for bucket in data_buckets(trial):
        old = _overwritten(trial, bucket)
        if "null" in old.values():  # the version that a bucket without versioning overwrites
            return f"the overwritten text is gone: {bucket} keeps no versions"
        trial.aws.clock.advance(days=days)
        for key, version in old.items():
            if not _is_there(trial, bucket, key, version):
                return f"the overwritten {key} is gone after {days:g} days: the lifecycle of {bucket} expires it"
    return ""


def _overwritten(trial: Trial, bucket: str) -> dict[str, str]:
    """The version that was overwritten just now, by the key of its object."""
    old = {key: put(trial, bucket, key, bytes(size)).get("VersionId", "null") for key, size in SIZES.items()}
    for key in KEYS:
        put(trial, bucket, key, b"new")
    return old


def _old_versions_end(trial: Trial) -> str:
    for bucket in data_buckets(trial):
        old = _overwritten(trial, bucket)
        if "null" in old.values():
            return f"{bucket} keeps no versions that could expire: enable versioning"
        trial.aws.clock.advance(days=LONGEST_DAYS)
        kept = [key for key, version in old.items() if _is_there(trial, bucket, key, version)]
        if kept:
            return f"the overwritten {kept[0]} is there after two years: no enabled rule of {bucket} expires it"
        lost = [key for key in KEYS if not _is_there(trial, bucket, key)]
        if lost:
            return f"{lost[0]} itself is gone after two years: the rule is to end old versions, not current ones"
    return ""


def _is_there(trial: Trial, bucket: str, key: str, version: str | None = None) -> bool:
    which = {"VersionId": version} if version else {}
    return passes(trial.aws.administrator("s3").head_object, Bucket=bucket, Key=key, **which)


def _old_versions_last(trial: Trial) -> str:
    return _old_version_comes_back(trial, days=6.9)


def _cheap(trial: Trial) -> str:
    for month in (4, 12):
        estimate = cost(trial.resolved, ARCHIVE | {"month": month})
        if estimate.unpriced:
            return f"{estimate.unpriced[0].resource} cannot be priced: {estimate.unpriced[0].why}"
        if estimate.monthly_usd > BUDGET_USD:
            return f"month {month} comes to ${estimate.monthly_usd:.2f}"
    return ""


def _read_at_once(trial: Trial) -> str:
    s3 = trial.aws.administrator("s3")
    for bucket in data_buckets(trial):
        keys = [f"{folder}{trial.aws.clock.now:%Y%m%d}.bin" for folder in ("", "2026/scans/", "archive/")]
        for key in keys:
            put(trial, bucket, key, bytes(OBJECT_BYTES))
        classes = set()
        for days in LOOKS_DAYS:
            trial.aws.clock.advance(days=days)
            there = [key for key in keys if _is_there(trial, bucket, key)]
            if there != keys:
                return f"in time an object is gone from {bucket}: the archive is to keep them all, for ever"
            told = {key: s3.head_object(Bucket=bucket, Key=key).get("StorageClass", "STANDARD") for key in keys}
            classes = set(told.values())
            if slow := sorted(classes & SLOW_CLASSES):
                return f"objects move to {', '.join(slow)}, which must be restored first"
        if len(classes) > 1:
            return f"the rule reaches some objects only, whatever the estimate says: {told}"
        if _has_archive_tiers(trial, bucket):
            return "Intelligent-Tiering moves objects to an archive tier, from which they must be restored first"
    return ""


def _has_archive_tiers(trial: Trial, bucket: str) -> bool:
    owner = next(one for one in made(trial, BUCKET) if one.physical_id == bucket)
    tiers = at(owner.actual, "IntelligentTieringConfigurations") or []
    return any(at(tier, "Status") == "Enabled" for tier in tiers)


EXERCISES = (
    Exercise(
        name="what_a_delete_leaves",
        kind=Kind.PREDICT,
        question=(
            "A bucket keeps versions. A program writes one key three times, deletes the key without naming a version, "
            "and then deletes the first version by its id. How many entries, versions and delete markers together, "
            "does the bucket list?"
        ),
        conditions=(Condition("the bucket lists as many entries as you said", _entries),),
        hints=(
            "Each write makes a version of its own.",
            "One of the two deletes destroys something, the other adds something. Which is which?",
        ),
    ),
    Exercise(
        name="close_the_shared_bucket",
        kind=Kind.FIX,
        question=(
            "This bucket was opened for one file, years ago. Fix the template so that nobody can make it public any "
            "more, by ACL or by policy, whatever his rights. What was overwritten must still come back a day later; "
            "after two years every old version is to be gone, under any key, and the current objects still there."
        ),
        conditions=(
            Condition("a public ACL is refused", acl_refused),
            Condition("a public policy is refused", policy_refused),
            Condition("an overwritten object comes back a day later", _old_version_comes_back),
            Condition("old versions expire within two years, current ones never", _old_versions_end),
        ),
        hints=(
            "Two properties decide, and each has a safe value that new buckets have had by default since April 2023.",
            "With `BucketOwnerEnforced`, ACLs are off: nothing can be made public by ACL.",
            "`NoncurrentVersionExpiration` in a lifecycle rule expires old versions.",
        ),
        start=LEAKING,
    ),
    Exercise(
        name="an_archive_for_five_dollars",
        kind=Kind.BUILD,
        question=(
            "Build a bucket, with the recipe or by hand, for an archive of 400 GB in objects of 10 MB. A gigabyte a "
            "month is read, in 2,000 requests, and then at once; a gigabyte is written over, in 2,000; no object is "
            f"ever to be lost. The bucket may cost at most ${BUDGET_USD:.0f} in its fourth and in its twelfth month, "
            "keeps what was overwritten for a week or longer, and leaves no finding open."
        ),
        conditions=(
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", _cheap),
            Condition("every object is there, and read at once", _read_at_once),
            Condition("an overwritten object comes back for a week or longer", _old_versions_last),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Look at the storage classes: from one to the next, keeping data gets cheaper and reading it dearer.",
            "One of the Glacier classes answers in milliseconds.",
            "A key of your own costs a dollar a month before the first object.",
        ),
    ),
)
