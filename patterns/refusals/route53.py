"""What Route 53 refuses of a record or a health check, as far as it shows in what is asked.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
Of texts in the words of https://github.com/kubernetes-sigs/external-dns/issues/1176; the others are ours.
Not here: what is in the zone.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

BATCH, INPUT = "InvalidChangeBatch", "InvalidInput"
TYPES_OF_RECORDS = (
    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB",
    "TLSA", "TXT",
)  # fmt: skip
POLICIES = (
    "Weight",
    "Region",
    "Failover",
    "GeoLocation",
    "GeoProximityLocation",
    "MultiValueAnswer",
    "CidrRoutingConfig",
)
MOST_WEIGHT = 255
INTERVALS = (10, 30)
KINDS = (
    "HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL",
)  # fmt: skip
ASKING = KINDS[:5]
"""Health checks that ask an address."""
_QUOTED = re.compile(r'("([^"\\]|\\.){0,255}"\s*)+')
_MX, _SRV = re.compile(r"\d{1,5}\s+\S+"), re.compile(r"\d{1,5}\s+\d{1,5}\s+\d{1,5}\s+\S+")
_CAA = re.compile(r'\d{1,3}\s+[a-zA-Z0-9]+\s+".*"')
_LABEL = 63


def _is_address(version: int) -> Callable[[str], bool]:
    def asking(value: str) -> bool:
        try:
            return ipaddress.ip_address(value.strip()).version == version
        except ValueError:
            return False

    return asking


FORMS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "A": (_is_address(4), "Value is not a valid IPv4 address"),
    "AAAA": (_is_address(6), "Value is not a valid IPv6 address"),
    "TXT": (_QUOTED.fullmatch, "InvalidCharacterString (Value should be enclosed in quotation marks)"),
    "SPF": (_QUOTED.fullmatch, "InvalidCharacterString (Value should be enclosed in quotation marks)"),
    "MX": (_MX.fullmatch, "Value is not a priority and a mail server, as in 10 mail.example.com"),
    "SRV": (_SRV.fullmatch, "Value is not a priority, a weight, a port and a name"),
    "CAA": (_CAA.fullmatch, 'Value is not flags, a tag and a quoted value, as in 0 issue "ca.example.com"'),
}
"""Type of a record -> what its values have to fit, and what is said of one that does not."""


def record(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a record, in a template's form."""
    name, kind = str(asked["Name"]), asked["Type"]
    if kind not in TYPES_OF_RECORDS:
        yield INPUT, f"Invalid record type {kind}: it must be one of {', '.join(TYPES_OF_RECORDS)}"
    if any(len(label) > _LABEL for label in name.split(".")):
        yield BATCH, f"[FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '{name}']"
    yield from _content(asked, kind, name)
    yield from _policy(asked)


def _content(asked: Mapping[str, Any], kind: str, name: str) -> Iterator[Refusal]:
    values, alias = asked.get("ResourceRecords"), asked.get("AliasTarget")
    said = f"RRSet with DNS name {name}, type {kind}"
    if (values is None) == (alias is None):
        yield INPUT, f"Invalid request: Expected exactly one of [AliasTarget, ResourceRecords] for {said}"
    if values is not None and asked.get("TTL") is None:
        yield INPUT, f"Invalid request: Missing field 'TTL' for {said}"
    if alias is not None and asked.get("TTL") is not None:
        yield INPUT, f"Invalid request: TTL must not be given with AliasTarget for {said}"
    if values is not None and not values:
        yield INPUT, f"Invalid request: ResourceRecords must not be empty for {said}"
    if kind == "CNAME" and len(values or ()) > 1:
        yield BATCH, f"[RRSet of type CNAME with DNS name {name} has several values: it may have one]"
    if len(set(values or ())) < len(values or ()):
        yield BATCH, f"[Duplicate Resource Record: a value is there twice for {said}]"
    fits, told = FORMS.get(kind, (str, ""))
    for value in values or ():
        if not fits(value):
            yield BATCH, f"[Invalid Resource Record: FATAL problem: {told} encountered with '{value}']"


def _policy(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    chosen = [name for name in POLICIES if asked.get(name) is not None and asked.get(name) is not False]
    if len(chosen) > 1:
        yield INPUT, f"Invalid request: {' and '.join(chosen)} cannot be specified together"
    if bool(chosen) != (asked.get("SetIdentifier") is not None):
        missing = "SetIdentifier" if chosen else f"one of {', '.join(POLICIES)}"
        yield INPUT, f"Invalid request: Missing {missing}, which goes with {chosen[0] if chosen else 'SetIdentifier'}"
    weight = asked.get("Weight")
    if weight is not None and not 0 <= int(weight) <= MOST_WEIGHT:
        yield INPUT, f"Invalid request: Weight must be from 0 to {MOST_WEIGHT}, got {weight}"


def plain(name: str) -> str:
    """A name as names are compared: in small letters, without the dot at its end, an escaped asterisk as one.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
    """
    told = re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), name)
    return told.lower().removesuffix(".")


def place(name: str, kind: str, zone: str) -> Iterator[Refusal]:
    """What is wrong with where a record stands: outside its zone, or an alias to another name at the zone's top.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#CNAMEFormat
    """
    name, top = plain(name), plain(zone)
    if name != top and not name.endswith(f".{top}"):
        yield BATCH, f"[RRSet with DNS name {name}. is not permitted in zone {top}.]"
    if kind == "CNAME" and name == top:
        yield BATCH, f"[RRSet of type CNAME with DNS name {name}. is not permitted at apex in zone {top}.]"


def beside(name: str, kind: str, kinds: Collection[str], zone: str) -> Iterator[Refusal]:
    """What is wrong with a record beside those of other types that have its name."""
    others, told = set(kinds) - {kind}, f"RRSet of type {kind} with DNS name {plain(name)}. is not permitted"
    if kind == "CNAME" and others:
        said = "as it conflicts with other records with the same DNS name in zone"
        yield BATCH, f"[{told} {said} {plain(zone)}.]"
    elif "CNAME" in others:
        said = "because a conflicting RRSet of type CNAME with the same DNS name already exists in zone"
        yield BATCH, f"[{told} {said} {plain(zone)}.]"


def _records(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    for record_set in asked.get("RecordSets") or ():
        yield from record(record_set)


def health_check(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a health check."""
    wanted = asked["HealthCheckConfig"]
    kind = wanted["Type"]
    if kind not in KINDS:
        yield INPUT, f"Invalid type of health check {kind}: it must be one of {', '.join(KINDS)}"
    if kind in ASKING and not (wanted.get("IPAddress") or wanted.get("FullyQualifiedDomainName")):
        yield INPUT, "Invalid parameter : a health check that asks needs an IPAddress or a FullyQualifiedDomainName"
    if kind == "TCP" and wanted.get("Port") is None:
        yield INPUT, "Invalid parameter : a TCP health check needs a Port"
    if wanted.get("RequestInterval") is not None and int(wanted["RequestInterval"]) not in INTERVALS:
        yield INPUT, f"Invalid parameter : Request interval must be 10 or 30, got {wanted['RequestInterval']}"
    if kind.endswith("_STR_MATCH") != (wanted.get("SearchString") is not None):
        yield (
            INPUT,
            "Invalid parameter : a SearchString goes with HTTP_STR_MATCH and HTTPS_STR_MATCH alone",
        )


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::Route53::RecordSet": (record,),
    "AWS::Route53::RecordSetGroup": (_records,),
    "AWS::Route53::HealthCheck": (health_check,),
}
