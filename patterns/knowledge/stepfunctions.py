"""AWS Step Functions."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service
from patterns.knowledge._facts import chosen

SERVICE = Service("StepFunctions", Family.INTEGRATION)

TYPES: Mapping[str, About] = {
    "AWS::StepFunctions::StateMachine": About(
        noun="state machine",
        family=Family.INTEGRATION,
        asks=True,
        facts=(chosen("StateMachineType", value="EXPRESS", words="express"),),
        lost="executions still running are stopped",
    ),
}
