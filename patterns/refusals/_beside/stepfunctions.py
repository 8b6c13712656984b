"""What Step Functions refuses of a machine beside its role."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, stepfunctions
from patterns.refusals._beside import Declared, Others, Relation
from patterns.refusals._beside._roles import distrusts, lacks


def _role(machine: Declared, others: Others) -> Iterator[Refusal]:
    if distrusts(others, machine.asked["RoleArn"], stepfunctions.PRINCIPAL, f"states.{others.region}.amazonaws.com"):
        yield stepfunctions.REFUSED, stepfunctions.NOT_ASSUMED


def _logs(machine: Declared, others: Others) -> Iterator[Refusal]:
    wanted = machine.asked.get("LoggingConfiguration") or {}
    is_logged = wanted.get("Level", "OFF") != "OFF" and wanted.get("Destinations")
    if is_logged and lacks(others, machine.asked["RoleArn"], stepfunctions.DELIVERY):
        yield stepfunctions.REFUSED, stepfunctions.NOT_LOGGING


TYPES: dict[str, tuple[Relation, ...]] = {"AWS::StepFunctions::StateMachine": (_role, _logs)}
