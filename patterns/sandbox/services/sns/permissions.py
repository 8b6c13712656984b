"""What SNS asks of IAM, and of a topic's own policy.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
Not modelled: messages to telephones and to mobile applications.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.iam.request import Value
from patterns.refusals import _sns_policies as policy_rules
from patterns.refusals import sns
from patterns.sandbox.permissions import Ask, Service, Situation, pairs, use_key
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording
from patterns.sandbox.services.sns.patches import kept


def _topic(situation: Situation) -> str:
    named = situation.text("TopicArn") or situation.text("ResourceArn") or situation.text("TargetArn")
    return named or situation.arn("sns", situation.text("Name") or "*")


def _subscribed(situation: Situation) -> str:
    """The topic of a subscription, whose ARN begins with it."""
    return (situation.text("SubscriptionArn") or situation.arn("sns", "*:*")).rpartition(":")[0]


def _publish(situation: Situation) -> Iterator[Ask]:
    if situation.text("PhoneNumber"):
        yield Ask("sns:Publish")
        return
    arn = _topic(situation)
    yield Ask("sns:Publish", arn)
    key = kept.encryption_key(situation.account_id, situation.region, arn)
    yield from use_key(situation, key, "sns", "GenerateDataKey", "Decrypt", context={"aws:sns:topicArn": arn})


def _tagged(situation: Situation) -> Iterator[Ask]:
    if situation.params.get("Tags"):
        yield Ask("sns:TagResource", _topic(situation))


def _keys(situation: Situation) -> dict[str, Value]:
    names = {"Endpoint": "sns:Endpoint", "Protocol": "sns:Protocol"}
    return {key: str(situation.params[name]) for name, key in names.items() if situation.params.get(name)}


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("sns", "list_tags_for_resource", ResourceArn=arn).get("Tags")))


def _in_capitals(action: str) -> str:
    """SNS writes its own prefix so when it refuses."""
    return f"SNS:{action.removeprefix('sns:')}" if action.startswith("sns:") else action


def _policy(params: Mapping[str, Any]) -> Any:
    """A new topic's is among its attributes; of one that is there, an attribute is set by name."""
    named = params.get("AttributeValue") if params.get("AttributeName") == "Policy" else None
    return (params.get("Attributes") or {}).get("Policy") or named


POLICY = PolicyDocument(
    _policy,
    "InvalidParameter",
    sns.WORDING,
    unknown_principal=sns.NOBODY,
    refusal=policy_rules.refusal,
)

SERVICE = Service(
    prefix="sns",
    resources={
        "topic": _topic,
        "subscribed": _subscribed,
    },
    operations={
        "": "ListSubscriptions ListTopics",
        "topic": """
            AddPermission ConfirmSubscription CreateTopic DeleteTopic GetDataProtectionPolicy GetTopicAttributes
            ListSubscriptionsByTopic ListTagsForResource PutDataProtectionPolicy RemovePermission SetTopicAttributes
            Subscribe TagResource UntagResource
        """,
        "subscribed": "GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe",
    },
    several={"Publish": _publish, "PublishBatch": _publish},
    also={"CreateTopic": _tagged},
    keys=_keys,
    tags=_tags,
    policy=kept.policy,
    policies=kept.policies,
    encrypts=True,
    wording=Wording(code="AuthorizationError", status=403, action=_in_capitals),
    policy_documents=dict.fromkeys(("CreateTopic", "SetTopicAttributes"), POLICY),
)
