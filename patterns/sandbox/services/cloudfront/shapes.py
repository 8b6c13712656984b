"""How CloudFront writes what CloudFormation writes: lists with their length, and some names otherwise.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAMES = {
    "IPV6Enabled": "IsIPV6Enabled",
    "AcmCertificateArn": "ACMCertificateArn",
    "IamCertificateId": "IAMCertificateId",
    "SslSupportMethod": "SSLSupportMethod",
    "OriginCustomHeaders": "CustomHeaders",
    "OriginSSLProtocols": "OriginSslProtocols",
}
BACK = {service: ours for ours, service in NAMES.items()}
COUNTED = frozenset({"OriginGroups", "Members", "StatusCodes"})
"""What has its length in templates too."""
NEEDED: Mapping[str, Mapping[str, Any]] = {
    "S3OriginConfig": {"OriginAccessIdentity": ""},
    "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443},
    "ForwardedValues": {"Cookies": {"Forward": "none"}},
    "Logging": {"Enabled": True, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
    "TrustedSigners": {"Enabled": True},
    "TrustedKeyGroups": {"Enabled": True},
}
"""What the API wants in a part that a template leaves out."""
METHODS = ("GET", "HEAD")
MEANT = frozenset({"S3OriginConfig", "OriginAccessIdentity"})
"""What says something though nothing is in it: an origin is a bucket."""
UNSAID = frozenset({"CallerReference", "Certificate", "CertificateSource"})
"""What only the API has."""


def to_service(value: Any) -> Any:
    """A configuration as the API takes it."""
    if isinstance(value, list | tuple):
        return [to_service(member) for member in value]
    if not isinstance(value, Mapping):
        return value
    made = {NAMES.get(name, name): _member(name, member) for name, member in value.items()}
    if "ResponseCode" in made:
        made["ResponseCode"] = str(made["ResponseCode"])
    if "CachedMethods" in made:
        made.setdefault("AllowedMethods", _counted(list(METHODS)))["CachedMethods"] = made.pop("CachedMethods")
    if "Locations" in made:
        made |= made.pop("Locations")
    elif "RestrictionType" in made:
        made["Quantity"] = 0
    return made


def _member(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple) and name != "Items":
        return {**NEEDED.get(name, {}), **_counted(to_service(value))}
    member = to_service(value)
    return {**NEEDED.get(name, {}), **member} if isinstance(member, dict) else member


def _counted(items: list[Any]) -> dict[str, Any]:
    return {"Quantity": len(items), "Items": items}


def from_service(value: Any) -> Any:
    """A configuration as CloudFormation writes it; what is empty is left out."""
    if isinstance(value, list):
        return [from_service(member) for member in value]
    if not isinstance(value, Mapping):
        return value
    told: dict[str, Any] = {}
    for name, member in value.items():
        told |= _told(name, member)
    kept = {name: member for name, member in told.items() if name in MEANT or member not in ("", [], {}, None)}
    return {BACK.get(name, name): member for name, member in kept.items() if name not in UNSAID}


def _told(name: str, member: Any) -> dict[str, Any]:
    if name in COUNTED and isinstance(member, Mapping):
        found = {part: from_service(inner) for part, inner in member.items()}
        return {name: found} if member.get("Quantity") else {}
    if name == "GeoRestriction":
        return {name: from_service({"RestrictionType": member["RestrictionType"], "Locations": member.get("Items")})}
    if isinstance(member, Mapping) and "Quantity" in member:
        listed = {name: from_service(list(member.get("Items") or ()))}
        cached = member.get("CachedMethods") or {}
        return listed | ({"CachedMethods": list(cached.get("Items") or ())} if cached else {})
    if name == "Logging" and isinstance(member, Mapping):
        return {name: from_service({part: inner for part, inner in member.items() if part != "Enabled"})}
    if name == "ResponseCode" and member:
        return {name: int(member)}
    return {name: from_service(member)}
