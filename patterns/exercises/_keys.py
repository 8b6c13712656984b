"""What exercises about keys ask: which key a name means, and what is so while it is disabled. Not an exercise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from patterns.exercises._rights import made
from patterns.trial import Trial

KEY = "AWS::KMS::Key"


def resolved(trial: Trial, named: str) -> str:
    """The ARN of the answer's key that is meant by an id, an ARN or an alias; empty where it is none of the answer's.

    Raises `Lacking` where the answer has no key.
    """
    mine = {key.attribute("Arn") for key in made(trial, KEY)}
    kms = trial.aws.administrator("kms")
    try:
        arn = str(kms.describe_key(KeyId=named)["KeyMetadata"]["Arn"])
    except kms.exceptions.ClientError:
        return ""
    return arn if arn in mine else ""


@contextmanager
def disabled(trial: Trial, key: str) -> Iterator[None]:
    """A key disabled for as long as the block lasts."""
    kms = trial.aws.administrator("kms")
    kms.disable_key(KeyId=key)
    try:
        yield
    finally:
        kms.enable_key(KeyId=key)
