"""Amazon SQS."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import BELONGS_TO, DECLARED, About, Family, ResourcePolicy, Service

SERVICE = Service("SQS", Family.INTEGRATION)
_PRICES = "https://aws.amazon.com/sqs/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::SQS::Queue": About(
        noun="queue",
        family=Family.INTEGRATION,
        gives_up_to=("RedrivePolicy",),
        references={"KmsMasterKeyId": "encrypted by", "RedrivePolicy.*": "failed messages"},
        lost="the messages it still holds are lost",
    ),
    "AWS::SQS::QueueInlinePolicy": About(noun="queue policy", family=Family.INTEGRATION, lost=DECLARED, free=_PRICES),
    "AWS::SQS::QueuePolicy": About(
        noun="queue policy",
        family=Family.SECURITY,
        references={"Queues.*": BELONGS_TO, "*": None},
        lost=DECLARED,
        policy=ResourcePolicy("PolicyDocument", on="Queues"),
        free=_PRICES,
    ),
}
