"""CloudFront looks at distributions, and at what they use, before it makes, changes or deletes them.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html
https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteDistribution.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from patterns.refusals import cloudfront
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.cloudfront.references import uses

IN_USE = {
    "DeleteOriginAccessControl": ("OriginAccessControlInUse", 409),
    "DeleteCloudFrontOriginAccessIdentity": ("CloudFrontOriginAccessIdentityInUse", 409),
    "DeleteCachePolicy": ("CachePolicyInUse", 409),
}


def install(account: Account) -> None:
    """Stand before the calls that make, change and delete."""
    checks: dict[str, Callable[[Account, Call], object]] = {
        "CreateDistribution": _distribution,
        "CreateDistributionWithTags": _distribution,
        "UpdateDistribution": _distribution,
        "DeleteDistribution": _deletion,
        "CreateCachePolicy": partial(_name, "cache_policy", "CachePolicy"),
        "CreateOriginAccessControl": partial(_name, "origin_access_control", "OriginAccessControl"),
        "DeleteFunction": _function,
        **{operation: partial(_used, *said) for operation, said in IN_USE.items()},
    }
    account.gateway.judge(account, "cloudfront", checks)


def _distributions(account: Account) -> Iterator[tuple[str, Mapping[str, Any]]]:
    client = account.observer("cloudfront")
    for one in client.list_distributions()["DistributionList"].get("Items") or ():
        yield str(one["Id"]), client.get_distribution_config(Id=one["Id"])["DistributionConfig"]


def _distribution(account: Account, call: Call) -> None:
    asked = call.params.get("DistributionConfig") or call.params["DistributionConfigWithTags"]["DistributionConfig"]
    aliases = set((asked.get("Aliases") or {}).get("Items") or ())
    proof = asked.get("ViewerCertificate") or {}
    arn, other = proof.get("ACMCertificateArn") or "", bool(proof.get("IAMCertificateId"))
    refuse(cloudfront.certificate(bool(aliases), arn, other))
    _refuse_missing(account, asked)
    for name, config in _distributions(account) if aliases else ():
        if name != call.params.get("Id") and aliases & set(config["Aliases"].get("Items") or ()):
            message = "One or more of the CNAMEs you provided are already associated with a different resource."
            raise Refused("CNAMEAlreadyExists", message, 409)


def _refuse_missing(account: Account, asked: Mapping[str, Any]) -> None:
    """Access controls of origins have to be there."""
    named = {one.get("OriginAccessControlId") for one in asked["Origins"]["Items"]} - {None, ""}
    answer = account.observer("cloudfront").list_origin_access_controls() if named else {}
    there = {one["Id"] for one in answer.get("OriginAccessControlList", {}).get("Items") or ()}
    if named - there:
        message = "The specified origin access control does not exist or is not valid."
        raise Refused("InvalidOriginAccessControl", message, 400)


def _deletion(account: Account, call: Call) -> None:
    for name, config in _distributions(account):
        if name == call.params["Id"] and config["Enabled"]:
            message = "The distribution you are trying to delete has not been disabled."
            raise Refused("DistributionNotDisabled", message, 409)


def _name(noun: str, of: str, account: Account, call: Call) -> None:
    """A name is had only once; of a cache policy as of an access control."""
    client = account.observer("cloudfront")
    listed = client.list_cache_policies if noun == "cache_policy" else client.list_origin_access_controls
    items = listed()[f"{of}List"].get("Items") or ()
    names = {(one.get("CachePolicy", {}).get("CachePolicyConfig") or one)["Name"] for one in items}
    wanted = call.params[f"{of}Config"]["Name"]
    if wanted in names:
        raise Refused(f"{of}AlreadyExists", f"A {noun.replace('_', ' ')} with this name already exists: {wanted}.", 409)


def _used(code: str, status: int, account: Account, call: Call) -> None:
    name = call.params["Id"]
    if any(name in uses(config) for _, config in _distributions(account)):
        raise Refused(code, "It is attached to one or more distributions.", status)


def _function(account: Account, call: Call) -> None:
    name = call.params["Name"]
    if any(any(use.endswith(f":function/{name}") for use in uses(config)) for _, config in _distributions(account)):
        raise Refused("FunctionInUse", "It is associated with one or more distributions.", 409)
