"""AWS::Events::EventBusPolicy: one statement of a bus's policy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed

DEFAULT_BUS = "default"
BUSES = Call("list_event_buses", "EventBuses")
OF_PARAMETERS = ("Action", "Principal", "Condition")
"""The parts of a statement that a template may give one by one, in place of the whole."""


class EventBusPolicy(ListedProvider):
    """Who may put events on a bus, beside its other statements; its identity is the bus's name before its own."""

    type = "AWS::Events::EventBusPolicy"
    service = "events"
    creation = "put_permission"
    deletion = "remove_permission"
    gone = frozenset({"ResourceNotFoundException"})
    names_itself = True
    properties = (
        Property("EventBusName", default=DEFAULT_BUS, get=entry("EventBusName")),
        Property("StatementId", get=entry("StatementId")),
        Property("Statement", code="put_again", get=entry("Statement")),
        Property("Action", code="put_again", get=entry("Action")),
        Property("Principal", code="put_again", get=entry("Principal")),
        Property("Condition", code="put_again", get=entry("Condition")),
    )
    examples = (
        {
            "StatementId": "partner",
            "Statement": {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                "Action": "events:PutEvents",
                "Resource": "arn:aws:events:us-east-1:123456789012:event-bus/default",
            },
        },
        {"EventBusName": "{bus}", "StatementId": "all", "Action": "events:PutEvents", "Principal": "111122223333"},
        {
            "EventBusName": "{bus}",
            "StatementId": "all",
            "Action": "events:PutEvents",
            "Principal": "*",
            "Condition": {"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1234567890"},
        },
    )

    def create(self, target: Target) -> str:
        """Put the statement."""
        self.put_again(target, {})
        return f"{_bus(target.properties)}|{target.properties['StatementId']}"

    def complete(self, target: Target) -> None:
        """Nothing is left to set."""

    def put_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the statement, with all others where it is given as a whole."""
        client, asked, bus = target.account.administrator("events"), target.properties, _bus(target.properties)
        if "Statement" not in asked:
            given = {name: asked[name] for name in OF_PARAMETERS if name in asked}
            client.put_permission(EventBusName=bus, StatementId=asked["StatementId"], **given)
            return
        whole = client.describe_event_bus(Name=bus).get("Policy")
        others = json.loads(whole)["Statement"] if whole else []
        own = {"Sid": asked["StatementId"], **asked["Statement"]}
        statements = [one for one in others if one.get("Sid") != asked["StatementId"]] + [own]
        policy = {"Version": "2012-10-17", "Statement": statements}
        client.put_permission(EventBusName=bus, Policy=json.dumps(policy))

    def taken(self, target: Target) -> str:
        """The statement of this name, which the service would change."""
        physical_id = f"{_bus(target.properties)}|{target.properties['StatementId']}"
        return physical_id if physical_id in self.entries(target.account, [target]) else ""

    def must_replace(self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        """Whether it moves to another bus: naming the default one is no move."""
        return _bus(old) != _bus(new) or name != "EventBusName"

    def identity(self, target: Target) -> dict[str, Any]:
        """The bus and the statement."""
        bus, _, name = target.physical_id.partition("|")
        return {"EventBusName": bus, "StatementId": name}

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> statement of every bus, in the form in which its template gives it."""
        whole = {target.physical_id for target in targets if "Statement" in target.properties}
        entries: dict[str, dict[str, Any]] = {}
        for bus in listed(account, "events", BUSES):
            for statement in json.loads(bus["Policy"])["Statement"] if bus.get("Policy") else ():
                physical_id = f"{bus['Name']}|{statement.get('Sid')}"
                told = _whole(statement) if physical_id in whole else _parts(statement)
                entries[physical_id] = {"EventBusName": bus["Name"], "StatementId": statement.get("Sid"), **told}
        return entries


def _bus(asked: Mapping[str, Any]) -> str:
    return str(asked.get("EventBusName", DEFAULT_BUS)).rpartition("/")[2]


def _whole(statement: Mapping[str, Any]) -> dict[str, Any]:
    return {"Statement": {name: value for name, value in statement.items() if name != "Sid"}}


def _parts(statement: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a statement that was put by its parts: an account stands for its root."""
    principal = statement["Principal"]
    named = principal.get("AWS", "") if isinstance(principal, Mapping) else principal
    parts = {"Action": statement["Action"], "Principal": named.split(":")[4] if ":" in named else named}
    for kind, tests in (statement.get("Condition") or {}).items():
        for key, value in tests.items():
            parts["Condition"] = {"Type": kind, "Key": key, "Value": value}
    return parts


PROVIDER = EventBusPolicy()
