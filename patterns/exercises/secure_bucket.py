"""The exercises of the bucket page: what a delete leaves, who may make it public, and what an archive costs."""

from __future__ import annotations

from typing import Any

from patterns.analysis.cost import cost
from patterns.question import Condition, Exercise, Kind
from patterns.template.properties import at
from patterns.trial import Trial, nothing_open

BUDGET_USD = 5.0
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
    if not isinstance(trial.answer, int) or isinstance(trial.answer, bool):
        return "give a whole number"
    stack = trial.deployed({"Resources": {"Bucket": _versioned()}})
    s3, name = trial.aws.administrator("s3"), stack["Bucket"].physical_id
    first, *_ = [s3.put_object(Bucket=name, Key="plan.txt", Body=text)["VersionId"] for text in (b"1", b"2", b"3")]
    s3.delete_object(Bucket=name, Key="plan.txt")
    s3.delete_object(Bucket=name, Key="plan.txt", VersionId=first)
    listed = s3.list_object_versions(Bucket=name)
    there = len(listed["Versions"]) + len(listed["DeleteMarkers"])
    if trial.answer < there:
        return "there are more: a delete that names no version destroys nothing, and adds something"
    return "there are fewer: a delete that names a version is final" if trial.answer > there else ""


def _versioned() -> dict[str, Any]:
    return {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Status": "Enabled"}}}


def _acl_refused(trial: Trial) -> str:
    s3, name = trial.aws.administrator("s3"), _bucket(trial)
    return _refusal(s3, s3.put_bucket_acl, Bucket=name, ACL="public-read")


def _policy_refused(trial: Trial) -> str:
    s3, name = trial.aws.administrator("s3"), _bucket(trial)
    open_to_all = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", '
        f'"Resource": "arn:aws:s3:::{name}/*"}}]}}'
    )
    return _refusal(s3, s3.put_bucket_policy, Bucket=name, Policy=open_to_all)


def _refusal(s3: Any, call: Any, **request: Any) -> str:
    """Nothing if the account refuses the call, else that it did not."""
    try:
        call(**request)
    except s3.exceptions.ClientError:
        return ""
    return "the call went through"


def _old_version_comes_back(trial: Trial) -> str:
    s3, name = trial.aws.administrator("s3"), _bucket(trial)
    old = s3.put_object(Bucket=name, Key="note.txt", Body=b"old").get("VersionId", "null")
    s3.put_object(Bucket=name, Key="note.txt", Body=b"new")
    # The version "null" is the one that a bucket without versioning overwrites.
    return "the overwritten text is gone: the bucket keeps no versions" if old == "null" else ""


def _old_versions_end(trial: Trial) -> str:
    rules = at(trial.stack[_only_bucket(trial)].actual, "LifecycleConfiguration", "Rules") or []
    days = [at(rule, "NoncurrentVersionExpiration", "NoncurrentDays") for rule in rules]
    return "" if any(days) else "no rule of the bucket expires them"


def _old_versions_last(trial: Trial) -> str:
    rules = at(trial.stack[_only_bucket(trial)].actual, "LifecycleConfiguration", "Rules") or []
    days = [int(at(rule, "NoncurrentVersionExpiration", "NoncurrentDays") or 7) for rule in rules]
    return f"a rule expires them after {min(days)}" if min(days, default=7) < 7 else ""


def _cheap(trial: Trial) -> str:
    for month in (4, 12):
        estimate = cost(trial.resolved, ARCHIVE | {"month": month})
        if estimate.unpriced:
            return f"{estimate.unpriced[0].resource} cannot be priced: {estimate.unpriced[0].why}"
        if estimate.monthly_usd > BUDGET_USD:
            return f"month {month} comes to ${estimate.monthly_usd:.2f}"
    return ""


def _read_at_once(trial: Trial) -> str:
    rules = at(trial.stack[_only_bucket(trial)].actual, "LifecycleConfiguration", "Rules") or []
    moves = [move for rule in rules for move in at(rule, "Transitions") or []]
    slow = sorted({str(move["StorageClass"]) for move in moves} & SLOW_CLASSES)
    return f"objects move to {', '.join(slow)}, which must be restored first" if slow else ""


def _bucket(trial: Trial) -> str:
    """The physical name of the answer's first bucket. Raises what deploying raises."""
    return trial.stack[_only_bucket(trial)].physical_id


def _only_bucket(trial: Trial) -> str:
    """The logical id of the bucket that holds the data: the only one, or the one that is not written to by another."""
    resources = [resource for resource in trial.resolved.resources.values() if resource.type == "AWS::S3::Bucket"]
    data = [resource.logical_id for resource in resources if at(resource.properties, "LoggingConfiguration")]
    names = data or [resource.logical_id for resource in resources]
    if not names:
        raise ValueError("it has no AWS::S3::Bucket")
    return names[0]


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
            "more, by ACL or by policy, and so that its old versions expire; what was overwritten must still come back."
        ),
        conditions=(
            Condition("a public ACL is refused", _acl_refused),
            Condition("a public policy is refused", _policy_refused),
            Condition("an overwritten object comes back", _old_version_comes_back),
            Condition("old versions expire some day", _old_versions_end),
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
            "Build a bucket, with the recipe or by hand, for 400 GB that are read twice a year, but then at once. It "
            f"may cost at most ${BUDGET_USD:.0f} in its fourth and in its twelfth month, keeps what was overwritten "
            "for a week or longer, and leaves no finding open."
        ),
        conditions=(
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", _cheap),
            Condition("reads are answered at once", _read_at_once),
            Condition("an overwritten object comes back", _old_version_comes_back),
            Condition("old versions stay for a week or longer", _old_versions_last),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Look at the storage classes: from one to the next, keeping data gets cheaper and reading it dearer.",
            "One of the Glacier classes answers in milliseconds.",
            "A key of your own costs a dollar a month before the first object.",
        ),
    ),
)
