"""What ECS refuses of task definitions and of services, as far as it shows in what is asked.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
Sizes that Fargate does not have the schema knows for a template; here they are for calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Question, Refusal

BOTH = "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."
CLIENT, PARAMETER = "ClientException", "InvalidParameterException"
FARGATE = "FARGATE"
OWN_NETWORK = "awsvpc"
LAST_PORT = 65_535
HEALTH: Mapping[str, tuple[int, int]] = {
    "interval": (5, 300), "timeout": (2, 120), "retries": (1, 10), "startPeriod": (0, 300),
}  # fmt: skip
_FAMILY = re.compile(r"[A-Za-z0-9_-]{1,255}")
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
    if own_network and any(_differs(port) for container in containers for port in container.get("portMappings") or ()):
        yield CLIENT, "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
    if any(container.get("secrets") for container in containers) and not asked.get("executionRoleArn"):
        yield CLIENT, "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
    yield from _volumes(asked, containers)
    yield from _sizes(asked, containers, on_fargate=on_fargate)
    yield from _order(containers)
    family = asked.get("family")
    if family is not None and not _FAMILY.fullmatch(family):
        yield CLIENT, f"Invalid family '{family}': up to 255 letters, numbers, hyphens and underscores are allowed."
    for one in containers:
        yield from _ports_and_health(one)


def _sizes(asked: Mapping[str, Any], containers: Sequence[Mapping[str, Any]], *, on_fargate: bool) -> Iterator[Refusal]:
    """API_ContainerDefinition.html (memory, memoryReservation, cpu)."""
    for one in containers:
        hard, soft = one.get("memory"), one.get("memoryReservation")
        if hard is not None and soft is not None and int(soft) > int(hard):
            yield CLIENT, "Invalid setting for container. The memory must be greater than the memoryReservation."
        if hard is None and soft is None and not asked.get("memory") and not on_fargate:
            name = one.get("name")
            told = "At least one of 'memory' or 'memoryReservation' must be specified."
            yield CLIENT, f"Invalid setting for container '{name}'. {told}"
    names = [container.get("name") for container in containers]
    if twice := next((name for name in names if name is not None and names.count(name) > 1), None):
        # In our words: no page quotes the service's.
        yield CLIENT, f"Container names must be unique: {twice} is that of several containers."
    units = str(asked.get("cpu") or "")
    if units.isdecimal() and sum(int(container.get("cpu") or 0) for container in containers) > int(units):
        yield CLIENT, "The total CPU units of the containers must not exceed those of the task."
    if containers and all(container.get("essential") is False for container in containers):
        yield CLIENT, "At least one container must be marked as essential."


def _order(containers: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html."""
    named = {container.get("name"): container for container in containers}
    for one in containers:
        for need in one.get("dependsOn") or ():
            other = named.get(need.get("containerName"))
            if other is None:
                yield CLIENT, f"Container '{one.get('name')}' depends on '{need.get('containerName')}', which is none."
            elif need.get("condition") == "HEALTHY" and not other.get("healthCheck"):
                yield CLIENT, f"Container '{other.get('name')}' needs a health check: another one waits for its health."


def _ports_and_health(entry: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html and API_PortMapping.html."""
    for port in entry.get("portMappings") or ():
        for name in ("containerPort", "hostPort"):
            if port.get(name) is not None and not 0 <= int(port[name]) <= LAST_PORT:
                yield CLIENT, f"Invalid {name} {port[name]}: it must be from 0 to {LAST_PORT}."
    check = entry.get("healthCheck") or {}
    if check and not check.get("command"):
        yield CLIENT, "A health check needs a command."
    for name, (least, most) in HEALTH.items():
        if check.get(name) is not None and not least <= int(check[name]) <= most:
            yield CLIENT, f"The {name} of a health check must be from {least} to {most}, got {check[name]}."


def _differs(port: Mapping[str, Any]) -> bool:
    return bool(port.get("hostPort")) and port.get("hostPort") != port.get("containerPort")


def _volumes(asked: Mapping[str, Any], containers: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    there = {volume.get("name") for volume in asked.get("volumes") or ()}
    for container in containers:
        for mount in container.get("mountPoints") or ():
            if mount.get("sourceVolume") not in there:
                yield CLIENT, f"Unknown volume '{mount.get('sourceVolume')}'."


def _fargate(asked: Mapping[str, Any], containers: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    if asked.get("networkMode") not in (None, OWN_NETWORK):
        yield CLIENT, "Fargate only supports network mode 'awsvpc'."
    for size in ("cpu", "memory"):
        if not asked.get(size):
            yield CLIENT, f"Fargate requires that '{size}' be defined at the task level."
    if any(container.get("privileged") is True for container in containers):
        yield CLIENT, "Fargate does not support privileged containers."
    if any(
        need.get("type") == "GPU" for container in containers for need in container.get("resourceRequirements") or ()
    ):
        yield CLIENT, "Fargate does not support GPU requirements."
    if asked.get("executionRoleArn"):
        return
    if any(".dkr.ecr." in str(container.get("image")) for container in containers):
        yield CLIENT, NEEDS_ROLE.format("ECR images")
    drivers = (str((container.get("logConfiguration") or {}).get("logDriver")) for container in containers)
    if any(driver == "awslogs" for driver in drivers):
        yield CLIENT, NEEDS_ROLE.format("log driver awslogs")


def service(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a service, in the service's own names.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html; the grace period in the words of
    https://github.com/aws-cloudformation/cfn-lint/issues/3612, the others but the first in ours.
    """
    if asked.get("launchType") and asked.get("capacityProviderStrategy"):
        yield PARAMETER, BOTH
    if asked.get("launchType") == FARGATE:
        if asked.get("placementStrategy") or asked.get("placementStrategies"):
            yield PARAMETER, "Placement strategies are not supported with FARGATE launch type."
        if asked.get("placementConstraints"):
            yield PARAMETER, "Placement constraints are not supported with FARGATE launch type."
        if asked.get("schedulingStrategy") == "DAEMON":
            yield PARAMETER, "The daemon scheduling strategy is not supported for FARGATE."
    count = asked.get("desiredCount")
    if count is not None and int(count) < 0:
        yield PARAMETER, "desiredCount must not be negative."
    if asked.get("healthCheckGracePeriodSeconds") and not asked.get("loadBalancers"):
        yield PARAMETER, "Health check grace period is only valid for services configured to use load balancers"
    yield from _runs(asked)


def _runs(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What a service runs is said with it, unless somebody else deploys its tasks."""
    is_external = (asked.get("deploymentController") or {}).get("type") == "EXTERNAL"
    named = asked.get("taskDefinition")
    if named == "":
        yield PARAMETER, "Family should not be null or empty."
    elif is_external and named:
        yield PARAMETER, "TaskDefinition must be blank."
    elif not is_external and named is None:
        yield PARAMETER, "TaskDefinition can not be blank."


def _service_of_template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from service(_inside(asked))


def of_template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a task definition in a template."""
    yield from definition(_inside(asked))


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: _inside(member) for name, member in value.items()}
    return [_inside(member) for member in value] if isinstance(value, list) else value


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::ECS::TaskDefinition": (of_template,),
    "AWS::ECS::Service": (_service_of_template,),
}
