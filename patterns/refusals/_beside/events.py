"""What EventBridge and its scheduler refuse of targets and roles beside the queues and machines of the template."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, events, scheduler
from patterns.refusals._beside import Declared, Others, Relation, identity
from patterns.refusals._beside._roles import distrusts

BY_ROLE = ("AWS::StepFunctions::StateMachine", "AWS::Kinesis::Stream", "AWS::ECS::Cluster")
QUEUE, TOPIC = "AWS::SQS::Queue", "AWS::SNS::Topic"


def _targets(rule: Declared, others: Others) -> Iterator[Refusal]:
    for target in rule.asked.get("Targets") or ():
        arn = target["Arn"]
        queue = others.target(arn, QUEUE)
        if queue is not None and queue.asked.get("FifoQueue") and target.get("SqsParameters") is None:
            yield events.no_group(target["Id"])
        if any(others.target(arn, name) for name in BY_ROLE) and target.get("RoleArn") is None:
            yield events.no_role(str(identity(arn)))


def _role(schedule: Declared, others: Others) -> Iterator[Refusal]:
    if distrusts(others, schedule.asked["Target"]["RoleArn"], scheduler.PRINCIPAL):
        yield scheduler.NOT_TRUSTED


TYPES: dict[str, tuple[Relation, ...]] = {
    "AWS::Events::Rule": (_targets,),
    "AWS::Scheduler::Schedule": (_role,),
}
