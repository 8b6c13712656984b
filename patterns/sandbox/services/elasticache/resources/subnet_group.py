"""AWS::ElastiCache::SubnetGroup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.elasticache.resources._base import CacheProvider


class SubnetGroup(CacheProvider):
    """The subnets a cache may stand in."""

    type = "AWS::ElastiCache::SubnetGroup"
    identifier = "CacheSubnetGroupName"
    creation = "create_cache_subnet_group"
    deletion = "delete_cache_subnet_group"
    gone = frozenset({"CacheSubnetGroupNotFoundFault", "CacheSubnetGroupNotFound"})
    listing = Call("describe_cache_subnet_groups", "CacheSubnetGroups")
    entry_id = "CacheSubnetGroupName"
    properties = (
        Property("CacheSubnetGroupName", create="CacheSubnetGroupName", get=entry("CacheSubnetGroupName")),
        Property("Description", create="CacheSubnetGroupDescription", get=entry("CacheSubnetGroupDescription"),
                 code="set_subnets"),
        Property("SubnetIds", create="SubnetIds", get=entry("Subnets"), code="set_subnets",
                 from_service=lambda found: [subnet["SubnetIdentifier"] for subnet in found]),
        Property("Tags", create="Tags", get=entry("TagList"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"Description": "Where caches stand.", "SubnetIds": ["{subnet}"]},
        {
            "CacheSubnetGroupName": "example-caches",
            "Description": "Where they stand now.",
            "SubnetIds": ["{subnet}", "{other_subnet}"],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "CacheSubnetGroupName": "other-caches",
            "Description": "Where others stand.",
            "SubnetIds": ["{other_subnet}"],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The group's name."""
        return str(response["CacheSubnetGroup"]["CacheSubnetGroupName"])

    def set_subnets(self, target: Target, old: Mapping[str, Any]) -> None:
        """Replace the subnets and the description."""
        target.account.administrator("elasticache").modify_cache_subnet_group(
            **self.identity(target),
            CacheSubnetGroupDescription=target.properties["Description"],
            SubnetIds=target.properties["SubnetIds"],
        )


PROVIDER = SubnetGroup()
