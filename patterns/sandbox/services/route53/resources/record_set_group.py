"""AWS::Route53::RecordSetGroup. Not here: what a record may be (`record_set`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, Property, Provider, Target
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.route53.domain_names import Key, key
from patterns.sandbox.services.route53.resources._records import change, from_service, records, to_service, zone_of


class RecordSetGroup(Provider):
    """Records of one zone that a template changes together; no service knows of the group."""

    type = "AWS::Route53::RecordSetGroup"
    service = "route53"
    properties = (
        Property("HostedZoneId", get=Call("", "HostedZoneId")),
        Property("HostedZoneName", get=Call("", "HostedZoneName")),
        Property("Comment", get=Call("", "Comment"), code="write"),
        Property("RecordSets", get=Call("", "RecordSets"), code="write"),
    )
    examples = (
        {
            "HostedZoneId": "{hosted_zone}",
            "Comment": "Both of them.",
            "RecordSets": [
                {"Name": "one.stage.example", "Type": "A", "TTL": "60", "ResourceRecords": ["192.0.2.1"]},
                {"Name": "two.stage.example", "Type": "CNAME", "TTL": "60", "ResourceRecords": ["one.stage.example"]},
            ],
        },
        {
            "HostedZoneId": "{hosted_zone}",
            "RecordSets": [{"Name": "one.stage.example", "Type": "A", "TTL": "60", "ResourceRecords": ["192.0.2.9"]}],
        },
        {
            "HostedZoneName": "stage.example.",
            "Comment": "In {hosted_zone}.",
            "RecordSets": [{"Name": "three.stage.example", "Type": "TXT", "TTL": "9", "ResourceRecords": ['"three"']}],
        },
    )

    def create(self, target: Target) -> str:
        """Create all of them in one batch."""
        zone = zone_of(target.account, target.properties)
        change(target.account, zone, [("CREATE", record) for record in _declared(target.properties).values()])
        return f"{zone}|{target.name(longest=128)}"

    def complete(self, target: Target) -> None:
        """Nothing is left to set."""

    def write(self, target: Target, old: Mapping[str, Any]) -> None:
        """Delete those that are gone, create those that are new, change the rest: in one batch."""
        zone, before, after = target.physical_id.split("|")[0], _declared(old), _declared(target.properties)
        there = records(target.account, zone)
        gone = [("DELETE", there[one]) for one in before if one not in after and one in there]
        kept = [
            ("UPSERT" if one in before else "CREATE", record)
            for one, record in after.items()
            if record != before.get(one)
        ]
        change(target.account, zone, [*gone, *kept])

    def delete(self, target: Target) -> None:
        """Delete what is there of them, with the values that they have now."""
        zone = target.physical_id.split("|")[0]
        there = records(target.account, zone)
        change(target.account, zone, [("DELETE", there[one]) for one in _declared(target.properties) if one in there])

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """What is there of them; None where nothing is."""
        target = responses.target
        there = records(target.account, target.physical_id.split("|")[0])
        own = [(there.get(key(record_set)), record_set) for record_set in target.properties["RecordSets"]]
        found = [from_service(record, one) for record, one in own if record is not None]
        return {**target.properties, "RecordSets": found} if found else None

    def ref(self, target: Target) -> str:
        """The group's name."""
        return target.physical_id.split("|")[1]

    def attributes(self, target: Target) -> dict[str, Any]:
        """The group's name."""
        return {"Id": self.ref(target)}


def _declared(properties: Mapping[str, Any]) -> dict[Key, dict[str, Any]]:
    return {key(record): to_service(record) for record in properties.get("RecordSets") or ()}


PROVIDER = RecordSetGroup()
