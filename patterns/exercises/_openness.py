"""Who can make a bucket public: by ACL, and by policy. Not an exercise."""

from __future__ import annotations

import json
from typing import Any

from patterns.exercises._people import another_administrator, outsiders
from patterns.exercises._rights import allowed, made, names_of
from patterns.exercises._storage import BUCKET, KEYS, put
from patterns.trial import Trial

COLLEAGUE = "colleague"


def acl_refused(trial: Trial) -> str:
    """Who can make something public by an ACL; nothing where nobody can."""
    for bucket in _buckets(trial):
        for who, s3 in _everyone_with_rights(trial):
            _store(trial, bucket)
            if passes(s3.put_bucket_acl, Bucket=bucket, ACL="public-read") and not _ignores_acls(s3, bucket):
                return f"{who} makes {bucket} public by ACL: the call went through"
            if passes(s3.put_object_acl, Bucket=bucket, Key=KEYS[0], ACL="public-read") and not _ignores_acls(
                s3, bucket
            ):
                return f"{who} makes an object in {bucket} public by ACL: the call went through"
    return ""


def policy_refused(trial: Trial) -> str:
    """Who can make a bucket public by a policy, or that it is; nothing where nobody can."""
    for bucket in _buckets(trial):
        if seen := _strangers_in(trial, bucket):
            return seen
        for who, s3 in _everyone_with_rights(trial):
            for policy in _public_policies(bucket):
                if passes(s3.put_bucket_policy, Bucket=bucket, Policy=policy) and _strangers_in(trial, bucket):
                    return f"{who} makes {bucket} public by a policy: the call went through"
    return ""


def _strangers_in(trial: Trial, bucket: str) -> str:
    """That somebody of another account, or nobody known, may do anything in a bucket."""
    places = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/{KEYS[0]}"]
    for who in outsiders(trial):
        for sentence in allowed(trial, who, names_of("s3"), places, ({},)):
            return f"it is public already: {who} may {sentence}"
    return ""


def _public_policies(bucket: str) -> list[str]:
    """Two ways to let everybody in: read what is there, and list it."""
    read = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    everybody = {"AWS": "*"}
    listing = read | {"Principal": everybody, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{bucket}"}
    return [json.dumps({"Version": "2012-10-17", "Statement": [one]}) for one in (read, listing)]


def _everyone_with_rights(trial: Trial) -> list[tuple[str, Any]]:
    """The account's administrator, and a role to which AWS's policy for administrators is attached."""
    colleague = trial.aws.acting_as(another_administrator(trial, COLLEAGUE)).client("s3")
    return [("an administrator", trial.aws.administrator("s3")), ("another administrator", colleague)]


def _ignores_acls(s3: Any, bucket: str) -> bool:
    """Whether S3 gives nothing for the sake of a public ACL, whoever sets one."""
    try:
        block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    except s3.exceptions.ClientError:
        return False
    return bool(block["IgnorePublicAcls"])


def passes(call: Any, **request: Any) -> bool:
    """Whether the account lets a call through."""
    from botocore.exceptions import ClientError

    try:
        call(**request)
    except ClientError:
        return False
    return True


def _store(trial: Trial, bucket: str) -> None:
    put(trial, bucket, KEYS[0], b"shared")


def _buckets(trial: Trial) -> list[str]:
    return [bucket.physical_id for bucket in made(trial, BUCKET)]
