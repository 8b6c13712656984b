"""Everything an account holds, to be compared before and after. Not here: what a stack should have left behind."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from patterns.sandbox import services
from patterns.sandbox.account import Sandbox
from patterns.sandbox.provider.base import Provider
from patterns.sandbox.provider.listed import ListedProvider, nothing_changes

HISTORY = {
    "DefaultVersionId", "PolicyVersionList", "UpdateDate", "LatestVersionNumber", "DefaultVersionNumber",
    "VersionNumber", "Version", "LastModifiedDate", "LastModified", "LastChangedDate", "SecretVersionsToStages",
    "AssociationId", "SubscriptionArn", "NetworkAclAssociationId", "RotationEnabled", "RotationLambdaARN",
    "RotationRules", "LastRotatedDate", "NextRotationDate", "RevisionId",
}  # fmt: skip
"""What a service remembers of a change that was taken back: versions, times, the ids of links, a rotation."""


def providers() -> Iterator[Provider]:
    """Every provider there is."""
    return (module.PROVIDER for module in services.every("resources"))


def account_listing(aws: Sandbox) -> dict[str, Any]:
    """Everything there is, by type; of the services with a provider that anybody has asked for anything."""
    used = _used()
    found: dict[str, Any] = {"AWS::S3::Bucket": _buckets(aws.observer("s3"))} if "s3" in used else {}
    found |= _keys(aws.observer("kms")) if "kms" in used else {}
    with nothing_changes():
        found |= {one.type: list(one.entries(aws, []).values()) for one in listed() if one.service in used}
    # A function that runs makes its own log group, which outlives every stack, as in AWS; so do its streams, which grow
    # when a roll-back calls it, as the rotation of a secret does.
    for type_name in ("AWS::Logs::LogGroup", "AWS::Logs::LogStream"):
        kept = found.get(type_name, [])
        found[type_name] = [one for one in kept if not one["logGroupName"].startswith("/aws/lambda/")]
    return {type_name: settled(entries) for type_name, entries in found.items() if entries}


@cache
def listed() -> tuple[ListedProvider, ...]:
    """The providers whose service lists all there is of their type."""
    return tuple(provider for provider in providers() if isinstance(provider, ListedProvider))


def _used() -> set[str]:
    """The services that hold something: to ask the others is to load them, which takes longer than most tests."""
    from moto.core.base_backend import BackendDict

    # EC2 makes a default network when it is first asked, by whatever service: it is there from the start.
    return {backends.service_name for backends in BackendDict._instances} | {"ec2"}


def _buckets(s3: Any) -> dict[str, str | None]:
    return {bucket["Name"]: _policy(s3, bucket["Name"]) for bucket in s3.list_buckets()["Buckets"]}


def _keys(kms: Any) -> dict[str, Any]:
    aliases = kms.list_aliases()["Aliases"]
    managed = {a.get("TargetKeyId") for a in aliases if "/aws/" in a["AliasName"]}
    ids = {key["KeyId"] for key in kms.list_keys()["Keys"]} - managed
    keys = [kms.describe_key(KeyId=key)["KeyMetadata"] for key in sorted(ids)]
    return {
        "AWS::KMS::Key": [k["KeyId"] for k in keys if k["KeyManager"] == "CUSTOMER" and "DeletionDate" not in k],
        "AWS::KMS::Alias": [a["AliasName"] for a in aliases if "/aws/" not in a["AliasName"]],
    }


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
