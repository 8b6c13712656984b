"""Whom a request is for: the service and the region, by its signature or its host; and which hosts are this account.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from patterns.sandbox.endpoint.received import Received
from patterns.sandbox.endpoint.signatures import Signature

LOCAL = "localhost"
ANY_NUMBER = "*"
"""Among the names: any address in numbers. No page elsewhere can make its own name one."""
_BUCKET = re.compile(r"(?P<bucket>.+)\.s3(?:[.-](?P<region>[a-z]{2}(?:-[a-z]+)+-\d))?")
_SERVICE = re.compile(r"(?P<service>[a-z0-9-]+)(?:\.(?P<region>[a-z]{2}(?:-[a-z]+)+-\d))?")
_STREAMS = "DynamoDBStreams_20120810"
HOSTS = {"ecr": "api.ecr", "iam": "iam", "route53": "route53", "cloudfront": "cloudfront", "budgets": "budgets"}
"""Where the host of a service is not its signature's name and the region."""
GLOBAL = frozenset({"iam", "route53", "cloudfront", "budgets"})


@dataclass(frozen=True)
class Addressed:
    """The host of AWS that a request is meant for, and its path and query there."""

    service: str
    host: str
    target: str

    @property
    def url(self) -> str:
        """The whole address."""
        return f"https://{self.host}{self.target}"


def is_ours(host: str, names: Collection[str]) -> bool:
    """Whether a host names this account: an address of loopback, `localhost` or below it, or one of `names`.

    Any other is a page's that lets its name point to this machine.
    """
    if host == LOCAL or host.endswith(f".{LOCAL}") or (host in names and host != ANY_NUMBER):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ANY_NUMBER in names
    except ValueError:
        return False


def is_foreign(origin: str, names: Collection[str]) -> bool:
    """Whether a page of another origin sends the request; "null", which hides it, counts as one."""
    return bool(origin) and not is_ours(urlsplit(origin).hostname or "", names)


def addressed(request: Received, signed: Signature | None, region: str) -> Addressed:
    """Whom a request is for; one that is neither signed nor says so by its host is for S3, as a visitor's is."""
    below = request.host.removesuffix(f".{LOCAL}") if request.host.endswith(f".{LOCAL}") else ""
    bucket, service = _BUCKET.fullmatch(below), _SERVICE.fullmatch(below)
    if signed is not None and signed.service != "s3":
        return _host(request, signed.service, signed.region)
    where = (signed.region if signed else "") or region
    if bucket:
        return _s3(request, bucket["bucket"], bucket["region"] or where)
    if service and service["service"] != "s3" and signed is None and service["region"]:
        return _host(request, service["service"], service["region"])
    is_bucket = below and not (service and service["service"] == "s3")
    return _s3(request, below if is_bucket else "", where)


def _s3(request: Received, bucket: str, region: str) -> Addressed:
    """A bucket in the host goes to the path: names with dots are then no matter."""
    target = f"/{bucket}{request.target}" if bucket else request.target
    return Addressed("s3", f"s3.{region}.amazonaws.com", target)


def _host(request: Received, service: str, region: str) -> Addressed:
    if request.headers.get("x-amz-target", "").startswith(_STREAMS):
        return Addressed(service, f"streams.dynamodb.{region}.amazonaws.com", request.target)
    name = HOSTS.get(service, service)
    host = f"{name}.amazonaws.com" if service in GLOBAL else f"{name}.{region}.amazonaws.com"
    return Addressed(service, host, request.target)
