"""Records between CloudFormation's shape and Route 53's, and the batches by which they change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from patterns.refusals.route53 import plain
from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import HandlerError
from patterns.sandbox.services.route53.domain_names import Key, key, zone_id

OF_THE_ZONE = frozenset({"HostedZoneId", "HostedZoneName", "Comment"})
"""What CloudFormation takes with a record and Route 53 does not have in it."""
NUMBERS = frozenset({"TTL", "Weight"})


def to_service(declared: Mapping[str, Any]) -> dict[str, Any]:
    """A record as Route 53 takes it."""
    made = {name: value for name, value in declared.items() if name not in OF_THE_ZONE}
    if "ResourceRecords" in made:
        made["ResourceRecords"] = [{"Value": value} for value in made["ResourceRecords"]]
    if "AliasTarget" in made:
        made["AliasTarget"] = {"EvaluateTargetHealth": False, **made["AliasTarget"]}
    return made | {name: int(made[name]) for name in NUMBERS & made.keys()}


def from_service(described: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
    """A record as CloudFormation writes it, its names as they are declared where they are the same names."""
    told = dict(described)
    if "ResourceRecords" in told:
        told["ResourceRecords"] = [resource_record["Value"] for resource_record in told["ResourceRecords"]]
    if "TTL" in told:
        told["TTL"] = str(told["TTL"])
    told["Name"] = as_declared(told["Name"], declared.get("Name"))
    if "AliasTarget" in told:
        own = declared.get("AliasTarget") or {}
        told["AliasTarget"] = told["AliasTarget"] | {
            "DNSName": as_declared(told["AliasTarget"]["DNSName"], own.get("DNSName"))
        }
        if "EvaluateTargetHealth" not in own and not told["AliasTarget"]["EvaluateTargetHealth"]:
            del told["AliasTarget"]["EvaluateTargetHealth"]
    return told | {name: declared[name] for name in OF_THE_ZONE if name in declared}


def as_declared(found: str, declared: Any) -> str:
    """A name in the words of the template, if they mean the same."""
    return declared if isinstance(declared, str) and plain(declared) == plain(found) else found


def records(account: Account, zone: str) -> dict[Key, dict[str, Any]]:
    """What a zone holds, by what each is known by; nothing of a zone that is not there."""
    client = account.observer("route53")
    pages = client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
    try:
        return {key(record): record for page in pages for record in page["ResourceRecordSets"]}
    except client.exceptions.NoSuchHostedZone:
        return {}


def change(account: Account, zone: str, changes: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """One batch of actions and records in Route 53's shape; none where there is nothing to change."""
    batch = [{"Action": action, "ResourceRecordSet": record} for action, record in changes]
    if batch:
        client = account.administrator("route53")
        client.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": batch})


def zone_of(account: Account, declared: Mapping[str, Any]) -> str:
    """The id of the zone that a template names by id or by name. Raises `HandlerError` where there is not one."""
    if named := declared.get("HostedZoneId"):
        return zone_id(str(named))
    name = str(declared.get("HostedZoneName") or "")
    pages = account.observer("route53").get_paginator("list_hosted_zones").paginate()
    found = [
        zone_id(zone["Id"]) for page in pages for zone in page["HostedZones"] if plain(zone["Name"]) == plain(name)
    ]
    if len(found) != 1:
        said = "No hosted zones named" if not found else "Found multiple hosted zones named"
        raise HandlerError("InvalidRequest", f"{said} {name} {'found' if not found else ''}".strip())
    return found[0]
