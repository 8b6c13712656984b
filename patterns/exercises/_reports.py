"""A role that lists and reads the reports of one folder, and nothing else. Not an exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from patterns.exercises._rights import CHANGING, allowed, made, may, names_of, other_services, role_arns
from patterns.exercises._storage import BUCKET, data_buckets, put
from patterns.iam.reference import Level
from patterns.sandbox.authorisation.asking import at
from patterns.trial import Trial

LONG_AFTER = datetime(2040, 1, 1, tzinfo=UTC)
FOLDER = "reports/"
INSIDE, OUTSIDE = ("reports/a.csv", "reports/2026/b.csv"), ("salaries/a.csv", "reports-old/a.csv", "a.csv")
LISTING = ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads")
LISTINGS: tuple[dict[str, Any], ...] = (
    {},
    *(
        {"s3:prefix": prefix}
        for prefix in ("", "reports", "reports-old/", "salaries/", "r", "reports/", "reports/2026/")
    ),
)
EVERYWHERE: tuple[dict[str, Any], ...] = (*LISTINGS, {"aws:SecureTransport": False}, at(LONG_AFTER))


def is_allowed(call: Any, arguments: Mapping[str, Any]) -> bool:
    """Whether a call goes through. Raises any other error than a refusal."""
    from botocore.exceptions import ClientError

    try:
        call(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDenied":
            raise
        return False
    return True


def reads_reports(trial: Trial) -> str:
    """What keeps the role from a report, now or in years; nothing where it reads one."""
    if not _readers(trial, "get_object", Key="reports/a.csv"):
        return _why(trial)
    key = [f"{bucket}/{INSIDE[0]}" for bucket in _mine(trial)]
    if not any(may(trial, role, "s3:GetObject", one, [at(LONG_AFTER)]) for role in role_arns(trial) for one in key):
        return f"it may no longer read one in {LONG_AFTER:%Y}: let its right not end"
    return ""


def lists_reports(trial: Trial) -> str:
    """What keeps the role from listing the reports; nothing where it lists them."""
    calls = ("list_objects_v2", "list_objects")
    return "" if all(_readers(trial, call, Prefix="reports/") for call in calls) else _why(trial)


def nothing_beside(trial: Trial) -> str:
    """That some role may list or read what is not a report, now or later, by any call that S3 has."""
    reading, listing = names_of("s3", Level.READ, Level.LIST), [name for name in LISTING if name in names_of("s3")]
    mine = _mine(trial)
    for role in role_arns(trial):
        for bucket in _places(trial):
            outside = [f"{bucket}/{key}" for key in OUTSIDE]
            beside = [context for context in LISTINGS if not str(context.get("s3:prefix", "")).startswith(FOLDER)]
            if bucket not in mine:
                outside, beside = [*outside, *(f"{bucket}/{key}" for key in INSIDE)], list(LISTINGS)
            for what, places, contexts in (
                (reading, outside, EVERYWHERE),
                (listing, [bucket], beside),
                ([name for name in reading if name not in (*LISTING, "s3:GetBucketLocation")], [bucket], EVERYWHERE),
            ):
                for sentence in allowed(trial, role, what, places, contexts):
                    return f"it may {sentence}{_prefix_of(trial, role, sentence, contexts)}"
        if sentence := next(allowed(trial, role, reading, ["*"], EVERYWHERE), ""):
            return f"it may {sentence}"
        if seen := other_services(trial, role, "s3"):
            return seen
    return ""


def _prefix_of(trial: Trial, role: str, sentence: str, contexts: Sequence[Mapping[str, Any]]) -> str:
    """With which prefix a listing is allowed, for a sentence about one."""
    action, _, place = sentence.partition(" on ")
    found = next((context for context in contexts if may(trial, role, action, place, [context])), {})
    return f" with the prefix {found['s3:prefix']!r}" if "s3:prefix" in found else ""


def changes_nothing(trial: Trial) -> str:
    """What the role may change; nothing where it may change nothing."""
    for role in role_arns(trial):
        for bucket in _places(trial):
            places = [bucket, *(f"{bucket}/{key}" for key in (*INSIDE, *OUTSIDE))]
            for sentence in allowed(trial, role, names_of("s3", *CHANGING), [*places, "*"], EVERYWHERE):
                return f"it may {sentence}: it is to change nothing"
    return ""


def _mine(trial: Trial) -> list[str]:
    """The ARNs of the answer's buckets."""
    return [bucket.attribute("Arn") for bucket in made(trial, BUCKET)]


def _places(trial: Trial) -> list[str]:
    """The ARNs of the answer's buckets, and of others: one of another stack, and those whose names begin like them."""
    mine = _mine(trial)
    return [*mine, "arn:aws:s3:::salaries", *(f"{bucket}-old" for bucket in mine)]


def _readers(trial: Trial, operation: str, **arguments: Any) -> list[str]:
    """The roles of the answer that may do this in a data bucket of it, which holds a few objects."""
    return [
        role
        for bucket in data_buckets(trial)
        for role in role_arns(trial)
        if _may(trial, role, operation, Bucket=bucket, **arguments)
    ]


def _may(trial: Trial, role: str, operation: str, **arguments: Any) -> bool:
    for key in (*INSIDE, *OUTSIDE):
        put(trial, arguments["Bucket"], key, b"a")
    call = getattr(trial.aws.acting_as(role).client("s3"), operation)
    return is_allowed(call, arguments)


def _why(trial: Trial) -> str:
    """What the statement that comes nearest wants, of the refusal just now."""
    decision = trial.aws.denials[-1].decision
    near = [str(reason.mismatch) for reason in decision.reasons if reason.mismatch]
    return f"it is refused {decision.request.action}" + (f": {near[0]}" if near else "")
