"""What moto's ECS loses: most settings of a service, which tasks are whose, and that a task stays as it is."""

from __future__ import annotations

from typing import Any

KEPT = (
    "deploymentConfiguration", "capacityProviderStrategy", "healthCheckGracePeriodSeconds", "placementConstraints",
    "placementStrategy", "enableECSManagedTags", "enableExecuteCommand", "availabilityZoneRebalancing",
)  # fmt: skip
"""Settings that a new service forgets; an update keeps everything."""
DEPLOYMENT = {"maximumPercent": 200, "minimumHealthyPercent": 100}
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html"""


def apply() -> None:
    """Keep what a service is asked for, and let tasks be those of somebody."""
    from moto.ec2.models.elastic_network_interfaces import NetworkInterface
    from moto.ecs import models
    from moto.ecs.responses import EC2ContainerServiceResponse

    backend = models.EC2ContainerServiceBackend
    EC2ContainerServiceResponse.create_service = _keeping(EC2ContainerServiceResponse.create_service)
    EC2ContainerServiceResponse.update_service = _updating(EC2ContainerServiceResponse.update_service)
    models.Service._validate_network = _grouped(models.Service._validate_network)
    models.Task.advance = lambda self: None
    # What is in a cluster is counted when it changes; moto adds up what it believes was started.
    backend.update_cluster_resources = lambda *args, **kwargs: None
    backend.list_tasks = _whose(backend.list_tasks)
    # A network without names gives none to an interface, which moto's tasks ask for all the same.
    NetworkInterface.private_dns_name = ""
    # The subnet chooses an address where none is asked for; moto asks for one of any network.
    models.random_private_ip = lambda: ""


def _attribute(keyword: str) -> str:
    from moto.core.utils import camelcase_to_underscores

    return {"enableECSManagedTags": "enable_ecs_managed_tags"}.get(keyword) or str(camelcase_to_underscores(keyword))


def _keeping(create: Any) -> Any:
    def create_service(self: Any) -> Any:
        """Keep all settings; moto forgets how a service is deployed, by what capacity, and where it is placed."""
        answer = create(self)
        service = answer._result["service"]
        service.deployment_configuration, service.capacity_provider_strategy = dict(DEPLOYMENT), []
        for keyword in KEPT:
            if (value := self._get_param(keyword)) is not None:
                _set(service, keyword, value)
        _launch(service)
        return answer

    return create_service


def _updating(update: Any) -> Any:
    def update_service(self: Any) -> Any:
        """Name the revision by its ARN, and keep the settings whose names moto spells otherwise."""
        answer = update(self)
        service = answer._result["service"]
        service.task_definition = self.ecs_backend.describe_task_definition(service.task_definition).arn
        for keyword in KEPT:
            if (value := self._get_param(keyword)) is not None:
                _set(service, keyword, value)
        _launch(service)
        return answer

    return update_service


def _launch(service: Any) -> None:
    """A service has a launch type or a strategy: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html."""
    service.launch_type = None if service.capacity_provider_strategy else service.launch_type or "EC2"


def _set(service: Any, keyword: str, value: Any) -> None:
    if keyword == "deploymentConfiguration":
        value = {**DEPLOYMENT, **value}
    setattr(service, _attribute(keyword), value)


def _grouped(validate: Any) -> Any:
    def _validate_network(self: Any, nc: dict[str, Any]) -> Any:
        """Take a network without security groups, which then is guarded by its default one."""
        nc["awsvpcConfiguration"].setdefault("securityGroups", [])
        return validate(self, nc)

    return _validate_network


def _whose(list_all: Any) -> Any:
    def list_tasks(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Those of one service where one is named, and those that run where no state is; moto lists all."""
        names = ("cluster_str", "container_instance", "family", "started_by", "service_name", "desiredStatus")
        asked = {**dict(zip(names, args, strict=False)), **kwargs}
        found = list_all(self, **asked)
        if name := asked.get("service_name"):
            found = [task for task in found if task.group == f"service:{str(name).rpartition('/')[2]}"]
        wanted = asked.get("desiredStatus") or "RUNNING"
        return [task for task in found if task.desired_status == wanted]

    return list_tasks
