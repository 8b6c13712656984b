"""Everything an account holds, to be compared before and after. Not here: what a stack should have left behind."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from patterns.sandbox import providers as folder
from patterns.sandbox.account import Sandbox
from patterns.sandbox.listed import ListedProvider
from patterns.sandbox.provider import Provider

HISTORY = {
    "DefaultVersionId", "PolicyVersionList", "UpdateDate", "LatestVersionNumber", "DefaultVersionNumber",
    "VersionNumber", "Version", "LastModifiedDate", "LastModified", "LastChangedDate", "SecretVersionsToStages",
    "AssociationId", "SubscriptionArn", "NetworkAclAssociationId", "RotationEnabled", "RotationLambdaARN",
    "RotationRules", "LastRotatedDate", "NextRotationDate",
}  # fmt: skip
"""What a service remembers of a change that was taken back: versions, times, the ids of links, a rotation."""


def providers() -> Iterator[Provider]:
    """Every provider there is."""
    for info in pkgutil.walk_packages(folder.__path__, f"{folder.__name__}."):
        if not info.ispkg and not info.name.rpartition(".")[2].startswith("_"):
            yield importlib.import_module(info.name).PROVIDER


def account_listing(aws: Sandbox) -> dict[str, Any]:
    """Everything there is, of the services with a provider."""
    s3, kms = aws.observer("s3"), aws.observer("kms")
    aliases = kms.list_aliases()["Aliases"]
    managed = {a.get("TargetKeyId") for a in aliases if "/aws/" in a["AliasName"]}
    listed = {key["KeyId"] for key in kms.list_keys()["Keys"]} - managed
    keys = [kms.describe_key(KeyId=key)["KeyMetadata"] for key in sorted(listed)]
    own = {
        "AWS::S3::Bucket": {b["Name"]: _policy(s3, b["Name"]) for b in s3.list_buckets()["Buckets"]},
        "AWS::KMS::Key": [k["KeyId"] for k in keys if k["KeyManager"] == "CUSTOMER" and "DeletionDate" not in k],
        "AWS::KMS::Alias": [a["AliasName"] for a in aliases if "/aws/" not in a["AliasName"]],
    }
    entries = {one.type: list(one.entries(aws, []).values()) for one in providers() if isinstance(one, ListedProvider)}
    # A function that runs makes its own log group, which outlives every stack, as in AWS.
    groups = entries["AWS::Logs::LogGroup"]
    entries["AWS::Logs::LogGroup"] = [one for one in groups if not one["logGroupName"].startswith("/aws/lambda/")]
    found: dict[str, Any] = settled({**own, **entries})
    return found


def settled(value: Any) -> Any:
    """The value without its history, and its lists in one order: services list what was made again at the end."""
    if isinstance(value, dict):
        return {name: settled(member) for name, member in value.items() if name not in HISTORY}
    if isinstance(value, str) and value.startswith("iip-assoc-"):
        return "a link between an instance and its profile"
    return sorted((settled(member) for member in value), key=str) if isinstance(value, list) else value


def _policy(s3: Any, name: str) -> str | None:
    try:
        return str(s3.get_bucket_policy(Bucket=name)["Policy"])
    except s3.exceptions.ClientError:
        return None
