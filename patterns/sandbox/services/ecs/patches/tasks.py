"""The tasks of services as moto keeps them: started, ended, described. Why one cannot run is not known here."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.simulator.backends import existing


def state(account_id: str, region: str) -> Any:
    """What moto's ECS keeps; None where nobody has used it."""
    return existing("ecs", account_id, region)


def of(backend: Any, service: Any) -> list[Any]:
    """The tasks of a service that run, oldest first."""
    group = f"service:{service.name}"
    tasks = backend.tasks.get(service.cluster_name, {}).values()
    return [task for task in tasks if task.group == group and task.desired_status == "RUNNING"]


def start(backend: Any, service: Any, definition: Any, deployment: str, number: int) -> Any:
    """One task more; in a network of its own it has an interface, in one subnet after the other."""
    from moto.ecs.models import Task

    cluster = backend.clusters[service.cluster_name]
    task = Task(
        cluster=cluster,
        task_definition=definition,
        container_instance_arn=None,
        resource_requirements=None,
        backend=backend,
        group=f"service:{service.name}",
        started_by=deployment,
        launch_type=service.launch_type or "",
        networking_configuration=_network(backend, service, number),
        platform_version=service.platform_version,
    )
    task.last_status = "RUNNING"
    task.containers = [_container(definition, task, each) for each in definition.container_definitions]
    backend.tasks.setdefault(cluster.name, {})[task.task_arn] = task
    return task


def _container(definition: Any, task: Any, each: Any) -> Any:
    from moto.ecs.models import Container

    made = Container(definition)
    made.name, made.image, made.last_status, made.task_arn = each["name"], each["image"], "RUNNING", task.task_arn
    return made


def _network(backend: Any, service: Any, number: int) -> Any:
    asked = (service.network_configuration or {}).get("awsvpcConfiguration")
    if not asked:
        return None
    subnets, groups = asked["subnets"], asked.get("securityGroups") or []
    if not groups:
        from moto.ec2 import ec2_backends

        ec2 = ec2_backends[backend.account_id][backend.region_name]
        groups = [ec2.get_default_security_group(ec2.get_subnet(subnets[0]).vpc_id).id]
    return {
        "awsvpcConfiguration": {**asked, "subnets": [subnets[number % len(subnets)]], "securityGroups": list(groups)}
    }


def address(task: Any) -> str | None:
    """The private address of a task with an interface of its own."""
    return _detail(task, "privateIPv4Address")


def _detail(task: Any, name: str) -> str | None:
    details = (detail for attachment in task.attachments for detail in attachment["details"])
    return next((str(detail["value"]) for detail in details if detail["name"] == name), None)


def stop(backend: Any, task: Any, reason: str) -> None:
    """End a task, and take its interface away."""
    from moto.ec2 import ec2_backends

    if interface := _detail(task, "networkInterfaceId"):
        ec2_backends[backend.account_id][backend.region_name].enis.pop(interface, None)
    task.attachments = []
    task.last_status = task.desired_status = "STOPPED"
    task.stopped_reason = reason
    for container in task.containers:
        container.last_status = "STOPPED"


def count(backend: Any, cluster: str) -> None:
    """Let a cluster have the numbers of what is in it."""
    found, there = backend.clusters[cluster], backend.tasks.get(cluster, {}).values()
    services = (
        service
        for service in backend.services.values()
        if service.cluster_name == cluster and service.status == "ACTIVE"
    )
    found.running_tasks_count = sum(task.desired_status == "RUNNING" for task in there)
    found.pending_tasks_count, found.active_services_count = 0, len(list(services))
