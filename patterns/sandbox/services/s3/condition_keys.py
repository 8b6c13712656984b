"""The condition keys of S3: what a call says of itself, and the tags of an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from patterns.iam.request import Value
from patterns.sandbox.permissions import Situation, pairs

KEYS: Mapping[str, str] = {
    "ACL": "s3:x-amz-acl",
    "ServerSideEncryption": "s3:x-amz-server-side-encryption",
    "SSEKMSKeyId": "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "SSECustomerAlgorithm": "s3:x-amz-server-side-encryption-customer-algorithm",
    "StorageClass": "s3:x-amz-storage-class",
    "MetadataDirective": "s3:x-amz-metadata-directive",
    "CopySource": "s3:x-amz-copy-source",
    "WebsiteRedirectLocation": "s3:x-amz-website-redirect-location",
    "ObjectOwnership": "s3:x-amz-object-ownership",
    "GrantFullControl": "s3:x-amz-grant-full-control",
    "GrantRead": "s3:x-amz-grant-read",
    "GrantReadACP": "s3:x-amz-grant-read-acp",
    "GrantWrite": "s3:x-amz-grant-write",
    "GrantWriteACP": "s3:x-amz-grant-write-acp",
    "VersionId": "s3:VersionId",
    "Prefix": "s3:prefix",
    "Delimiter": "s3:delimiter",
    "MaxKeys": "s3:max-keys",
    "ObjectLockMode": "s3:object-lock-mode",
    "ObjectLockLegalHoldStatus": "s3:object-lock-legal-hold",
}
"""The condition keys that are a parameter of the call."""


def keys(situation: Situation) -> dict[str, Value]:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html."""
    params = situation.params
    context: dict[str, Value] = {key: str(params[name]) for name, key in KEYS.items() if params.get(name) is not None}
    context["s3:ResourceAccount"] = situation.account_id
    if situation.call.request.url.startswith("https:"):
        context["s3:TlsVersion"] = "1.3"
    if situation.call.access_key:
        is_presigned = "Signature=" in situation.call.request.url
        context["s3:authType"] = "REST-QUERY-STRING" if is_presigned else "REST-HEADER"
        is_old = "AWSAccessKeyId=" in situation.call.request.url
        context["s3:signatureversion"] = "AWS" if is_old else "AWS4-HMAC-SHA256"
    tags = dict(_object_tags(params.get("Tagging")))
    context |= {f"s3:RequestObjectTag/{key}": value for key, value in tags.items()}
    return context | ({"s3:RequestObjectTagKeys": tuple(tags)} if tags else {})


def _object_tags(given: Any) -> Iterator[tuple[str, str]]:
    if isinstance(given, str):
        yield from parse_qsl(given, keep_blank_values=True)
    else:
        yield from pairs(given)


def tags(situation: Situation, arn: str) -> dict[str, str]:
    """The tags of an object; a bucket's count only where that was turned on, which is not modelled."""
    bucket, _, key = arn.removeprefix("arn:aws:s3:::").partition("/")
    return dict(pairs(situation.ask("s3", "get_object_tagging", Bucket=bucket, Key=key).get("TagSet"))) if key else {}
