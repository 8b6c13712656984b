"""What moto's SNS keeps and does not report: signatures, tracing, and the scope of a first-in-first-out topic."""

from __future__ import annotations

from typing import Any

REPORTED = {
    "SignatureVersion": "signature_version",
    "TracingConfig": "tracing_config",
    "FifoThroughputScope": "fifo_throughput_scope",
}
"""Attribute -> the name under which moto keeps it."""

ONCE_SET = {"SignatureVersion": "1", "TracingConfig": "PassThrough", "FifoThroughputScope": "Topic"}
"""What a topic has when nobody says, which a new one does not report."""


def apply() -> None:
    """Report what a topic was given."""
    from moto.sns.responses import SNSResponse

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
