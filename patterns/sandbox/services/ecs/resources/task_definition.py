"""AWS::ECS::TaskDefinition. Not modelled: fault injection, accelerators, what runs inside a container."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed
from patterns.sandbox.services.ecs.resources._shapes import TAGGING, camel, pascal


def row(name: str, **more: Any) -> Property:
    """A setting of a revision, which never changes: another one is another revision."""
    keyword = name[0].lower() + name[1:]
    return Property(name, create=keyword, get=entry(keyword), to_service=camel, from_service=pascal, **more)


NOT_RUN = "No container runs."


class TaskDefinition(ListedProvider):
    """A revision of what a task is made of; its ARN is its identity."""

    type = "AWS::ECS::TaskDefinition"
    service = "ecs"
    tagging = TAGGING
    identifier = "taskDefinition"
    creation = "register_task_definition"
    deletion = "deregister_task_definition"
    gone = frozenset({"ClientException", "InvalidParameterException"})
    listing = Call("list_task_definitions", "taskDefinitionArns")
    entry_id = "taskDefinitionArn"
    properties = (
        row("Family"),
        row("ContainerDefinitions", effect=NOT_RUN),
        row("Cpu", effect=NOT_RUN),
        row("Memory", effect=NOT_RUN),
        row("NetworkMode"),
        row("RequiresCompatibilities"),
        row("ExecutionRoleArn"),
        row("TaskRoleArn", effect=NOT_RUN),
        row("Volumes", effect=NOT_RUN),
        row("PlacementConstraints", effect="Tasks are placed without regard to machines."),
        row("RuntimePlatform", effect=NOT_RUN),
        row("EphemeralStorage", effect=NOT_RUN),
        row("IpcMode", effect=NOT_RUN),
        row("PidMode", effect=NOT_RUN),
        row("ProxyConfiguration", effect=NOT_RUN),
        Property("Tags", create="tags", get=entry("tags"), code="set_tags", to_service=camel, from_service=pascal),
    )
    examples = (
        {"ContainerDefinitions": [{"Name": "app", "Image": "nginx", "Memory": 128}]},
        {
            "Family": "example",
            "Cpu": "256",
            "Memory": "512",
            "NetworkMode": "awsvpc",
            "RequiresCompatibilities": ["FARGATE"],
            "ExecutionRoleArn": "{task_role.Arn}",
            "TaskRoleArn": "{task_role.Arn}",
            "EphemeralStorage": {"SizeInGiB": 30},
            "RuntimePlatform": {"CpuArchitecture": "ARM64", "OperatingSystemFamily": "LINUX"},
            "PidMode": "task",
            "Volumes": [{"Name": "shared"}],
            "ContainerDefinitions": [
                {
                    "Name": "app",
                    "Image": "public.ecr.aws/nginx/nginx:stable",
                    "Essential": True,
                    "PortMappings": [{"ContainerPort": 80, "Protocol": "tcp"}],
                    "Environment": [{"Name": "Stage", "Value": "test"}],
                    "DockerLabels": {"Owner": "cookbook"},
                    "MountPoints": [{"SourceVolume": "shared", "ContainerPath": "/shared", "ReadOnly": False}],
                    "HealthCheck": {"Command": ["CMD-SHELL", "true"], "Interval": 30},
                    "LogConfiguration": {
                        "LogDriver": "awslogs",
                        "Options": {"awslogs-group": "{log_group}", "awslogs-region": "us-east-1"},
                    },
                }
            ],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "NetworkMode": "bridge",
            "IpcMode": "task",
            "PlacementConstraints": [{"Type": "memberOf", "Expression": "attribute:ecs.os-type == linux"}],
            "ProxyConfiguration": {
                "Type": "APPMESH",
                "ContainerName": "envoy",
                "ProxyConfigurationProperties": [{"Name": "ProxyIngressPort", "Value": "15000"}],
            },
            "ContainerDefinitions": [{"Name": "envoy", "Image": "envoy", "MemoryReservation": 64}],
            "Tags": [{"Key": "Project", "Value": "other"}],
        },
        {
            "ContainerDefinitions": [{"Name": "app", "Image": "nginx", "Memory": 128}],
            "Tags": [{"Key": "Owner", "Value": "data"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A family is made up where none is given."""
        return {"family": target.name(longest=255), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The ARN of the revision."""
        return str(response["taskDefinition"]["taskDefinitionArn"])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> revision with its tags, of the targets; without targets of all that can be used."""
        arns: list[Any] = listed(account, "ecs", self.listing)
        wanted = {target.physical_id for target in targets}
        client = account.observer("ecs")
        entries: dict[str, dict[str, Any]] = {}
        for arn in (arn for arn in arns if not targets or arn in wanted):
            told = client.describe_task_definition(taskDefinition=arn, include=["TAGS"])
            entries[arn] = {**told["taskDefinition"], "tags": told.get("tags") or []}
        return entries

    def existing(self, account: Account) -> set[str]:
        """The ARNs of all revisions that can be used."""
        return set(map(str, listed(account, "ecs", self.listing)))

    def attributes(self, target: Target) -> dict[str, Any]:
        """The ARN of the revision."""
        return {"TaskDefinitionArn": target.physical_id}


PROVIDER = TaskDefinition()
