"""AWS::ECS::Service. Not modelled: Service Connect, volumes of tasks, blue and green, VPC Lattice, other controllers.

A stack waits until the service has reached its count, as AWS does; that takes no time here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, HandlerError, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.ecs.resources._shapes import TAGGING, camel, pascal
from patterns.sandbox.services.ecs.resources.cluster import Cluster, by_hundreds

COMPLETED = "COMPLETED"
MOST_DESCRIBED = 10
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html"""
DEFAULTS: Mapping[str, Any] = {
    "DesiredCount": 1,
    "DeploymentConfiguration": {"MaximumPercent": 200, "MinimumHealthyPercent": 100},
    "EnableECSManagedTags": False,
    "EnableExecuteCommand": False,
    "HealthCheckGracePeriodSeconds": 0,
    "LoadBalancers": [],
    "ServiceRegistries": [],
    "PlacementConstraints": [],
    "PlacementStrategies": [],
    "PropagateTags": "NONE",
    "PlatformVersion": "LATEST",
    "CapacityProviderStrategy": [],
}
"""What an update sets what is declared no longer back to."""
KEYWORDS = {"PlacementStrategies": "placementStrategy", "EnableECSManagedTags": "enableECSManagedTags"}


def _keyword(name: str) -> str:
    return KEYWORDS.get(name, name[0].lower() + name[1:])


def fixed(name: str) -> Property:
    """A row that only another service can have otherwise."""
    return Property(name, create=_keyword(name), get=entry(_keyword(name)), to_service=camel, from_service=pascal)


def setting(name: str, **more: Any) -> Property:
    """A row of what one call changes together."""
    return Property(name, create=_keyword(name), get=entry(_keyword(name)), code="change", to_service=camel,
                    from_service=pascal, **more)  # fmt: skip


