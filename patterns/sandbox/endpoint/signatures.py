"""Whether a request was signed with the secret that belongs to its access key.

Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
Version 2, of addresses of S3 alone: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
Not modelled: Version 4A, and the age of a signature, since the account's time may be any.
"""

from __future__ import annotations

import hashlib
import hmac
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from patterns.sandbox.endpoint.received import Received

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED = "UNSIGNED-PAYLOAD"
_FIELD = re.compile(r"(Credential|SignedHeaders|Signature)=([^,\s]+)")
_SCOPE = re.compile(r"(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")


class Malformed(ValueError):
    """What stands for a signature, and cannot be read as one; the message says why."""


@dataclass(frozen=True)
class Signature:
    """What a request is signed with, in a header, or with `is_presigned` in its address."""

    key: str
    date: str
    region: str
    service: str
    signed: tuple[str, ...]
    value: str
    moment: str
    token: str
    is_presigned: bool = False
    expires: str = ""
    """Of Version 2 alone: when the address ends, in seconds since 1970."""

    @property
    def scope(self) -> str:
        """What the key that signs is made for."""
        return f"{self.date}/{self.region}/{self.service}/aws4_request"


def signature(request: Received) -> Signature | None:
    """The signature of a request; None where it is not signed. Raises `Malformed`."""
    header = request.headers.get("authorization", "")
    if header:
        kind = header.partition(" ")[0]
        if kind != ALGORITHM:
            raise Malformed(f"the sandbox verifies {ALGORITHM}, not {kind[:40]!r}")
        fields = dict(_FIELD.findall(header))
        moment = request.headers.get("x-amz-date", "")
        return _signature(fields, moment, request.headers.get("x-amz-security-token", ""))
    given = dict(_pairs(request.query))
    if {"AWSAccessKeyId", "Signature", "Expires"} <= given.keys():
        return _of_version_2(given)
    if "X-Amz-Signature" not in given:
        return None
    if given.get("X-Amz-Algorithm") != ALGORITHM:
        raise Malformed(f"the sandbox verifies {ALGORITHM}")
    fields = {name: given.get(f"X-Amz-{name}", "") for name in ("Credential", "SignedHeaders", "Signature")}
    moment, token = given.get("X-Amz-Date", ""), given.get("X-Amz-Security-Token", "")
    return _signature(fields, moment, token, is_presigned=True)


def _signature(fields: dict[str, str], moment: str, token: str, *, is_presigned: bool = False) -> Signature:
    scope = _SCOPE.fullmatch(fields.get("Credential", ""))
    missing = [name for name in ("SignedHeaders", "Signature") if not fields.get(name)]
    if scope is None or missing:
        raise Malformed(f"{missing[0] if missing else 'Credential'} is missing, or not in the form of a signature")
    if not re.fullmatch(r"\d{8}T\d{6}Z", moment):
        raise Malformed("X-Amz-Date is missing, or no date")
    signed = tuple(fields["SignedHeaders"].lower().split(";"))
    return Signature(
        scope["key"], scope["date"], scope["region"], scope["service"], signed, fields["Signature"], moment, token,
        is_presigned,
    )  # fmt: skip


def is_genuine(request: Received, given: Signature, secret: str) -> bool:
    """Whether the holder of the secret signed this very request, its body included."""
    if given.expires:
        return _is_genuine_2(request, given, secret)
    payload = _payload(request, given)
    if payload is None:
        return False
    lines = [
        request.method,
        _path(request.path, given.service),
        _query(request.query),
        *(f"{name}:{' '.join(request.headers.get(name, '').split())}" for name in given.signed),
        "",
        ";".join(given.signed),
        payload,
    ]
    hashed = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
    told = "\n".join((ALGORITHM, given.moment, given.scope, hashed))
    key = f"AWS4{secret}".encode()
    for part in (given.date, given.region, given.service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(hmac.new(key, told.encode(), hashlib.sha256).hexdigest(), given.value)


def _of_version_2(given: dict[str, str]) -> Signature:
    token = given.get("x-amz-security-token", "")
    return Signature(
        given["AWSAccessKeyId"], "", "", "s3", (), given["Signature"], "", token, is_presigned=True,
        expires=given["Expires"],
    )  # fmt: skip


def _is_genuine_2(request: Received, given: Signature, secret: str) -> bool:
    """As botocore signs an address by Version 2, the end of its time in the place of the date."""
    from botocore.auth import HmacV1Auth
    from botocore.credentials import Credentials

    class Auth(HmacV1Auth):
        """Signs the moment that the address gives."""

        def _get_date(self) -> str:
            return given.expires

    named = {**dict(_pairs(request.query)), **request.headers}
    headers = {
        name: value
        for name, value in named.items()
        if name.startswith("x-amz-") or name in ("content-md5", "content-type")
    }
    made: str = Auth(Credentials(given.key, secret)).get_signature(request.method, urlsplit(request.target), headers)
    return hmac.compare_digest(made, given.value)


def _payload(request: Received, given: Signature) -> str | None:
    """The hash of the body that was signed; None where the body is another."""
    said = request.headers.get("x-amz-content-sha256", "")
    if given.is_presigned and given.service == "s3":
        return said or UNSIGNED
    actual = hashlib.sha256(request.body).hexdigest()
    if not said:
        return actual
    is_hash = re.fullmatch("[0-9a-f]{64}", said) is not None
    return None if is_hash and said != actual else said


def _path(path: str, service: str) -> str:
    """S3's paths are signed as they are sent; all others normalized, and encoded once more."""
    if service == "s3":
        return path
    tidy = posixpath.normpath(re.sub("/+", "/", path)) if path else "/"
    if path.endswith("/") and tidy != "/":
        tidy += "/"
    return quote(tidy, safe="/~")


def _query(query: str) -> str:
    found = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in _pairs(query)
        if name != "X-Amz-Signature"
    )
    return "&".join(f"{name}={value}" for name, value in found)


def _pairs(query: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in query.split("&") if part)
    return [(unquote(name), unquote(value)) for name, _, value in parts]
