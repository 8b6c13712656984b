"""AWS::AutoScaling::ScheduledAction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider, entry


def told(moment: datetime) -> str:
    """A moment as a template writes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def setting(name: str, from_service: Shape = same) -> Property:
    """The row of a setting, all of which are put together."""
    return Property(name, create=name, get=entry(name), code="put_again", from_service=from_service)


class ScheduledAction(ListedProvider):
    """A change of a group's sizes at set times; its name is its identity within its group."""

    type = "AWS::AutoScaling::ScheduledAction"
    service = "autoscaling"
    identifier = "ScheduledActionName"
    creation = "put_scheduled_update_group_action"
    deletion = "delete_scheduled_action"
    gone = frozenset({"ValidationError"})
    listing = Call("describe_scheduled_actions", "ScheduledUpdateGroupActions")
    entry_id = "ScheduledActionName"
    properties = (
        Property("AutoScalingGroupName", create="AutoScalingGroupName", get=entry("AutoScalingGroupName")),
        setting("MinSize"),
        setting("MaxSize"),
        setting("DesiredCapacity"),
        setting("Recurrence"),
        setting("StartTime", told),
        setting("EndTime", told),
        setting("TimeZone"),
    )
    examples = (
        {"AutoScalingGroupName": "{scaled}", "DesiredCapacity": 2, "Recurrence": "0 8 * * 1-5"},
        {
            "AutoScalingGroupName": "{scaled}",
            "MinSize": 0,
            "MaxSize": 3,
            "DesiredCapacity": 1,
            "Recurrence": "30 18 * * *",
            "StartTime": "2026-02-01T00:00:00Z",
            "EndTime": "2026-12-31T00:00:00Z",
            "TimeZone": "Europe/London",
        },
        {"AutoScalingGroupName": "{other_scaled}", "MinSize": 1, "StartTime": "2026-06-01T06:00:00Z"},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is always made up."""
        return {"ScheduledActionName": _name(target), **given}

    def create(self, target: Target) -> str:
        """Make the action under one name, which is drawn once."""
        name = target.name(longest=255)
        own = {**target.properties, NAME: name}
        super().create(Target(target.account, target.stack_name, target.logical_id, own))
        return name

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The name."""
        return _name(target)

    def identity(self, target: Target) -> dict[str, Any]:
        """Group and name."""
        return {
            "AutoScalingGroupName": target.properties["AutoScalingGroupName"],
            "ScheduledActionName": target.physical_id,
        }

    def put_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the whole action: the call forgets what it is not told."""
        rows = [row.name for row in self.properties if row.code == "put_again" and row.name in target.properties]
        asked = {name: target.properties[name] for name in rows}
        target.account.administrator("autoscaling").put_scheduled_update_group_action(**self.identity(target), **asked)

    def attributes(self, target: Target) -> dict[str, Any]:
        """The name."""
        return {"ScheduledActionName": target.physical_id}


NAME = "ScheduledActionName"


def _name(target: Target) -> str:
    return str(target.properties[NAME])


PROVIDER = ScheduledAction()
