"""Amazon EventBridge."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service
from patterns.knowledge._facts import told

SERVICE = Service("Events", Family.INTEGRATION)

TYPES: Mapping[str, About] = {
    "AWS::Events::EventBus": About(
        noun="event bus",
        family=Family.INTEGRATION,
        lost="if it has rules made outside the stack, deletion fails and it stays",
    ),
    "AWS::Events::Rule": About(
        noun="rule",
        family=Family.INTEGRATION,
        facts=(told("ScheduleExpression"),),
        lost=DECLARED,
        free="https://aws.amazon.com/eventbridge/pricing/",
    ),
}
