"""S3 refuses what would make a bucket public, and any ACL on a bucket whose ACLs are off.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
Not modelled: settings of the whole account, and access points.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from patterns.iam.public_access import public_statements
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.fence.environment import ACCESS_KEY
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.iam.patches import identities

PUBLIC_ACLS = frozenset({"public-read", "public-read-write", "authenticated-read"})
PUBLIC_GROUPS = ("global/AllUsers", "global/AuthenticatedUsers")
GRANTS = ("GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP")
"""The parameters that say in headers what an `AccessControlPolicy` says in a body."""
SET_ACL = ("PutBucketAcl", "PutObjectAcl")
WRITE_OBJECT = ("PutObject", "CopyObject", "CreateMultipartUpload")


def install(account: Account) -> None:
    """Stand before the calls that can open a bucket."""

    def before(operation: str, handler: Callable[[Account, Call], None]) -> None:
        account.gateway.subscribe(Stage.JUDGE, functools.partial(handler, account), service="s3", operation=operation)

    before("PutBucketPolicy", _refuse_public_policy)
    before("CreateBucket", _refuse_acl_at_creation)
    for operation in (*SET_ACL, *WRITE_OBJECT):
        before(operation, _refuse_acl)


def _refuse_public_policy(account: Account, call: Call) -> None:
    block = _setting(account, "get_public_access_block", call, "PublicAccessBlockConfiguration")
    if not block.get("BlockPublicPolicy"):
        return
    try:
        policy = json.loads(call.params.get("Policy", ""))
    except ValueError:
        return  # malformed: S3 itself answers
    if isinstance(policy, dict) and any(True for _ in public_statements(policy)):
        raise Refused("AccessDenied", _blocked(account, call, "public policies", "BlockPublicPolicy"), 403)


def _refuse_acl_at_creation(account: Account, call: Call) -> None:
    ownership = call.params.get("ObjectOwnership", "BucketOwnerEnforced")
    if ownership != "BucketOwnerEnforced" and _is_public(call.params):
        raise Refused(
            "InvalidBucketAclWithBlockPublicAccessError",
            "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
            400,
        )
    if ownership == "BucketOwnerEnforced" and (call.params.get("ACL", "private") != "private" or _grants(call.params)):
        raise Refused(
            "InvalidBucketAclWithObjectOwnership",
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
            400,
        )


def _refuse_acl(account: Account, call: Call) -> None:
    canned = call.params.get("ACL")
    if canned is None and not _grants(call.params):
        return
    owned = _setting(account, "get_bucket_ownership_controls", call, "OwnershipControls")
    enforced = any(rule["ObjectOwnership"] == "BucketOwnerEnforced" for rule in owned.get("Rules", []))
    harmless = call.operation in WRITE_OBJECT and canned == "bucket-owner-full-control"
    if enforced and not harmless:
        raise Refused("AccessControlListNotSupported", "The bucket does not allow ACLs", 400)
    block = _setting(account, "get_public_access_block", call, "PublicAccessBlockConfiguration")
    if block.get("BlockPublicAcls") and _is_public(call.params):
        raise Refused(
            "AccessDenied", _blocked(account, call, "public access control lists (ACLs)", "BlockPublicAcls"), 403
        )


def _grants(params: dict[str, Any]) -> list[str]:
    """To whom the request grants something, by body or by header, as far as it names them."""
    listed = (params.get("AccessControlPolicy") or {}).get("Grants") or []
    in_body = [str(grant.get("Grantee", {}).get("URI", "an account")) for grant in listed]
    return in_body + [str(params[name]) for name in GRANTS if params.get(name)]


def _is_public(params: dict[str, Any]) -> bool:
    granted = any(group in grant for grant in _grants(params) for group in PUBLIC_GROUPS)
    return granted or params.get("ACL") in PUBLIC_ACLS


def _setting(account: Account, operation: str, call: Call, key: str) -> dict[str, Any]:
    """A setting of the call's bucket; empty when it is not set, or when there is no such bucket."""
    try:
        found: dict[str, Any] = getattr(account.observer("s3"), operation)(Bucket=call.params["Bucket"])[key]
    except ClientError:
        return {}
    return found


def _blocked(account: Account, call: Call, what: str, setting: str) -> str:
    key = call.params.get("Key")
    action = "PutObject" if call.operation in WRITE_OBJECT else call.operation
    resource = f"arn:aws:s3:::{call.params['Bucket']}" + (f"/{key}" if key else "")
    return (
        f"User: {_caller(account, call)} is not authorized to perform: s3:{action} on resource: "
        f'"{resource}" because {what} are blocked by the {setting} block public access setting.'
    )


def _caller(account: Account, call: Call) -> str:
    holder = identities.find(account.account_id, call.access_key) if call.access_key not in (None, ACCESS_KEY) else None
    return holder.arn if holder else identities.administrator(account.account_id)
