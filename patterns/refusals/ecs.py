"""What ECS refuses of task definitions, as far as their containers go.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
Sizes that Fargate does not have the schema knows for a template; here they are for calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Question, Refusal

CLIENT = "ClientException"
FARGATE = "FARGATE"
OWN_NETWORK = "awsvpc"
NEEDS_ROLE = "Fargate requires task definition to have execution role ARN to support {}."


def definition(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a task definition, in the service's own names; the gravest first."""
    containers = asked.get("containerDefinitions") or ()
    own_network, on_fargate = (
        asked.get("networkMode") == OWN_NETWORK,
        FARGATE in (asked.get("requiresCompatibilities") or ()),
    )
    if on_fargate:
        yield from _fargate(asked, containers)
    if own_network and any(_differs(port) for one in containers for port in one.get("portMappings") or ()):
        yield CLIENT, "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
    if any(one.get("secrets") for one in containers) and not asked.get("executionRoleArn"):
        yield CLIENT, "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
    yield from _volumes(asked, containers)


def _differs(port: Mapping[str, Any]) -> bool:
    return bool(port.get("hostPort")) and port.get("hostPort") != port.get("containerPort")


def _volumes(asked: Mapping[str, Any], containers: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    there = {volume.get("name") for volume in asked.get("volumes") or ()}
    for one in containers:
        for mount in one.get("mountPoints") or ():
            if mount.get("sourceVolume") not in there:
                yield CLIENT, f"Unknown volume '{mount.get('sourceVolume')}'."


def _fargate(asked: Mapping[str, Any], containers: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    if asked.get("networkMode") not in (None, OWN_NETWORK):
        yield CLIENT, "Fargate only supports network mode 'awsvpc'."
    for size in ("cpu", "memory"):
        if not asked.get(size):
            yield CLIENT, f"Fargate requires that '{size}' be defined at the task level."
    if asked.get("executionRoleArn"):
        return
    if any(".dkr.ecr." in str(one.get("image")) for one in containers):
        yield CLIENT, NEEDS_ROLE.format("ECR images")
    drivers = (str((one.get("logConfiguration") or {}).get("logDriver")) for one in containers)
    if any(driver == "awslogs" for driver in drivers):
        yield CLIENT, NEEDS_ROLE.format("log driver awslogs")


def of_template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a task definition in a template."""
    yield from definition(_inside(asked))


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: _inside(member) for name, member in value.items()}
    return [_inside(member) for member in value] if isinstance(value, list) else value


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::ECS::TaskDefinition": (of_template,)}
