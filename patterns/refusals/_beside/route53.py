"""What Route 53 refuses of records beside their zone and each other, where each is a resource of its own."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.refusals import Refusal, is_decided, route53
from patterns.refusals._beside import Declared, Others, Relation, identity

ZONE, RECORD = "AWS::Route53::HostedZone", "AWS::Route53::RecordSet"


def _place(record: Declared, others: Others) -> Iterator[Refusal]:
    """A record is of its zone, and no CNAME at the zone's top."""
    zone = _zone_name(record, others)
    if zone is not None:
        yield from route53.place(record.asked["Name"], record.asked["Type"], zone)


def _zone_name(record: Declared, others: Others) -> str | None:
    zone = others.target(record.asked.get("HostedZoneId"), ZONE)
    name = zone.asked["Name"] if zone is not None else record.asked.get("HostedZoneName")
    return name if isinstance(name, str) else None


def _same_name(record: Declared, others: Others) -> Iterator[Refusal]:
    """A CNAME has its name for itself."""
    zone, name = _zone_name(record, others) or "of its own", route53.plain(record.asked["Name"])
    for other in others.earlier(record):
        is_alike = is_decided(other.asked["Name"]) and route53.plain(other.asked["Name"]) == name
        if is_alike and _zone(other) is not None and _zone(other) == _zone(record):
            yield from route53.beside(name, record.asked["Type"], {other.asked["Type"]}, zone)


def _zone(record: Declared) -> str | None:
    return identity(record.asked.get("HostedZoneId")) or identity(record.asked.get("HostedZoneName"))


TYPES: dict[str, tuple[Relation, ...]] = {RECORD: (_place, _same_name)}
