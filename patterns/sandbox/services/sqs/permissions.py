"""What SQS asks of IAM, and of a queue's own policy.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import _sqs_policies as policy_rules
from patterns.refusals import sqs
from patterns.sandbox.permissions import Ask, Service, Situation, pairs, use_key
from patterns.sandbox.permissions.encryption import DISABLED, GONE, PENDING_DELETION, KeyUse
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording, Words
from patterns.sandbox.services.sqs.patches import kept


def _queue(situation: Situation) -> str:
    """A queue by its address, which ends with its account and name."""
    url = situation.text("QueueUrl")
    if url:
        return situation.arn("sqs", url.rstrip("/").rpartition("/")[2])
    return situation.text("SourceArn") or situation.arn("sqs", situation.text("QueueName") or "*")


def _send(situation: Situation) -> Iterator[Ask]:
    yield from _with_key(situation, "sqs:SendMessage", "GenerateDataKey", "Decrypt")


def _receive(situation: Situation) -> Iterator[Ask]:
    yield from _with_key(situation, "sqs:ReceiveMessage", "Decrypt")


def _with_key(situation: Situation, action: str, *uses: str) -> Iterator[Ask]:
    arn = _queue(situation)
    yield Ask(action, arn)
    yield from use_key(situation, _its_key(situation), "sqs", *uses, context={"aws:sqs:arn": arn})


def _its_key(situation: Situation) -> str | None:
    return kept.encryption_key(situation.account_id, situation.region, _queue(situation).rpartition(":")[2])


def _move(situation: Situation) -> Iterator[Ask]:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html."""
    source = str(situation.params.get("SourceArn"))
    for action in ("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
        yield Ask(f"sqs:{action}", source)
    if destination := situation.text("DestinationArn"):
        yield Ask("sqs:SendMessage", destination)


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    url = f"https://sqs.{situation.region}.amazonaws.com/{situation.account_id}/{arn.rpartition(':')[2]}"
    return dict(pairs(situation.ask("sqs", "list_queue_tags", QueueUrl=url).get("Tags")))


def _in_small_letters(action: str) -> str:
    """SQS writes its own actions so when it refuses."""
    return action.lower() if action.startswith("sqs:") else action


def _policy(params: Mapping[str, Any]) -> Any:
    return (params.get("Attributes") or {}).get("Policy")


POLICY = PolicyDocument(
    _policy,
    sqs.MALFORMED,
    sqs.WORDING,
    unknown_principal=sqs.NOBODY,
    refusal=policy_rules.refusal,
)

KEY_USE = KeyUse(
    _its_key,
    {
        DISABLED: Words("KMS.DisabledException", "{kms}", 400),
        PENDING_DELETION: Words("KMS.InvalidStateException", "{kms}", 400),
        GONE: Words("KMS.NotFoundException", "{kms}", 400),
    },
)
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html"""

SERVICE = Service(
    prefix="sqs",
    resources={"queue": _queue},
    operations={
        "": "ListQueues",
        "queue": """
            AddPermission ChangeMessageVisibility ChangeMessageVisibilityBatch=ChangeMessageVisibility CreateQueue
            DeleteMessage DeleteMessageBatch=DeleteMessage DeleteQueue GetQueueAttributes GetQueueUrl
            ListDeadLetterSourceQueues ListMessageMoveTasks ListQueueTags PurgeQueue RemovePermission
            SetQueueAttributes TagQueue UntagQueue
        """,
    },
    several={
        "SendMessage": _send,
        "SendMessageBatch": _send,
        "ReceiveMessage": _receive,
        "StartMessageMoveTask": _move,
    },
    tags=_tags,
    policy=kept.policy,
    policies=kept.policies,
    encrypts=True,
    wording=Wording(
        code="AccessDenied",
        status=403,
        action=_in_small_letters,
        throttling={"": Words("RequestThrottled", "The request was denied due to request throttling.")},
    ),
    policy_documents=dict.fromkeys(("CreateQueue", "SetQueueAttributes"), POLICY),
    key_uses=dict.fromkeys(("ReceiveMessage", "SendMessage", "SendMessageBatch"), KEY_USE),
)
