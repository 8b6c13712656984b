"""AWS::Events::Archive. Not kept: the key that an archive is encrypted with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry


def told(name: str) -> Call:
    """What reads a setting of the archive."""
    return Call("describe_archive", name)


def pattern(found: str) -> Any:
    """The pattern as a template has it, None where there is none."""
    return json.loads(found) if found else None


class Archive(ListedProvider):
    """What was on a bus, kept to be replayed; its name is its identity."""

    type = "AWS::Events::Archive"
    service = "events"
    identifier = "ArchiveName"
    creation = "create_archive"
    deletion = "delete_archive"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_archives", "Archives")
    entry_id = "ArchiveName"
    properties = (
        Property("ArchiveName", create="ArchiveName", get=entry("ArchiveName")),
        Property("SourceArn", create="EventSourceArn", get=entry("EventSourceArn")),
        Property("Description", create="Description", code="change", cleared="", get=told("Description"),
                 from_service=lambda found: found or None),
        Property("EventPattern", create="EventPattern", code="change", cleared="", get=told("EventPattern"),
                 to_service=json.dumps, from_service=pattern),
        Property("RetentionDays", create="RetentionDays", code="change", cleared=0, default=0,
                 get=entry("RetentionDays"), effect="Events stay in the archive for longer."),
    )  # fmt: skip
    examples = (
        {"SourceArn": "{bus.Arn}"},
        {
            "ArchiveName": "orders",
            "SourceArn": "{bus.Arn}",
            "Description": "To try again.",
            "EventPattern": {"source": ["shop"]},
            "RetentionDays": 7,
        },
        {"ArchiveName": "orders", "SourceArn": "{bus.Arn}", "RetentionDays": 0, "EventPattern": {"source": ["blog"]}},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"ArchiveName": target.name(longest=48), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The name."""
        return str(response["ArchiveArn"]).rpartition("/")[2]

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change what differs."""
        rows = [row for row in self.properties if row.code and self._differs(row, old, target.properties)]
        declared = target.properties
        asked = {
            row.name: row.cleared if declared.get(row.name) is None else row.to_service(declared[row.name])
            for row in rows
        }
        target.account.administrator("events").update_archive(**self.identity(target), **asked)

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its ARN."""
        account = target.account
        return {"Arn": f"arn:aws:events:{account.region}:{account.account_id}:archive/{target.physical_id}"}


PROVIDER = Archive()
