"""The records of S3's server access logs. Not their delivery.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
What has no counterpart in the sandbox is "-": addresses, durations, host ids, ciphers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from patterns.sandbox.gateway import Call, Caller

SUBRESOURCES = {
    "accelerate": "ACCELERATE",
    "acl": "ACL",
    "cors": "CORS",
    "delete": "MULTI_OBJECT_DELETE",
    "encryption": "ENCRYPTION",
    "legal-hold": "LEGAL_HOLD",
    "lifecycle": "LIFECYCLE",
    "location": "LOCATION",
    "logging": "LOGGING_STATUS",
    "notification": "NOTIFICATION",
    "object-lock": "OBJECT_LOCK_CONFIGURATION",
    "ownershipControls": "OWNERSHIP_CONTROLS",
    "policy": "BUCKETPOLICY",
    "policyStatus": "BUCKETPOLICYSTATUS",
    "publicAccessBlock": "PUBLIC_ACCESS_BLOCK",
    "replication": "REPLICATION",
    "requestPayment": "REQUEST_PAYMENT",
    "restore": "OBJECT",
    "retention": "RETENTION",
    "tagging": "TAGGING",
    "uploads": "UPLOADS",
    "versioning": "VERSIONING",
    "versions": "BUCKETVERSIONS",
    "website": "WEBSITE",
}
"""Parts of a bucket or an object by the name in the address, as the log names them; AWS publishes no whole list."""

_ERROR_CODE = re.compile(r"<Code>([^<]+)</Code>")


@dataclass(frozen=True)
class Access:
    """One request to a bucket, and what came of it; an empty text where there is nothing to tell."""

    at: datetime
    bucket: str
    owner: str
    requester: str
    request_id: str
    method: str
    query: Mapping[str, str]
    address: str
    status: int
    host: str
    key: str = ""
    error_code: str = ""
    bytes_sent: int = 0
    object_size: int | None = None
    referrer: str = ""
    user_agent: str = ""
    version_id: str = ""
    signature: str = ""
    authentication: str = ""
    is_encrypted: bool = True
    is_copy: bool = False

    @property
    def operation(self) -> str:
        """What was done, as "REST.GET.OBJECT"."""
        return f"REST.{'COPY' if self.is_copy else self.method}.{_resource(self.query, is_object=bool(self.key))}"

    @property
    def line(self) -> str:
        """The record, without the end of its line."""
        return " ".join(
            [
                self.owner,
                self.bucket,
                f"[{self.at:%d/%b/%Y:%H:%M:%S} +0000]",
                "-",  # remote address
                self.requester or "-",
                self.request_id or "-",
                self.operation,
                quote(self.key) or "-",
                _quoted(f"{self.method} {self.address} HTTP/1.1"),
                str(self.status),
                self.error_code or "-",
                str(self.bytes_sent or "-"),
                "-" if self.object_size is None else str(self.object_size),
                "-",  # total time
                "-",  # turn-around time
                _quoted(self.referrer or "-"),
                _quoted(self.user_agent or "-"),
                self.version_id or "-",
                "-",  # host id
                self.signature or "-",
                "-",  # cipher suite
                self.authentication or "-",
                self.host,
                "TLSv1.3" if self.is_encrypted else "-",
                "-",  # access point
                "-",  # whether an ACL was needed
                "-",  # region the request came from
            ]
        )


def access(call: Call, *, at: datetime, owner: str, requester: str) -> Access:
    """What a request to a bucket was, and what came of it; both ids are canonical ids or ARNs, or empty."""
    request, answer, bucket = call.request, call.response, call.params["Bucket"]
    assert answer is not None
    headers = {name.lower(): str(value) for name, value in answer.headers.items()}
    failed = _ERROR_CODE.search(_text(answer.body)) if answer.status >= HTTPStatus.BAD_REQUEST else None
    key = call.params.get("Key", "")
    signature = _signature(request)
    return Access(
        at=at,
        bucket=bucket,
        owner=owner,
        requester=requester,
        request_id=headers.get("x-amzn-requestid", ""),
        method=request.method,
        query=request.args,
        address=_address(request, bucket),
        status=answer.status,
        host=request.host,
        key=key,
        error_code=failed[1] if failed else "",
        bytes_sent=len(answer.body),
        object_size=_object_size(call, headers) if key and not failed else None,
        referrer=request.headers.get("Referer", ""),
        user_agent=_agent(call),
        version_id=call.params.get("VersionId") or headers.get("x-amz-version-id", ""),
        signature=signature,
        authentication="AuthHeader" if "Authorization" in request.headers else "QueryString" if signature else "",
        is_encrypted=request.scheme == "https",
        is_copy=call.operation in ("CopyObject", "UploadPartCopy"),
    )


def _resource(query: Mapping[str, str], *, is_object: bool) -> str:
    if "uploadId" in query:
        return "PART" if "partNumber" in query else "UPLOAD"
    found = next((SUBRESOURCES[name] for name in query if name in SUBRESOURCES), None)
    if found == "TAGGING" and is_object:
        return "OBJECT_TAGGING"
    return found or ("OBJECT" if is_object else "BUCKET")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "%22") + '"'


def _text(body: str | bytes) -> str:
    return body if isinstance(body, str) else body.decode(errors="replace")


def _address(request: Any, bucket: str) -> str:
    """The address as a log has it: with the bucket in front, wherever the request named it."""
    path = request.raw_url.partition("://")[2].partition("/")[2]
    return f"/{path}" if path.partition("?")[0].partition("/")[0] == bucket else f"/{bucket}/{path}"


def _object_size(call: Call, headers: Mapping[str, str]) -> int | None:
    sent, told = call.request.headers, headers.get("content-length")
    given = sent.get("X-Amz-Decoded-Content-Length") or sent.get("Content-Length")
    size = {"GetObject": told, "HeadObject": told, "PutObject": given, "UploadPart": given}.get(call.operation or "")
    return int(size) if size is not None else None


def _agent(call: Call) -> str:
    """The program and its version; the rest of boto3's text tells about the reader's machine."""
    if call.caller is Caller.ADMINISTRATOR:
        return "cloudformation.amazonaws.com"
    return str(call.request.headers.get("User-Agent", "")).split(" ")[0]


def _signature(request: Any) -> str:
    header = request.headers.get("Authorization", "")
    if header.startswith("AWS4") or "X-Amz-Signature" in request.args:
        return "SigV4"
    return "SigV2" if header or "Signature" in request.args else ""
