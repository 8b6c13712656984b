"""AWS::Route53::RecordSet. Not modelled: answers to queries, health of targets, traffic policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.route53.domain_names import key, zone_id
from patterns.sandbox.services.route53.resources._records import (
    OF_THE_ZONE,
    change,
    from_service,
    records,
    to_service,
    zone_of,
)

ROWS = (
    "Name", "Type", "TTL", "ResourceRecords", "AliasTarget", "SetIdentifier", "Weight", "Region", "Failover",
    "HealthCheckId", "GeoLocation", "GeoProximityLocation", "MultiValueAnswer", "Comment",
)  # fmt: skip
ROUTED = ("Weight", "Region", "Failover", "GeoLocation", "GeoProximityLocation", "MultiValueAnswer")


def effect(name: str) -> str:
    """What a setting does not do here."""
    return "No query is answered by it." if name in ROUTED else ""


ONE = {"Name": "www.stage.example", "Type": "A", "SetIdentifier": "one"}
PLAIN = {"TTL": "60", "ResourceRecords": ["192.0.2.1"]}


class RecordSet(ListedProvider):
    """One record of a zone; zone, name, type, and which of several it is, are its identity."""

    type = "AWS::Route53::RecordSet"
    service = "route53"
    names_itself = True
    lasting = frozenset({"Name"})
    """A record is known by its name: of another name it is another record, whatever else it has."""
    listing = Call("list_hosted_zones", "HostedZones")
    properties = (
        Property("HostedZoneId", get=entry("HostedZoneId")),
        Property("HostedZoneName", get=entry("HostedZoneName")),
        *(Property(name, get=entry(name), code="write", effect=effect(name)) for name in ROWS),
    )
    examples = (
        {
            **ONE,
            "HostedZoneId": "{hosted_zone}",
            "TTL": "300",
            "ResourceRecords": ["192.0.2.1", "192.0.2.2"],
            "Weight": 9,
            "HealthCheckId": "{health_check}",
            "Comment": "Where it is.",
        },
        {
            "HostedZoneName": "other.example.",
            "Name": "old.other.example.",
            "Type": "CNAME",
            "TTL": "60",
            "ResourceRecords": ["www.example.com"],
            "Comment": "In {other_hosted_zone}.",
        },
        {
            **ONE,
            "HostedZoneId": "{hosted_zone}",
            "AliasTarget": {
                "DNSName": "{balancer.DNSName}",
                "HostedZoneId": "{balancer.CanonicalHostedZoneID}",
                "EvaluateTargetHealth": True,
            },
            "Failover": "PRIMARY",
        },
        {**ONE, **PLAIN, "HostedZoneId": "{hosted_zone}", "Region": "eu-west-1"},
        {**ONE, **PLAIN, "HostedZoneId": "{hosted_zone}", "GeoLocation": {"CountryCode": "DE"}},
        {
            **ONE,
            **PLAIN,
            "HostedZoneId": "{hosted_zone}",
            "GeoProximityLocation": {"AWSRegion": "eu-west-1", "Bias": 9},
        },
        {**ONE, **PLAIN, "HostedZoneId": "{hosted_zone}", "MultiValueAnswer": True},
    )

    def create(self, target: Target) -> str:
        """Create it; one that is there already the service refuses."""
        zone = zone_of(target.account, target.properties)
        change(target.account, zone, [("CREATE", to_service(target.properties))])
        return _id(zone, target.properties)

    def write(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put what is asked for; where it is another record now, that of before goes in the same batch."""
        zone, new = target.physical_id.split("|")[0], to_service(target.properties)
        if _id(zone, old) == _id(zone, target.properties):
            return change(target.account, zone, [("UPSERT", new)])
        there = records(target.account, zone).get(key(old))
        return change(target.account, zone, [*([("DELETE", there)] if there else []), ("CREATE", new)])

    def complete(self, target: Target) -> None:
        """Nothing is left to set."""

    def current_id(self, target: Target) -> str:
        """Another one after a change of what the record is known by."""
        return _id(target.physical_id.split("|")[0], target.properties)

    def delete(self, target: Target) -> None:
        """Delete it with the values that it has now."""
        if found := self.entry(target):
            record = {name: value for name, value in found.items() if name not in OF_THE_ZONE}
            change(target.account, target.physical_id.split("|")[0], [("DELETE", record)])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Zone, name, type and which -> record, of the zones of the targets; without targets, of all."""
        zones = {target.physical_id.split("|")[0] for target in targets}
        there = [zone_id(zone["Id"]) for zone in listed(account, self.service, self.listing)]
        return {
            _id(zone, record): {**record, "HostedZoneId": zone}
            for zone in there
            if not targets or zone in zones
            for record in records(account, zone).values()
            if record["Type"] not in ("NS", "SOA") or targets
        }

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The record as CloudFormation writes it, with what only the stack knows of it."""
        described = super().read_one(responses)
        if described is None:
            return None
        declared = responses.target.properties
        unnamed = {"HostedZoneId"} if "HostedZoneName" in declared else set()
        return from_service({name: value for name, value in described.items() if name not in unnamed}, declared)

    def ref(self, target: Target) -> str:
        """The record's name: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html."""
        return target.physical_id.split("|")[1]


def _id(zone: str, record: Mapping[str, Any]) -> str:
    return "|".join((zone, *key(record)))


PROVIDER = RecordSet()
