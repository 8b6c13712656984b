"""ECS looks at task definitions, services and clusters before it makes, changes or deletes them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html. No page says in which
words it refuses: they are not confirmed, but for those about no task definition, which readers of AWS's met:
https://github.com/aws/aws-cdk/issues/6245, https://github.com/hashicorp/terraform-provider-aws/issues/27362
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal, ecs
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.ecs.patches import tasks

INVALID = "InvalidParameterException"
MOST_TASKS = 5_000
"""Of one service: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html."""
ACTIVE = "ACTIVE"


def install(account: Account) -> None:
    """Stand before the calls that make or change what ECS holds."""
    checks = {
        "RegisterTaskDefinition": _definition,
        "CreateService": _new_service,
        "UpdateService": _service,
        "DeleteCluster": _cluster,
    }
    account.gateway.judge(account, "ecs", checks)


def _definition(account: Account, call: Call) -> None:
    refuse(ecs.definition(call.params))


def _new_service(account: Account, call: Call) -> None:
    asked, there = call.params, tasks.state(account.account_id, call.region)
    cluster = _named(asked.get("cluster") or "default")
    found = there.clusters.get(cluster) if there is not None else None
    if found is None or found.status != ACTIVE:
        raise Refused("ClusterNotFoundException", "Cluster not found.", 400)
    service = there.services.get(f"{cluster}:{asked['serviceName']}")
    if service is not None and service.status == ACTIVE:
        raise Refused(INVALID, "Creation of service was not idempotent.", 400)
    refuse(ecs.service(asked))
    _judge(account, there, asked)


def _service(account: Account, call: Call) -> None:
    there = tasks.state(account.account_id, call.region)
    key = f"{_named(call.params.get('cluster') or 'default')}:{_named(call.params['service'])}"
    service = there.services.get(key) if there is not None else None
    if service is None:
        return
    if service.status != ACTIVE:
        raise Refused("ServiceNotActiveException", "Service was not ACTIVE.", 400)
    before = {
        "taskDefinition": service.task_definition,
        "loadBalancers": service.load_balancers,
        "networkConfiguration": service.network_configuration,
        "launchType": service.launch_type,
    }
    _judge(account, there, {**before, **call.params})


def _judge(account: Account, there: Any, asked: Mapping[str, Any]) -> None:
    refuse(_count(asked))
    definition = _revision(there, asked.get("taskDefinition"))
    if definition is None:
        return
    refuse(_network(definition, asked))
    refuse(_places(account, (asked.get("networkConfiguration") or {}).get("awsvpcConfiguration") or {}))
    for balancer in asked.get("loadBalancers") or ():
        refuse(_container(definition, balancer))
        refuse(_group(account, definition, balancer))


def _count(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    if (wanted := asked.get("desiredCount") or 0) > MOST_TASKS:
        yield INVALID, f"The desired count of {wanted} exceeds the quota of {MOST_TASKS} tasks per service."


def _revision(there: Any, name: str | None) -> Any:
    """The revision that is named; what is not there moto says itself."""
    family, _, number = _named(name or "").partition(":")
    kept = there.task_definitions.get(family) or {}
    return kept.get(int(number) if number.isdecimal() else max(kept, default=0))


def _network(definition: Any, asked: Mapping[str, Any]) -> Iterator[Refusal]:
    own = definition.network_mode == ecs.OWN_NETWORK
    if own and not asked.get("networkConfiguration"):
        yield INVALID, "Network Configuration must be provided when networkMode 'awsvpc' is specified."
    if asked.get("networkConfiguration") and not own:
        yield INVALID, "Network Configuration is not valid for the given networkMode of this task definition."
    if asked.get("launchType") == ecs.FARGATE and ecs.FARGATE not in definition.compatibilities:
        yield INVALID, "Task definition does not support launch_type FARGATE."


def _places(account: Account, network: Mapping[str, Any]) -> Iterator[Refusal]:
    """Subnets and groups that are not there, in the words of moto, which looks at those of a new service only."""
    client = account.observer("ec2")
    subnets = {subnet["SubnetId"] for subnet in client.describe_subnets()["Subnets"]} if network else set()
    for name in set(network.get("subnets") or ()) - subnets:
        told = f"The subnet ID '{name}' does not exist (ErrorCode: InvalidSubnetID.NotFound)"
        yield INVALID, f"Error retrieving subnet information for [{name}]: {told}"
    asked = set(network.get("securityGroups") or ())
    groups = (
        {security_group["GroupId"] for security_group in client.describe_security_groups()["SecurityGroups"]}
        if asked
        else set()
    )
    for name in asked - groups:
        told = f"The security group '{name}' does not exist (ErrorCode: InvalidGroup.NotFound)"
        yield INVALID, f"Error retrieving security group information for [{name}]: {told}"


def _container(definition: Any, balancer: Mapping[str, Any]) -> Iterator[Refusal]:
    name, port = balancer.get("containerName"), balancer.get("containerPort")
    found = next(
        (
            container_definition
            for container_definition in definition.container_definitions
            if container_definition["name"] == name
        ),
        None,
    )
    if found is None:
        yield INVALID, f"The container {name} does not exist in the task definition."
    elif port not in {port_mapping.get("containerPort") for port_mapping in found.get("portMappings") or ()}:
        yield INVALID, f"The container {name} did not have a container port {port} defined."


def _group(account: Account, definition: Any, balancer: Mapping[str, Any]) -> Iterator[Refusal]:
    arn = balancer.get("targetGroupArn")
    if not arn:
        return
    client = account.observer("elbv2")
    try:
        [found] = client.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"]
    except client.exceptions.ClientError:
        yield INVALID, f"Unable to assume role and validate the specified targetGroupArn: {arn} was not found."
        return
    if definition.network_mode == ecs.OWN_NETWORK and found["TargetType"] != "ip":
        told = f"The provided target group {arn} has target type {found['TargetType']}, which is incompatible with the"
        yield INVALID, f"{told} awsvpc network mode specified in the task definition."
    if not found["LoadBalancerArns"]:
        yield INVALID, f"The target group with targetGroupArn {arn} does not have an associated load balancer."


def _cluster(account: Account, call: Call) -> None:
    there, name = tasks.state(account.account_id, call.region), _named(call.params["cluster"])
    services = there.services.values() if there is not None else ()
    if any(service.cluster_name == name and service.status == ACTIVE for service in services):
        message = "The Cluster cannot be deleted while Services are active."
        raise Refused("ClusterContainsServicesException", message, 400)
    running = there.tasks.get(name, {}).values() if there is not None else ()
    if any(task.desired_status == "RUNNING" for task in running):
        raise Refused("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.", 400)


def _named(name: str) -> str:
    return name.rpartition("/")[2]
