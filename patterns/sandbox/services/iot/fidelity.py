"""What AWS IoT does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import Limit, Refused

LIMITS = (
    Limit(
        "A rule is kept, and nothing is ever done by it: no message reaches a rule, and its query is not read.",
        """
        iot = aws.client("iot")
        queue = aws.client("sqs").create_queue(QueueName="work")["QueueUrl"]
        nobody = "arn:aws:iam::123456789012:role/nobody"
        payload = {"sql": "SELECT nonsense", "actions": [{"sqs": {"queueUrl": queue, "roleArn": nobody}}]}
        iot.create_topic_rule(ruleName="kept", topicRulePayload=payload)
        iot.get_topic_rule(ruleName="kept")["rule"]["sql"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::IoT::TopicRule": Refused(
        made="a name that is taken or has characters that no name has",
        page="/iot/latest/apireference/API_CreateTopicRule.html",
        not_made="queries that cannot be read, roles and targets that are not there, ten actions of a rule",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
