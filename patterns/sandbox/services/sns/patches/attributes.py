"""What moto's SNS keeps and does not report, such as signatures, and malformed attributes at which it breaks."""

from __future__ import annotations

import json
from typing import Any

REPORTED = {
    "SignatureVersion": "signature_version",
    "TracingConfig": "tracing_config",
    "FifoThroughputScope": "fifo_throughput_scope",
}
"""Attribute -> the name under which moto keeps it."""

ONCE_SET = {"SignatureVersion": "1", "TracingConfig": "PassThrough", "FifoThroughputScope": "Topic"}
"""What a topic has when nobody says, which a new one does not report."""

ARN_PARTS = 6
SCOPES = frozenset({"MessageAttributes", "MessageBody"})


def apply() -> None:
    """Report what a topic was given; refuse ARNs and filter policies that are none."""
    from moto.sns.models import SNSBackend
    from moto.sns.responses import SNSResponse

    SNSBackend.get_topic = _by_arn(SNSBackend.get_topic)
    SNSBackend.set_subscription_attributes = _with_readable_filter(SNSBackend.set_subscription_attributes)

    told = SNSResponse.get_topic_attributes

    def get_topic_attributes(self: Any) -> Any:
        answer = told(self)
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        for name, kept in REPORTED.items():
            value = getattr(topic, kept, ONCE_SET[name])
            if value != ONCE_SET[name]:
                answer.result["Attributes"][name] = value
        return answer

    SNSResponse.get_topic_attributes = get_topic_attributes


def _by_arn(get: Any) -> Any:
    def get_topic(self: Any, arn: str) -> Any:
        """Refuse what is no ARN: https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html#API_GetTopicAttributes_Errors."""
        from moto.sns.exceptions import SNSInvalidParameter

        parts = len(arn.split(":"))
        if parts < ARN_PARTS:
            raise SNSInvalidParameter(
                f"Invalid parameter: TopicArn Reason: An ARN must have at least {ARN_PARTS} elements, not {parts}"
            )
        return get(self, arn)

    return get_topic


def _with_readable_filter(set_attributes: Any) -> Any:
    def set_subscription_attributes(self: Any, arn: str, name: str, value: Any) -> None:
        """Refuse filter policies that are no JSON objects, and scopes that do not exist.

        https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
        """
        from moto.sns.exceptions import SNSInvalidParameter

        if name == "FilterPolicy" and value and not isinstance(_json(value), dict):
            raise SNSInvalidParameter("Invalid parameter: FilterPolicy: failed to parse JSON.")
        if name == "FilterPolicyScope" and value not in SCOPES:
            raise SNSInvalidParameter(f"Invalid parameter: FilterPolicyScope: Invalid value [{value}].")
        set_attributes(self, arn, name, value)

    return set_subscription_attributes


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
