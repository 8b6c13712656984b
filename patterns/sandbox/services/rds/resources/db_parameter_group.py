"""AWS::RDS::DBParameterGroup. Not modelled: the parameters an engine has, and what each does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.rds.resources._base import RdsTaggedApart

LATER = "pending-reboot"
"""How parameters of either kind may be applied: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Parameter.html"""

MOST_AT_ONCE = 20
"""https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html"""


def in_one(entries: list[dict[str, Any]]) -> dict[str, str]:
    """Name -> value of the parameters that were set."""
    return {one["ParameterName"]: one["ParameterValue"] for one in entries if "ParameterValue" in one}


class DbParameterGroup(RdsTaggedApart):
    """Settings of a database engine under a name."""

    type = "AWS::RDS::DBParameterGroup"
    identifier = "DBParameterGroupName"
    creation = "create_db_parameter_group"
    deletion = "delete_db_parameter_group"
    gone = frozenset({"DBParameterGroupNotFound"})
    listing = Call("describe_db_parameter_groups", "DBParameterGroups")
    entry_id = "DBParameterGroupName"
    arn_key = "DBParameterGroupArn"
    longest = 255
    properties = (
        Property("DBParameterGroupName", create="DBParameterGroupName", get=entry("DBParameterGroupName")),
        Property("Description", create="Description", get=entry("Description")),
        Property("Family", create="DBParameterGroupFamily", get=entry("DBParameterGroupFamily")),
        Property("Parameters", code="set_parameters", get=Call("describe_db_parameters", "Parameters"),
                 from_service=in_one,
                 effect="It changes no database's behaviour."),
        Property("Tags", create="Tags", get=entry("TagList"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"Description": "What the example's database keeps to.", "Family": "postgres17"},
        {
            "DBParameterGroupName": "example-settings",
            "Description": "Settings.",
            "Family": "postgres17",
            "Parameters": {"rds.force_ssl": "1", "log_min_duration_statement": "500"},
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "DBParameterGroupName": "other-settings",
            "Description": "Other settings.",
            "Family": "mysql8.4",
            "Parameters": {"slow_query_log": "1"},
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The group's name."""
        return str(response["DBParameterGroup"]["DBParameterGroupName"])

    def is_there(self, entry: dict[str, Any]) -> bool:
        """The groups whose name begins with "default." are RDS's own, made with the first database of their kind."""
        return not entry["DBParameterGroupName"].startswith("default.")

    def set_parameters(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what is new or changed, and bring back to its default what is declared no more."""
        client, group = target.account.administrator("rds"), self.identity(target)
        before, after = old.get("Parameters") or {}, target.properties.get("Parameters") or {}
        changed = [name for name in after if before.get(name) != after[name]]
        for start in range(0, len(changed), MOST_AT_ONCE):
            some = [_parameter(name, after[name]) for name in changed[start : start + MOST_AT_ONCE]]
            client.modify_db_parameter_group(**group, Parameters=some)
        if gone := [{"ParameterName": name, "ApplyMethod": LATER} for name in before if name not in after]:
            client.reset_db_parameter_group(**group, Parameters=gone)

    def attributes(self, target: Target) -> dict[str, Any]:
        """The group's name and ARN."""
        return {
            "DBParameterGroupName": target.physical_id,
            "DBParameterGroupArn": self.entry(target).get("DBParameterGroupArn"),
        }


def _parameter(name: str, value: Any) -> dict[str, str]:
    return {"ParameterName": name, "ParameterValue": str(value), "ApplyMethod": LATER}


PROVIDER = DbParameterGroup()
