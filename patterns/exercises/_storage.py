"""What exercises about buckets ask: which bucket holds the data, and what is stored there. Not an exercise."""

from __future__ import annotations

from typing import Any

from patterns.exercises._rights import made
from patterns.template.properties import at
from patterns.trial import Lacking, Trial

BUCKET = "AWS::S3::Bucket"
KEYS = ("note.txt", "2026/may/report.csv", "a")


def data_buckets(trial: Trial) -> list[str]:
    """The names of the buckets that hold data: all but those that only receive the access logs of another one."""
    buckets = [bucket.physical_id for bucket in made(trial, BUCKET)]
    logging = {
        bucket.physical_id: at(bucket.actual, "LoggingConfiguration", "DestinationBucketName")
        for bucket in made(trial, BUCKET)
    }
    data = [name for name in buckets if not any(to == name for of, to in logging.items() if of != name)]
    return data or buckets


def put(trial: Trial, bucket: str, key: str, body: bytes, **more: Any) -> Any:
    """Store an object as the administrator. Raises `Lacking` with the reason where the account refuses it."""
    s3 = trial.aws.administrator("s3")
    try:
        return s3.put_object(Bucket=bucket, Key=key, Body=body, **more)
    except s3.exceptions.ClientError as error:
        said = error.response["Error"]["Message"]
        raise Lacking(f"nothing can be stored in {bucket} any more: {said}") from None