class Service(ListedProvider):
    """Tasks kept at a number; its ARN is its identity."""

    type = "AWS::ECS::Service"
    service = "ecs"
    tagging = TAGGING
    creation = "create_service"
    gone = frozenset({"ServiceNotFoundException", "ClusterNotFoundException"})
    listing = Call("list_services", "serviceArns")
    entry_id = "serviceArn"
    properties = (
        fixed("ServiceName"),
        Property("Cluster", create="cluster", get=entry("clusterArn")),
        fixed("SchedulingStrategy"),
        Property("Role", create="role", get=entry("roleArn")),
        fixed("LaunchType"),
        Property("DeploymentController", create="deploymentController", get=entry("deploymentController"),
                 to_service=camel, from_service=pascal),
        # Before what rolls the service: a refusal after that would roll it twice.
        Property("Tags", create="tags", get=entry("tags"), code="set_tags", to_service=camel, from_service=pascal),
        setting("TaskDefinition"),
        setting("DesiredCount"),
        setting("CapacityProviderStrategy"),
        setting("NetworkConfiguration"),
        setting("LoadBalancers"),
        setting("PlatformVersion", effect="All versions are alike."),
        setting("DeploymentConfiguration"),
        setting("HealthCheckGracePeriodSeconds", effect="No task is ended for its health."),
        setting("PlacementConstraints", effect="Tasks are placed without regard to machines."),
        setting("PlacementStrategies", effect="Tasks are placed without regard to machines."),
        setting("ServiceRegistries", effect="No name leads to a task."),
        setting("EnableECSManagedTags", effect="Tasks have no tags."),
        setting("EnableExecuteCommand", effect="Nobody enters a container."),
        Property("PropagateTags", create="propagateTags", get=entry("propagateTags"), code="change",
                 from_service=lambda told: None if told == "NONE" else told, effect="Tasks have no tags."),
    )  # fmt: skip
    examples = (
        {
            "Cluster": "{cluster.Arn}",
            "TaskDefinition": "{fargate_task}",
            "DesiredCount": 2,
            "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["{subnet}"], "SecurityGroups": ["{group}"]}},
            "CapacityProviderStrategy": [{"CapacityProvider": "FARGATE_SPOT", "Weight": 1}],
            "Tags": [{"Key": "Project", "Value": "other"}],
        },
        {
            "ServiceName": "example",
            "Cluster": "{cluster.Arn}",
            "TaskDefinition": "{fargate_task}",
            "DesiredCount": 2,
            "LaunchType": "FARGATE",
            "PlatformVersion": "LATEST",
            "SchedulingStrategy": "REPLICA",
            "DeploymentController": {"Type": "ECS"},
            "NetworkConfiguration": {
                "AwsvpcConfiguration": {
                    "Subnets": ["{subnet}", "{other_subnet}"],
                    "SecurityGroups": ["{group}"],
                    "AssignPublicIp": "DISABLED",
                }
            },
            "LoadBalancers": [{"TargetGroupArn": "{balanced_group}", "ContainerName": "app", "ContainerPort": 80}],
            "DeploymentConfiguration": {
                "MaximumPercent": 200,
                "MinimumHealthyPercent": 50,
                "DeploymentCircuitBreaker": {"Enable": True, "Rollback": True},
            },
            "HealthCheckGracePeriodSeconds": 60,
            "EnableECSManagedTags": True,
            "EnableExecuteCommand": True,
            "PropagateTags": "SERVICE",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Cluster": "{cluster.Arn}",
            "TaskDefinition": "{fargate_task}",
            "DesiredCount": 1,
            "Role": "{role.Arn}",
            "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["{subnet}"], "SecurityGroups": ["{group}"]}},
            "PlacementConstraints": [{"Type": "distinctInstance"}],
            "PlacementStrategies": [{"Type": "spread", "Field": "attribute:ecs.availability-zone"}],
            "ServiceRegistries": [
                {"RegistryArn": "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-example"}
            ],
        },
        {
            "Cluster": "{cluster.Arn}",
            "TaskDefinition": "{fargate_task}",
            "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["{subnet}"], "SecurityGroups": ["{group}"]}},
            "CapacityProviderStrategy": [{"CapacityProvider": "FARGATE", "Weight": 1}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given, and one task is wanted where no number is."""
        named = {"serviceName": target.name(longest=255), **given}
        is_daemon = given.get("schedulingStrategy") == "DAEMON"
        return named if is_daemon else {"desiredCount": DEFAULTS["DesiredCount"], **named}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The service's ARN."""
        return str(response["service"]["serviceArn"])

    def complete(self, target: Target) -> None:
        """Wait until it has reached its count."""
        self._wait(target)

    def update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change it, and wait until the deployment is over."""
        super().update(target, old)
        self._wait(target)

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """What differs, in one call: a service rolls once."""
        own = target.properties
        rows = [row for row in self.properties if row.code == "change"]
        wanted = {row.name: own.get(row.name, DEFAULTS.get(row.name)) for row in rows}
        before = {row.name: old.get(row.name, DEFAULTS.get(row.name)) for row in rows}
        given = {
            _keyword(name): camel(value)
            for name, value in wanted.items()
            if value is not None and value != before[name]
        }
        if given:
            target.account.administrator("ecs").update_service(**self.identity(target), **given)

    def _wait(self, target: Target) -> None:
        """Raise `HandlerError` in CloudFormation's words for a service that does not become steady."""
        found = self.entry(target)
        [primary, *_] = found.get("deployments") or [{"rolloutState": COMPLETED, "rolloutStateReason": ""}]
        if "circuit breaker" in primary["rolloutStateReason"]:
            message = "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."
            raise HandlerError("GeneralServiceException", message)
        if primary["rolloutState"] != COMPLETED:
            raise HandlerError("NotStabilized", "Exceeded attempts to wait")

    def identity(self, target: Target) -> dict[str, Any]:
        """Cluster and service, both of which are in the ARN."""
        _, cluster, name = target.physical_id.rsplit("/", 2)
        return {"cluster": cluster, "service": name}

    def delete(self, target: Target) -> None:
        """Delete it with its tasks, as CloudFormation does."""
        client = target.account.administrator("ecs")
        if self.entry(target):
            client.delete_service(**self.identity(target), force=True)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> service, of all clusters that are there; those that are deleted are not."""
        client = account.observer("ecs")
        entries: dict[str, dict[str, Any]] = {}
        wanted = {self.identity(target)["cluster"] for target in targets}
        for cluster in (str(arn).rpartition("/")[2] for arn in listed(account, "ecs", Cluster.listing)):
            if targets and cluster not in wanted:
                continue
            arns = listed(account, "ecs", Call("list_services", "serviceArns", {"cluster": cluster}))
            for some in by_hundreds(arns, MOST_DESCRIBED):
                told = client.describe_services(cluster=cluster, services=some, include=["TAGS"])["services"]
                entries |= {one["serviceArn"]: one for one in told if one["status"] == "ACTIVE"}
        return entries

    def existing(self, account: Account) -> set[str]:
        """The ARNs of all services."""
        return set(self.entries(account, []))

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The service, with cluster and revision named as the template names them, if it means the same."""
        found, declared = super().read_one(responses), responses.target.properties
        if found is None:
            return None
        for name in ("Cluster", "TaskDefinition"):
            if str(found.get(name)).rpartition("/")[2] == declared.get(name):
                found[name] = declared[name]
        return found

    def attributes(self, target: Target) -> dict[str, Any]:
        """Name and ARN."""
        return {"Name": target.physical_id.rpartition("/")[2], "ServiceArn": target.physical_id}


PROVIDER = Service()
