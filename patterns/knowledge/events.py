"""Amazon EventBridge."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, ResourcePolicy, Service
from patterns.knowledge._facts import told

SERVICE = Service("Events", Family.INTEGRATION)

TYPES: Mapping[str, About] = {
    "AWS::Events::Archive": About(
        noun="archive of events",
        family=Family.INTEGRATION,
        references={"SourceArn": "keeps events of"},
        facts=(told("RetentionDays", form="{} days"),),
        lost="the events in it",
    ),
    "AWS::Events::EventBus": About(
        noun="event bus",
        family=Family.INTEGRATION,
        references={"KmsKeyIdentifier": "encrypted by", "DeadLetterConfig.Arn": "gives up to"},
        policy=ResourcePolicy("Policy"),
        lost="if it has rules made outside the stack, deletion fails and it stays",
    ),
    "AWS::Events::EventBusPolicy": About(
        noun="policy of an event bus",
        family=Family.INTEGRATION,
        part_of=("EventBusName",),
        lost=DECLARED,
        free="https://aws.amazon.com/eventbridge/pricing/",
    ),
    "AWS::Events::Rule": About(
        noun="rule",
        family=Family.INTEGRATION,
        facts=(told("ScheduleExpression"),),
        lost=DECLARED,
        free="https://aws.amazon.com/eventbridge/pricing/",
    ),
}
