"""What an account is said to have before anybody deploys: exports, certificates, roles, zones, key pairs, images.

A template that somebody wrote for an account of theirs asks for these by name. They belong to no stack. Not here: the
default network, which every account has (`existing_network`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.services.ec2 import existing_images

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Existing:
    """The ids of what was asked for, by the name it was asked for under; the ARN where a thing has no id."""

    exports: Mapping[str, str] = field(default_factory=dict)
    certificates: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    hosted_zones: Mapping[str, str] = field(default_factory=dict)
    key_pairs: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)


def make(
    account: Account,
    exports: Mapping[str, str],
    certificates: Iterable[str],
    roles: Mapping[str, str],
    hosted_zones: Iterable[str],
    key_pairs: Iterable[str],
    images: Iterable[str],
) -> Existing:
    """Make what of it is not there yet. Raises `SandboxError` for what there cannot be; then nothing is made."""
    exports, roles = _texts("exports", exports), _texts("roles", roles)
    named = {
        "certificates": _names("certificates", certificates, _DOMAIN),
        "hosted_zones": _names("hosted_zones", hosted_zones, _DOMAIN),
        "key_pairs": _names("key_pairs", key_pairs, _KEY),
        "images": _names("images", images, _IMAGE),
    }
    _names("exports", exports, _EXPORT)
    _names("roles", roles, _ROLE)
    _names("roles", roles.values(), _PRINCIPAL)
    made = {kind: {name: _MAKERS[kind](account, name) for name in names} for kind, names in named.items()}
    return Existing(exports=exports, roles={name: _role(account, name, by) for name, by in roles.items()}, **made)


_DOMAIN = re.compile(r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"), "a domain such as example.com"
_EXPORT = re.compile(r"[A-Za-z0-9:-]{1,255}"), "letters, digits, colons and hyphens"
_IMAGE = re.compile(r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})"), "ami- with 8 or 17 hexadecimal digits"
_KEY = re.compile(r"[ -~]{1,255}"), "1 to 255 ASCII characters"
_PRINCIPAL = (
    re.compile(r"[a-z0-9-]+\.amazonaws\.com"),
    "a service such as lambda.amazonaws.com, which takes the role on",
)
_ROLE = re.compile(r"[\w+=,.@-]{1,64}"), "1 to 64 letters, digits and +=,.@-_"
_Form = tuple[re.Pattern[str], str]


def _texts(kind: str, given: Any) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise SandboxError(f"{kind}={given!r}: give a mapping of names to values")
    return dict(given)


def _names(kind: str, given: Any, form: _Form) -> list[str]:
    pattern, words = form
    listed = list(given) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else None
    if listed is None:
        raise SandboxError(f"{kind}={given!r}: give a list")
    for name in listed:
        if not isinstance(name, str) or not pattern.fullmatch(name):
            raise SandboxError(f"{kind}: {name!r} cannot be: it has to be {words}")
    return listed


def _certificate(account: Account, domain: str) -> str:
    acm = account.observer("acm")
    for page in acm.get_paginator("list_certificates").paginate():
        for found in page["CertificateSummaryList"]:
            if found["DomainName"] == domain:
                return str(found["CertificateArn"])
    return str(acm.request_certificate(DomainName=domain, ValidationMethod="DNS")["CertificateArn"])


def _zone(account: Account, domain: str) -> str:
    route53, name = account.observer("route53"), f"{domain}."
    there = route53.list_hosted_zones()["HostedZones"]
    zone = next((each for each in there if each["Name"] == name), None)
    if zone is None:
        zone = route53.create_hosted_zone(Name=domain, CallerReference=domain)["HostedZone"]
    return str(zone["Id"]).removeprefix("/hostedzone/")


def _key_pair(account: Account, name: str) -> str:
    ec2 = account.observer("ec2")
    if not ec2.describe_key_pairs(Filters=[{"Name": "key-name", "Values": [name]}])["KeyPairs"]:
        ec2.import_key_pair(KeyName=name, PublicKeyMaterial=existing_images.PUBLIC_KEY)
    return name


def _image(account: Account, image_id: str) -> str:
    existing_images.know(account, image_id)
    return image_id


def _role(account: Account, name: str, by: str) -> str:
    """A role that a service takes on, and that may do nothing: what it may is for whoever asks to add."""
    iam = account.observer("iam")
    try:
        return str(iam.get_role(RoleName=name)["Role"]["Arn"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": by}}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return str(iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"])


_MAKERS: Mapping[str, Callable[[Account, str], str]] = {
    "certificates": _certificate,
    "hosted_zones": _zone,
    "key_pairs": _key_pair,
    "images": _image,
}
