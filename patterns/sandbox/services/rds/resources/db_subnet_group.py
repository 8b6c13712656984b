"""AWS::RDS::DBSubnetGroup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.rds.resources._base import RdsTaggedApart


class DbSubnetGroup(RdsTaggedApart):
    """The subnets a database may stand in, of two zones at least."""

    type = "AWS::RDS::DBSubnetGroup"
    identifier = "DBSubnetGroupName"
    creation = "create_db_subnet_group"
    deletion = "delete_db_subnet_group"
    gone = frozenset({"DBSubnetGroupNotFoundFault", "DBSubnetGroupNotFound"})
    listing = Call("describe_db_subnet_groups", "DBSubnetGroups")
    entry_id = "DBSubnetGroupName"
    arn_key = "DBSubnetGroupArn"
    longest = 255
    properties = (
        Property("DBSubnetGroupName", create="DBSubnetGroupName", get=entry("DBSubnetGroupName")),
        Property("DBSubnetGroupDescription", create="DBSubnetGroupDescription", get=entry("DBSubnetGroupDescription"),
                 code="set_subnets"),
        Property("SubnetIds", create="SubnetIds", get=entry("Subnets"), code="set_subnets",
                 from_service=lambda found: [subnet["SubnetIdentifier"] for subnet in found]),
        Property("Tags", create="Tags", get=entry("TagList"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"DBSubnetGroupDescription": "Where databases stand.", "SubnetIds": ["{subnet}", "{other_subnet}"]},
        {
            "DBSubnetGroupName": "example-databases",
            "DBSubnetGroupDescription": "Where they stand now.",
            "SubnetIds": ["{subnet}", "{other_subnet}", "{third_subnet}"],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "DBSubnetGroupName": "other-databases",
            "DBSubnetGroupDescription": "Where others stand.",
            "SubnetIds": ["{other_subnet}", "{third_subnet}"],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The group's name."""
        return str(response["DBSubnetGroup"]["DBSubnetGroupName"])

    def set_subnets(self, target: Target, old: Mapping[str, Any]) -> None:
        """Replace the subnets and the description; RDS takes both in one call."""
        asked = {name: target.properties[name] for name in ("DBSubnetGroupDescription", "SubnetIds")}
        target.account.administrator("rds").modify_db_subnet_group(**self.identity(target), **asked)

    def attributes(self, target: Target) -> dict[str, Any]:
        """The group's ARN."""
        return {"DBSubnetGroupArn": self.entry(target).get("DBSubnetGroupArn")}


PROVIDER = DbSubnetGroup()
