"""EncryptionKey: a KMS key with an alias, and a bucket and a queue that it encrypts.

Not modelled: grants, imported key material, keys for signing, and the replicas of a multi-region key, each of which is
a resource of another region's stack.
https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from awacs.aws import Action, Allow, Bool, Condition, Deny, Principal, Statement, StringEquals
from troposphere import AWSObject, GetAtt, Ref, Sub, kms, sqs

from patterns.parameters import Number, ParameterError, Switch, Text, Texts
from patterns.pattern import Parameter, Pattern
from patterns.recipes._buckets import default_encryption
from patterns.recipes._keys import deletion
from patterns.recipes._policies import policy
from patterns.recipes.secure_bucket import SecureBucket
from patterns.scope import Exports, Scope

PRINCIPAL = r"arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]{1,128}"
KEPT, LONGEST = 345_600, 1_209_600
"""Seconds for which SQS keeps a message when nobody says, and at most: four days and fourteen."""

MANAGE = (
    "CancelKeyDeletion", "CreateAlias", "DeleteAlias", "Describe*", "DisableKey", "DisableKeyRotation", "EnableKey",
    "EnableKeyRotation", "Get*", "List*", "PutKeyPolicy", "RevokeGrant", "RotateKeyOnDemand", "ScheduleKeyDeletion",
    "TagResource", "UntagResource", "UpdateAlias", "UpdateKeyDescription",
)  # fmt: skip
"""What an administrator does. CreateGrant is not among it: a grant could hand its maker the use of the key."""

SPREAD = ("ReplicateKey", "UpdatePrimaryRegion")
USE = ("Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey*", "ReEncrypt*")
"""https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"""


class EncryptionKey(Pattern):
    """A key whose administrators cannot read and whose users cannot administer, with what it encrypts."""

    title: ClassVar[str] = "Who holds the key, and what stops when it is gone?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 45
    path: ClassVar[str] = "Keep data safe"
    after: ClassVar[tuple[str, ...]] = ("secure_bucket",)

    administrators: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Administrators", group="Who may", most=10,
                help="Only they may manage the key, so include the role that deploys; empty leaves it to IAM.",
                item=Text(
                    label="Administrator", help="", pattern=PRINCIPAL, maximum=256,
                    shape="the ARN of a role or user that exists",
                    examples=(
                        "arn:aws:iam::123456789012:role/key-administrator",
                        "arn:aws:iam::123456789012:role/deployment",
                    ),
                ),
            )
        ),
    ] = ()  # fmt: skip
    users: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Users", group="Who may", most=10,
                help="Only they may encrypt and decrypt; empty leaves it to IAM, where a broad policy is enough.",
                item=Text(
                    label="User", help="", pattern=PRINCIPAL, maximum=256,
                    shape="the ARN of a role or user that exists",
                    examples=(
                        "arn:aws:iam::123456789012:role/orders",
                        "arn:aws:iam::123456789012:role/reports",
                    ),
                ),
            )
        ),
    ] = ()  # fmt: skip
    via_service: Annotated[
        bool,
        Parameter(
            Switch(
                label="Only through S3 and SQS", group="Who may",
                help="Users reach the key only through these two, within their policies; otherwise they may call KMS.",
            )
        ),
    ] = True  # fmt: skip
    rotation: Annotated[
        bool,
        Parameter(
            Switch(
                label="Rotation", group="Life of the key",
                help="New material at intervals; the first two rotations add $1 a month each, later ones nothing.",
            )
        ),
    ] = True  # fmt: skip
    rotation_days: Annotated[
        int,
        Parameter(
            Number(
                label="Rotated every", group="Life of the key", unit="days", minimum=90, maximum=2560,
                needs=(("rotation", (True,)),),
                help="The shorter, the less one key material encrypts; what is stored is not encrypted again.",
            )
        ),
    ] = 365  # fmt: skip
    deletion_window: Annotated[
        int,
        Parameter(
            Number(
                label="Waiting period", group="Life of the key", unit="days", minimum=7, maximum=30,
                help="The time you have to notice that a key being deleted is still needed; waiting costs nothing.",
            )
        ),
    ] = 30  # fmt: skip
    multi_region: Annotated[
        bool,
        Parameter(
            Switch(
                label="Multi-region", group="Life of the key",
                help="Replicas decrypt elsewhere for $1 a month each; it cannot be changed on a key that exists.",
            )
        ),
    ] = False  # fmt: skip
    retain: Annotated[
        bool,
        Parameter(
            Switch(
                label="Keep on stack deletion", group="Life of the key",
                help="Key and bucket outlive their stack, and so do their bills; without the key, all of it is lost.",
            )
        ),
    ] = True  # fmt: skip
    alias: Annotated[
        str,
        Parameter(
            Text(
                label="Alias", group="Name", maximum=100, pattern=r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*",
                help="The name that code uses for the key, after the stack's name; a new key can take it over.",
                shape="letters, digits, hyphens and underscores, with slashes between", examples=("data", "orders/v1"),
            )
        ),
    ] = "data"  # fmt: skip

    def require(self) -> None:
        """Refuse a principal that would both administer the key and use it."""
        if both := sorted(set(self.administrators) & set(self.users)):
            raise ParameterError(
                "users", self.users, f"names {both[0]}, an administrator: nobody may do both, so remove one of the two"
            )

    def build(self, scope: Scope) -> Exports:
        """The key with its alias, the bucket with what belongs to it, and the queue with its dead-letter queue."""
        key = scope.add("Key", kms.Key, **self._key())
        alias = scope.add(
            "KeyAlias", kms.Alias, AliasName=Sub(f"alias/${{AWS::StackName}}/{self.alias}"), TargetKeyId=Ref(key)
        )
        store = scope.include("Store", SecureBucket(retain=self.retain))
        store.bucket.BucketEncryption = default_encryption(key)
        scope.output("KeyArn", GetAtt(key, "Arn"), "ARN of the key, for policies.")
        scope.output("KeyAliasName", Ref(alias), "Name of the key, for code.")
        stored = {f"store_{name}": made for name, made in store.items()}
        return Exports(key=key, alias=alias, **stored, **_queues(scope, key))

    def _key(self) -> dict[str, Any]:
        attributes: dict[str, Any] = {
            "Description": "Encrypts the objects of a bucket and the messages of a queue.",
            "EnableKeyRotation": self.rotation,
            "PendingWindowInDays": self.deletion_window,
            "MultiRegion": self.multi_region,
            "KeyPolicy": policy(*self._statements()),
            **deletion(retain=self.retain),
        }
        if self.rotation:
            attributes["RotationPeriodInDays"] = self.rotation_days
        return attributes

    def _statements(self) -> Iterator[Statement]:
        """Who manages and who uses, in two statements: no one action list serves both."""
        manage = (*MANAGE, *SPREAD) if self.multi_region else MANAGE
        yield _allowed("Manage", self.administrators, manage)
        through = [Sub(f"{service}.${{AWS::Region}}.${{AWS::URLSuffix}}") for service in ("s3", "sqs")]
        condition = Condition(StringEquals({"kms:ViaService": through})) if self.via_service else None
        yield _allowed("Use", self.users, USE, condition)


def _queues(scope: Scope, key: AWSObject) -> dict[str, AWSObject]:
    """A queue and the queue of its failed messages, both encrypted with `key` and closed to plain HTTP.

    They go with their stack: what they hold is days old at most.
    """
    common = {"KmsMasterKeyId": GetAtt(key, "Arn"), "DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
    dead = scope.add("DeadLetters", sqs.Queue, **common, MessageRetentionPeriod=LONGEST)
    queue = scope.add(
        "Queue", sqs.Queue, **common, MessageRetentionPeriod=KEPT,
        RedrivePolicy=sqs.RedrivePolicy(deadLetterTargetArn=GetAtt(dead, "Arn"), maxReceiveCount=5),
    )  # fmt: skip
    scope.output("QueueUrl", Ref(queue), "URL of the queue.")
    return {
        "queue": queue,
        "dead_letters": dead,
        "queue_policy": _closed(scope, "QueuePolicy", queue),
        "dead_letters_policy": _closed(scope, "DeadLettersPolicy", dead),
    }


def _closed(scope: Scope, title: str, queue: AWSObject) -> AWSObject:
    return scope.add(title, sqs.QueuePolicy, Queues=[Ref(queue)], PolicyDocument=policy(_plain_http_denied(queue)))


def _plain_http_denied(queue: AWSObject) -> Statement:
    return Statement(
        Sid="DenyPlainHttp",
        Effect=Deny,
        Principal=Principal("*"),
        Action=[Action("sqs", "*")],
        Resource=[GetAtt(queue, "Arn")],
        Condition=Condition(Bool({"aws:SecureTransport": "false"})),
    )


def _allowed(
    sid: str, principals: tuple[str, ...], actions: tuple[str, ...], condition: Condition | None = None
) -> Statement:
    """Allow these principals these actions; for none named, the account itself, so that its IAM policies decide."""
    account = Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")
    who = list(principals) or account
    limits = {"Condition": condition} if condition else {}
    named = [Action("kms", action) for action in actions]
    return Statement(Sid=sid, Effect=Allow, Principal=Principal("AWS", who), Action=named, Resource=["*"], **limits)
