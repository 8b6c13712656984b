"""The exercises of the key page: what a cancelled deletion leaves, who may change a key, and what a key protects."""

from __future__ import annotations

from typing import Any

from patterns.question import Condition, Exercise, Kind
from patterns.template.properties import at
from patterns.trial import Trial, first, nothing_open

LONGEST_PERIOD = 180
STATES = ("Enabled", "Disabled", "PendingDeletion")

LOCKED = """\
Resources:
  Key:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    Properties:
      EnableKeyRotation: false
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: ApplicationUses
            Effect: Allow
            Principal: {AWS: "arn:aws:iam::123456789012:role/orders"}
            Action: [kms:Decrypt, kms:GenerateDataKey]
            Resource: "*"
  Store:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}
"""


def _state(trial: Trial) -> str:
    if trial.answer not in STATES:
        return f"give one of the texts {', '.join(STATES)}"
    stack = trial.deployed({"Resources": {"Key": {"Type": "AWS::KMS::Key"}}})
    kms, key = trial.aws.administrator("kms"), stack["Key"].physical_id
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=30)
    kms.cancel_key_deletion(KeyId=key)
    if trial.answer == kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]:
        return ""
    if trial.answer == "Enabled":
        return "a key that comes back refuses every call until somebody enables it"
    return "the key is no longer pending deletion: that was cancelled"


def _somebody_administers(trial: Trial) -> str:
    return _none_of(trial, "KMS-005")


def _users_do_not_rule(trial: Trial) -> str:
    return _none_of(trial, "KMS-002", "KMS-006")


def _rotates(trial: Trial) -> str:
    status = _rotation(trial)
    return "" if status["KeyRotationEnabled"] else "KMS reports that rotation is off"


def _rotates_often(trial: Trial) -> str:
    status = _rotation(trial)
    if not status["KeyRotationEnabled"]:
        return "KMS reports that rotation is off"
    days = status["RotationPeriodInDays"]
    return "" if days <= LONGEST_PERIOD else f"it rotates every {days} days"


def _rotation(trial: Trial) -> Any:
    key = trial.stack[first(trial, "AWS::KMS::Key")].physical_id
    return trial.aws.administrator("kms").get_key_rotation_status(KeyId=key)


def _stored_under_key(trial: Trial) -> str:
    key = trial.stack[first(trial, "AWS::KMS::Key")].physical_id
    s3, bucket = trial.aws.administrator("s3"), _bucket(trial)
    s3.put_object(Bucket=bucket, Key="order.json", Body=b"{}")
    used = str(s3.head_object(Bucket=bucket, Key="order.json").get("SSEKMSKeyId", ""))
    return "" if used.endswith(key) else "a new object is encrypted with another key"


def _stops_with_key(trial: Trial) -> str:
    kms, s3 = trial.aws.administrator("kms"), trial.aws.administrator("s3")
    key, bucket = trial.stack[first(trial, "AWS::KMS::Key")].physical_id, _bucket(trial)
    s3.put_object(Bucket=bucket, Key="order.json", Body=b"{}")
    kms.disable_key(KeyId=key)
    try:
        s3.get_object(Bucket=bucket, Key="order.json")
    except s3.exceptions.ClientError:
        return ""
    finally:
        kms.enable_key(KeyId=key)
    return "with the key disabled, the object can still be read"


def _queue_names_key(trial: Trial) -> str:
    key = trial.stack[first(trial, "AWS::KMS::Key")]
    named = trial.stack[first(trial, "AWS::SQS::Queue")].actual.get("KmsMasterKeyId", "")
    mine = str(named).endswith(key.physical_id)
    return "" if mine else f"its messages are encrypted with {named or 'keys of SQS'}"


def _none_of(trial: Trial, *ids: str) -> str:
    first(trial, "AWS::KMS::Key")
    return "; ".join(f"{finding.id} {finding.title}" for finding in trial.findings if finding.id in ids)


def _bucket(trial: Trial) -> str:
    """The physical name of the bucket that holds the data: the first that no other one logs to."""
    buckets = [resource for resource in trial.resolved.resources.values() if resource.type == "AWS::S3::Bucket"]
    data = [bucket.logical_id for bucket in buckets if at(bucket.properties, "LoggingConfiguration")]
    return trial.stack[data[0] if data else first(trial, "AWS::S3::Bucket")].physical_id


EXERCISES = (
    Exercise(
        name="after_a_cancelled_deletion",
        kind=Kind.PREDICT,
        question=(
            "A key is scheduled for deletion, and the next day somebody cancels the deletion. In which state is the "
            'key then: "Enabled", "Disabled" or "PendingDeletion"?'
        ),
        conditions=(Condition("the key is in the state that you said", _state),),
        hints=(
            "Between the two calls, everything that uses the key was refused.",
            "Cancelling keeps the key from being destroyed. Does it also say that the key can be trusted again?",
        ),
    ),
    Exercise(
        name="open_the_locked_key",
        kind=Kind.FIX,
        question=(
            "With this policy nobody could ever change who uses the key. Fix the template so that somebody can, "
            "without letting the application administer its own key; let the key rotate, and let the bucket use it."
        ),
        conditions=(
            Condition("somebody may change the key's policy", _somebody_administers),
            Condition("the key's users do not administer it", _users_do_not_rule),
            Condition("the key rotates", _rotates),
            Condition("objects are stored under the key", _stored_under_key),
        ),
        hints=(
            "Add a statement for the account or for an administrator, with the actions that manage the key.",
            "`kms:*` for the application would let it change the policy, and delete the key.",
            "The bucket names its key in `KMSMasterKeyID`, beside `SSEAlgorithm: aws:kms`.",
        ),
        start=LOCKED,
    ),
    Exercise(
        name="one_brake_for_two_services",
        kind=Kind.BUILD,
        question=(
            "Build, with the recipe or by hand, a bucket and a queue that one key of your own encrypts. The key gets "
            "new material at least every {LONGEST_PERIOD} days, disabling it makes the bucket's objects unreadable, "
            "and no finding is open."
        ),
        conditions=(
            Condition(f"KMS rotates the key at least every {LONGEST_PERIOD} days", _rotates_often),
            Condition("disabling the key makes the bucket's objects unreadable", _stops_with_key),
            Condition("the queue uses the same key", _queue_names_key),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Which parameter of the recipe says how often the key gets new material?",
            "By hand: `KmsMasterKeyId` of the queue, and a dead-letter queue with the same key.",
        ),
    ),
)
