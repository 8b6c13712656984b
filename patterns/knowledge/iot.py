"""AWS IoT Core."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service
from patterns.knowledge._facts import told

SERVICE = Service("IoT", Family.INTEGRATION)

TYPES: Mapping[str, About] = {
    "AWS::IoT::TopicRule": About(
        noun="IoT rule",
        family=Family.INTEGRATION,
        references={"*RoleArn": "as", "TopicRulePayload.ErrorAction.*": "when it fails", "*": "hands to"},
        facts=(told("TopicRulePayload", "Sql"),),
        lost=DECLARED,
    ),
}
