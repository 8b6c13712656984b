"""AWS::Scheduler::Schedule. Schedule groups are not made by a stack so far; what is due and when is not here."""

from __future__ import annotations

import datetime
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider

DEFAULT_GROUP = "default"


def moment(found: datetime.datetime) -> str:
    """A date as templates write it."""
    return found.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def setting(name: str, default: Any = None, from_service: Shape = same) -> Property:
    """The row of a setting, all of which go in together."""
    return Property(
        name, create=name, default=default, get=Call("get_schedule", name), code="put_again", from_service=from_service
    )


class Schedule(ListedProvider):
    """When one target is called; its physical id is its name."""

    type = "AWS::Scheduler::Schedule"
    service = "scheduler"
    creation = "create_schedule"
    deletion = "delete_schedule"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_schedules", "Schedules")
    entry_id = "Name"
    properties = (
        Property("Name", create="Name", get=Call("get_schedule", "Name")),
        Property("GroupName", create="GroupName", default=DEFAULT_GROUP, get=Call("get_schedule", "GroupName")),
        setting("ScheduleExpression"),
        setting("ScheduleExpressionTimezone", "UTC"),
        setting("FlexibleTimeWindow"),
        setting("Target"),
        setting("State", "ENABLED"),
        setting("Description"),
        setting("KmsKeyArn"),
        setting("StartDate", from_service=moment),
        setting("EndDate", from_service=moment),
    )
    examples = (
        {
            "ScheduleExpression": "cron(0 20 ? * MON-FRI *)",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {"Arn": "{function.Arn}", "RoleArn": "{function_role.Arn}"},
        },
        {
            "Name": "example",
            "GroupName": "default",
            "Description": "Stops what nobody needs at night.",
            "ScheduleExpression": "rate(1 day)",
            "ScheduleExpressionTimezone": "Europe/Berlin",
            "StartDate": "2030-01-01T00:00:00Z",
            "EndDate": "2031-01-01T00:00:00Z",
            "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15},
            "State": "DISABLED",
            "KmsKeyArn": "{key.Arn}",
            "Target": {
                "Arn": "{queue.Arn}",
                "RoleArn": "{function_role.Arn}",
                "Input": '{"tag": "AutoShutdown"}',
                "DeadLetterConfig": {"Arn": "{other_queue.Arn}"},
                "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 600},
            },
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"Name": target.name(longest=64), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The schedule's name."""
        return str(response["ScheduleArn"]).rpartition("/")[2]

    def identity(self, target: Target) -> dict[str, Any]:
        """Name and group."""
        return {"Name": target.physical_id, "GroupName": target.properties.get("GroupName", DEFAULT_GROUP)}

    def put_again(self, target: Target, old: Any) -> None:
        """Put the whole schedule: the call forgets what it is not told."""
        rows = [row for row in self.properties if row.code == "put_again"]
        asked = {row.name: target.properties.get(row.name, row.default) for row in rows}
        wanted = {name: value for name, value in asked.items() if value is not None}
        target.account.administrator("scheduler").update_schedule(**self.identity(target), **wanted)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html."""
        place = f"{self.identity(target)['GroupName']}/{target.physical_id}"
        return {"Arn": _arn(target.account, place)}


def _arn(account: Account, place: str) -> str:
    return f"arn:aws:scheduler:{account.region}:{account.account_id}:schedule/{place}"


PROVIDER = Schedule()
