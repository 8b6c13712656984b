"""What moto's event buses and archives accept and forget: changes, whole policies, patterns that are taken away."""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.simulator import undo

SETTINGS = {
    "Description": "description",
    "KmsKeyIdentifier": "kms_key_identifier",
    "DeadLetterConfig": "dead_letter_config",
}
"""Keyword of `UpdateEventBus` -> moto's attribute of a bus."""


class _Statement:
    """A statement as it was given."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given

    def describe(self) -> dict[str, Any]:
        """The statement."""
        return self._given


def apply() -> None:
    """Change buses and archives, and put policies as a whole."""
    from moto.events.models import Archive, EventBus, EventsBackend
    from moto.events.responses import EventsHandler

    EventsHandler.update_event_bus = update_event_bus
    EventBus.add_policy = _add_policy
    # A statement takes the place of the one with its id alone; moto takes off all others for the same principal.
    EventBus._remove_principals_statements = lambda self, *principals: None
    Archive.update = _update_archive
    _note_policies(EventsBackend)


def update_event_bus(self: Any) -> tuple[str, dict[str, Any]]:
    """Set what the call brings: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html."""
    bus = self.events_backend.describe_event_bus(self._get_param("Name"))
    for name, attribute in SETTINGS.items():
        if (value := self._get_param(name)) is not None:
            setattr(bus, attribute, value)
    told = {"Arn": bus.arn, "Name": bus.name}
    settings = {name: getattr(bus, attribute) for name, attribute in SETTINGS.items() if getattr(bus, attribute)}
    return json.dumps(told | settings), self.response_headers


def _add_policy(self: Any, policy: dict[str, Any]) -> None:
    """A policy takes the place of the one before; moto keeps what names other principals."""
    self._statements.clear()
    for number, statement in enumerate(policy["Statement"]):
        self._statements[statement.get("Sid", f"statement-{number}")] = _Statement(statement)


def _update_archive(self: Any, description: str | None, event_pattern: str | None, retention: str | None) -> None:
    """Set what the call brings, also what is empty, and let the rule that fills the archive follow."""
    from moto.events.models import EventPattern

    if description is not None:
        self.description = description
    if retention is not None:
        self.retention = retention
    if event_pattern is not None:
        self.event_pattern = EventPattern.load(event_pattern)
        followed = json.loads(event_pattern or "{}") | {"replay-name": [{"exists": False}]}
        self.rule.event_pattern = EventPattern.load(json.dumps(followed))


def _note_policies(backend: Any) -> None:
    """Let a call that breaks leave the policy of a bus as it was: it is taken down when the call looks for the bus."""
    find = backend._get_event_bus

    def _get_event_bus(self: Any, name: str) -> Any:
        found = find(self, name)
        undo.note_containers(found, ("_statements", "rules"))
        return found

    backend._get_event_bus = _get_event_bus
