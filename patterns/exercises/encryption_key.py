"""The exercises of the key page: what a cancelled deletion leaves, who may change a key, and what a key protects."""

from __future__ import annotations

from typing import Any

from patterns.exercises._key_policy import (
    APPLICATION_ARN,
    LATER,
    NOW,
    WAYS,
    keys_of,
    somebody_administers,
    users_do_not_rule,
)
from patterns.exercises._keys import disabled, resolved
from patterns.exercises._rights import made, may
from patterns.exercises._storage import data_buckets, put
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Lacking, Trial, nothing_open

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
    told = {state.lower(): state for state in STATES}.get(str(trial.answer).strip().lower())
    if told is None:
        return f"give one of the texts {', '.join(STATES)}"
    stack = trial.deployed({"Resources": {"Key": {"Type": "AWS::KMS::Key"}}})
    kms, key = trial.aws.administrator("kms"), stack["Key"].physical_id
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=30)
    kms.cancel_key_deletion(KeyId=key)
    if told == kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]:
        return ""
    if told == "Enabled":
        return "a key that comes back refuses every call until somebody enables it"
    return "the key is no longer pending deletion: that was cancelled"


def _application_uses(trial: Trial) -> str:
    trial.with_application()
    for key in _keys_in_use(trial):
        for action in ("kms:Decrypt", "kms:GenerateDataKey"):
            for when in (NOW, LATER):
                if not any(may(trial, APPLICATION_ARN, action, key, [when | via]) for via in WAYS):
                    return f"the application may no longer {action} with {key}"
    return ""


def _rotates(trial: Trial) -> str:
    for key in _keys_in_use(trial):
        if not trial.aws.administrator("kms").get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]:
            return f"KMS reports that rotation of {key} is off: turn EnableKeyRotation on"
    return ""


def _rotates_often(trial: Trial) -> str:
    if seen := _rotates(trial):
        return seen
    kms = trial.aws.administrator("kms")
    periods = [kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] for key in _keys_in_use(trial)]
    days = max(periods)
    return "" if days <= LONGEST_PERIOD else f"it rotates every {days} days"


def _keys_in_use(trial: Trial) -> list[str]:
    """The ARN of each key under which the answer's buckets store a new object. Raises `Lacking` where it has none."""
    keys_of(trial)
    used = {bucket: _key_of(trial, bucket) for bucket in data_buckets(trial)}
    if missing := [bucket for bucket, key in used.items() if not key]:
        raise Lacking(f"a new object in {missing[0]} is encrypted with another key than one of the answer's")
    return sorted(set(used.values()))


def _key_of(trial: Trial, bucket: str) -> str:
    """The ARN of the answer's key under which a bucket stores what names no key; empty for any other key."""
    used = put(trial, bucket, "order.json", b"{}").get("SSEKMSKeyId")
    return resolved(trial, used) if used else ""


def _stored_under_key(trial: Trial) -> str:
    return "" if _keys_in_use(trial) else "the bucket has no key"


def _stops_with_key(trial: Trial) -> str:
    for key in _keys_in_use(trial):
        for bucket in data_buckets(trial):
            there = {"Bucket": bucket, "Key": "order.json"}
            readers = [s3 for s3 in _clients(trial, "s3") if _answers(s3.get_object, **there)]
            if not readers:
                return f"nobody can read what is in {bucket}, also while the key is enabled"
            with disabled(trial, key):
                if any(_answers(s3.get_object, **there) for s3 in readers):
                    return f"with the key disabled, what is in {bucket} can still be read"
    return ""


def _queues_stop_with_key(trial: Trial) -> str:
    used = _keys_in_use(trial)
    if len(used) > 1:
        return "the buckets have several keys: use one for all"
    for queue in made(trial, "AWS::SQS::Queue"):
        name, more = queue.logical_id, _message(queue.physical_id)
        senders = [sqs for sqs in _clients(trial, "sqs") if _answers(sqs.send_message, **more)]
        if not senders:
            return f"nobody can send a message to {name}, also while the key is enabled"
        with disabled(trial, used[0]):
            if any(_answers(sqs.send_message, **more) for sqs in senders):
                return f"with the key disabled, {name} still takes messages: its messages are encrypted with another"
    return ""


def _message(url: str) -> dict[str, str]:
    grouped = {"MessageGroupId": "a", "MessageDeduplicationId": "a"} if url.endswith(".fifo") else {}
    return {"QueueUrl": url, "MessageBody": "order 4711", **grouped}


def _clients(trial: Trial, service: str) -> list[Any]:
    """Clients of the administrator, and of every role of the answer: a key may be open to some of them only."""
    roles = [trial.stack[name] for name in trial.stack if trial.stack[name].type == "AWS::IAM::Role"]
    acting = (trial.aws.acting_as(role.attribute("Arn")) for role in roles)
    return [trial.aws.administrator(service), *(one.client(service) for one in acting)]


def _answers(call: Any, **request: Any) -> bool:
    from botocore.exceptions import ClientError

    try:
        call(**request)
    except ClientError:
        return False
    return True


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
            "With this policy nobody could ever change who uses the key. Fix the template so that somebody of the "
            "account always can; the application, the role orders, goes on decrypting and making data keys, but "
            "changes nothing about the key, and nobody outside of the account may do anything with it. Let the key "
            "rotate, and let the bucket encrypt with it."
        ),
        conditions=(
            Condition("somebody may change the key's policy", somebody_administers),
            Condition("the key's users do not administer it, and nobody outside may anything", users_do_not_rule),
            Condition("the application decrypts and makes data keys", _application_uses),
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
            "Build, with the recipe or by hand, a bucket and a queue that one key of your own encrypts, with its "
            f"dead-letter queue if it has one. The key gets new material at least every {LONGEST_PERIOD} days. While "
            "it is disabled nobody reads an object of the bucket, and no queue takes a message. No finding is open."
        ),
        conditions=(
            Condition(f"KMS rotates the key at least every {LONGEST_PERIOD} days", _rotates_often),
            Condition("disabling the key makes the bucket's objects unreadable", _stops_with_key),
            Condition("disabling it stops every queue as well", _queues_stop_with_key),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Which parameter of the recipe says how often the key gets new material?",
            "By hand: `KmsMasterKeyId` of the queue, and of its dead-letter queue.",
        ),
    ),
)
