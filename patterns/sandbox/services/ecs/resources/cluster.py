"""AWS::ECS::Cluster. Not modelled: Service Connect's default namespace, keys of what Fargate keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed
from patterns.sandbox.services.ecs.resources._shapes import TAGGING, camel, pascal

INCLUDED = ["TAGS", "SETTINGS", "CONFIGURATIONS"]
NO_INSIGHTS = [{"Name": "containerInsights", "Value": "disabled"}]


class Cluster(ListedProvider):
    """Where services and their tasks are; its name is its identity."""

    type = "AWS::ECS::Cluster"
    service = "ecs"
    tagging = TAGGING
    identifier = "cluster"
    creation = "create_cluster"
    deletion = "delete_cluster"
    gone = frozenset({"ClusterNotFoundException"})
    names_itself = True
    listing = Call("list_clusters", "clusterArns")
    entry_id = "clusterName"
    properties = (
        Property("ClusterName", create="clusterName", get=entry("clusterName")),
        Property("ClusterSettings", create="settings", get=entry("settings"), default=NO_INSIGHTS,
                 put=Call("update_cluster", "settings"), cleared=camel(NO_INSIGHTS),
                 to_service=camel, from_service=pascal, effect="No container is watched."),
        Property("Configuration", create="configuration", get=entry("configuration"),
                 put=Call("update_cluster", "configuration"), cleared={},
                 to_service=camel, from_service=pascal, effect="Nobody enters a container."),
        Property("CapacityProviders", create="capacityProviders", get=entry("capacityProviders"), code="put_providers"),
        Property("DefaultCapacityProviderStrategy", create="defaultCapacityProviderStrategy",
                 get=entry("defaultCapacityProviderStrategy"), code="put_providers",
                 to_service=camel, from_service=pascal),
        Property("Tags", create="tags", get=entry("tags"), code="set_tags", to_service=camel, from_service=pascal),
    )  # fmt: skip
    examples = (
        {},
        {
            "ClusterName": "example",
            "ClusterSettings": [{"Name": "containerInsights", "Value": "enabled"}],
            "Configuration": {"ExecuteCommandConfiguration": {"Logging": "DEFAULT"}},
            "CapacityProviders": ["FARGATE", "FARGATE_SPOT"],
            "DefaultCapacityProviderStrategy": [{"CapacityProvider": "FARGATE", "Base": 1, "Weight": 1}],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "CapacityProviders": ["FARGATE_SPOT"],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def taken(self, target: Target) -> str:
        """The cluster that has the name, which the service would return."""
        name = target.properties.get("ClusterName", "")
        return name if name in self.entries(target.account, [target]) else ""

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"clusterName": target.name(longest=255), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The cluster's name."""
        return str(response["cluster"]["clusterName"])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> cluster, of those that are there: ECS goes on listing others for a while."""
        client, arns = account.observer("ecs"), _arns(account)
        pages = (client.describe_clusters(clusters=some, include=INCLUDED) for some in by_hundreds(arns))
        clusters = (cluster for page in pages for cluster in page["clusters"])
        return {cluster["clusterName"]: cluster for cluster in clusters if cluster["status"] == "ACTIVE"}

    def existing(self, account: Account) -> set[str]:
        """The names of all clusters."""
        return set(self.entries(account, []))

    def put_providers(self, target: Target, old: Mapping[str, Any]) -> None:
        """Providers and strategy go together."""
        own = target.properties
        target.account.administrator("ecs").put_cluster_capacity_providers(
            cluster=target.physical_id,
            capacityProviders=list(own.get("CapacityProviders") or []),
            defaultCapacityProviderStrategy=camel(own.get("DefaultCapacityProviderStrategy") or []),
        )

    def tagged(self, target: Target) -> str:
        """The cluster's ARN."""
        account = target.account
        return f"arn:aws:ecs:{account.region}:{account.account_id}:cluster/{target.physical_id}"

    def attributes(self, target: Target) -> dict[str, Any]:
        """The cluster's ARN."""
        return {"Arn": self.tagged(target)}


def _arns(account: Account) -> list[Any]:
    return listed(account, "ecs", Cluster.listing)


def by_hundreds(names: list[Any], most: int = 100) -> list[list[Any]]:
    """Names in lists as long as a call takes."""
    return [names[start : start + most] for start in range(0, len(names), most)]


PROVIDER = Cluster()
