"""Moto's records, changed as a whole: it deletes by a journal, takes others with them, and keeps no proximity."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.services.route53.domain_names import key

KEPT = {"geo_proximity_location": "GeoProximityLocation", "cidr_routing_config": "CidrRoutingConfig"}


def apply() -> None:
    """Let a batch of changes come about as a whole; whether it may is looked at before."""
    from moto.route53.models import Route53Backend

    Route53Backend.change_resource_record_sets = _change


def _change(self: Any, zoneid: str, change_list: list[dict[str, Any]]) -> None:
    from moto.route53.utils import validate_domain_name

    zone = self.get_hosted_zone(zoneid)
    kept = {_of(record): record for record in zone.rrsets}
    for change in change_list:
        asked = change["ResourceRecordSet"]
        validate_domain_name(asked["Name"], code="InvalidChangeBatch")
        if change["Action"] == "DELETE":
            kept.pop(key(asked), None)
        else:
            kept[key(asked)] = _record(asked)
    zone.rrsets = list(kept.values())


def _of(record: Any) -> tuple[str, str, str]:
    return key({"Name": record.name, "Type": record.type, "SetIdentifier": record.set_identifier})


def _record(asked: dict[str, Any]) -> Any:
    from moto.route53.models import RecordSet

    values = [resource_record["Value"] for resource_record in asked.get("ResourceRecords") or ()]
    made = RecordSet({**asked, "Name": asked["Name"].lower().removesuffix(".") + ".", "ResourceRecords": values})
    for attribute, name in KEPT.items():
        setattr(made, attribute, asked.get(name))
    return made
