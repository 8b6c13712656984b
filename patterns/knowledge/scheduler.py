"""Amazon EventBridge Scheduler."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service
from patterns.knowledge._facts import told

SERVICE = Service("Scheduler", Family.INTEGRATION)

TYPES: Mapping[str, About] = {
    "AWS::Scheduler::Schedule": About(
        noun="schedule", family=Family.INTEGRATION, facts=(told("ScheduleExpression"),), lost=DECLARED
    ),
}
