"""AWS::Events::Rule. When a rule is due, and what reaches its targets, is not here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import ListedProvider, entry

DEFAULT_BUS = "default"
AT_ONCE = 100
"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html"""


def setting(name: str, default: Any = None, to_service: Shape = same, from_service: Shape = same) -> Property:
    """The row of a setting, all of which go in together."""
    return Property(
        name, create=name, default=default, get=entry(name), code="put_again", to_service=to_service,
        from_service=from_service,
    )  # fmt: skip


def bus_name(said: str) -> str:
    """The name of a bus that is called by its name or its ARN."""
    return said.rpartition("/")[2] if said.startswith("arn:") else said


class Rule(ListedProvider):
    """Which events, or which times, go to which targets; its physical id is its name, after the bus's on another."""

    type = "AWS::Events::Rule"
    service = "events"
    tagging = tags.Tagging("ResourceARN")
    creation = "put_rule"
    deletion = "delete_rule"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_rules", "Rules")
    properties = (
        Property("Name", create="Name", get=entry("Name")),
        Property(
            "EventBusName",
            create="EventBusName",
            default=DEFAULT_BUS,
            get=entry("EventBusName"),
            to_service=bus_name,
            code="put_again",
        ),
        setting("EventPattern", to_service=json.dumps, from_service=json.loads),
        setting("ScheduleExpression"),
        setting("State", "ENABLED"),
        setting("Description"),
        setting("RoleArn"),
        Property("Targets", get=entry("Targets"), code="set_targets"),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )
    examples = (
        {"ScheduleExpression": "rate(1 hour)"},
        {
            "Name": "example",
            "EventBusName": "default",
            "Description": "Interrupted instances.",
            "EventPattern": {"source": ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"]},
            "RoleArn": "{role.Arn}",
            "State": "ENABLED",
            "Targets": [
                {
                    "Id": "queue",
                    "Arn": "{queue.Arn}",
                    "DeadLetterConfig": {"Arn": "{other_queue.Arn}"},
                    "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 600},
                    "InputTransformer": {
                        "InputPathsMap": {"instance": "$.detail.instance-id"},
                        "InputTemplate": '{"instance": <instance>}',
                    },
                }
            ],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "EventPattern": {"source": ["example"]},
            "State": "DISABLED",
            "Targets": [
                {"Id": "function", "Arn": "{function.Arn}", "Input": '{"at": "night"}'},
                {"Id": "queue", "Arn": "{queue.Arn}", "InputPath": "$.detail"},
            ],
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def taken(self, target: Target) -> str:
        """The rule that has the name, which the service would change."""
        name = target.properties.get("Name")
        physical_id = _id(_bus(target.properties), name) if name else ""
        return physical_id if name and physical_id in self.entries(target.account, [target]) else ""

    def create(self, target: Target) -> str:
        """Make the rule."""
        arguments = self._arguments(target)
        physical_id = _id(arguments.get("EventBusName", DEFAULT_BUS), arguments["Name"])
        labels = {"Tags": target.properties["Tags"]} if target.properties.get("Tags") else {}
        target.account.administrator("events").put_rule(**arguments, **labels)
        return physical_id

    def _arguments(self, target: Target) -> dict[str, Any]:
        """The keywords of the call that makes a rule and changes it; it forgets what it is not told."""
        asked = {"State": "ENABLED", **target.properties}
        if not asked.get("Name"):
            asked["Name"] = target.physical_id.rpartition("|")[2] or target.name(longest=64)
        rows = [row for row in self.properties if row.create and row.name != "Tags" and row.name in asked]
        return {row.name: row.to_service(asked[row.name]) for row in rows}

    def must_replace(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        """Whether the rule moves to another bus: naming the default one is no move."""
        return _bus(old) != _bus(new)

    def put_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the whole rule."""
        target.account.administrator("events").put_rule(**self._arguments(target))

    def set_targets(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put what is new or changed, remove what is gone; what is there decides."""
        client, rule = target.account.administrator("events"), _rule(target)
        named = {"Rule": rule["Name"], "EventBusName": rule["EventBusName"]}
        there = {one["Id"]: one for one in _targets(target.account, rule)}
        asked = {one["Id"]: one for one in target.properties.get("Targets") or []}
        if gone := [name for name in there if name not in asked]:
            client.remove_targets(**named, Ids=gone)
        changed = [one for name, one in asked.items() if there.get(name) != one]
        for start in range(0, len(changed), AT_ONCE):
            client.put_targets(
                Rule=rule["Name"], EventBusName=rule["EventBusName"], Targets=changed[start : start + AT_ONCE]
            )

    def tagged(self, target: Target) -> str:
        """The rule's ARN."""
        return _arn(target)

    def delete(self, target: Target) -> None:
        """Remove the targets, without which the rule cannot go."""
        client, rule = target.account.administrator("events"), _rule(target)
        try:
            if there := [one["Id"] for one in _targets(target.account, rule)]:
                client.remove_targets(Rule=rule["Name"], EventBusName=rule["EventBusName"], Ids=there)
        except client.exceptions.ResourceNotFoundException:
            return
        client.delete_rule(**rule)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> rule of the buses of the targets, with targets and tags for these."""
        client = account.observer("events")
        buses = {DEFAULT_BUS, *(_bus(target.properties) for target in targets)}
        pages = [
            page for bus in sorted(buses) for page in client.get_paginator("list_rules").paginate(EventBusName=bus)
        ]
        entries = {_id(rule["EventBusName"], rule["Name"]): rule for page in pages for rule in page["Rules"]}
        for target in targets:
            if target.physical_id in entries:
                rule = entries[target.physical_id]
                asked = target.properties.get("EventBusName", "")
                rule["EventBusName"] = asked if bus_name(asked) == rule["EventBusName"] else rule["EventBusName"]
                rule["Targets"] = _targets(account, _rule(target))
                rule["Tags"] = client.list_tags_for_resource(ResourceARN=rule["Arn"])["Tags"]
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html."""
        return {"Arn": _arn(target), "RuleName": _rule(target)["Name"]}


def _bus(properties: Mapping[str, Any]) -> str:
    return bus_name(properties.get("EventBusName", DEFAULT_BUS))


def _id(bus: str, name: str) -> str:
    return name if bus == DEFAULT_BUS else f"{bus}|{name}"


def _rule(target: Target) -> dict[str, str]:
    """The keywords by which calls know the target's rule."""
    bus, _, name = target.physical_id.rpartition("|")
    return {"Name": name, "EventBusName": bus or DEFAULT_BUS}


def _arn(target: Target) -> str:
    account, place = target.account, target.physical_id.replace("|", "/")
    return f"arn:aws:events:{account.region}:{account.account_id}:rule/{place}"


def _targets(account: Account, rule: dict[str, str]) -> list[dict[str, Any]]:
    named = {"Rule": rule["Name"], "EventBusName": rule["EventBusName"]}
    pages = account.observer("events").get_paginator("list_targets_by_rule").paginate(**named)
    return [target for page in pages for target in page["Targets"]]


PROVIDER = Rule()
