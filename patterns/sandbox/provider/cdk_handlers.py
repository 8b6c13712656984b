"""Custom resources that the CDK brings its own function for, in JavaScript, which does not run here: done in its stead.

https://github.com/aws/aws-cdk/tree/main/packages/%40aws-cdk/custom-resource-handlers/lib
Only for a function with a runtime of Node.js; another one of the same type is called as any. What is done is done by an
administrator, not with the rights of that function's role.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import construct_handlers
from patterns.sandbox.provider.construct_handlers import Handler, Properties

AUTO_DELETE = "aws-cdk:auto-delete-objects"


def handler(account: Account, resource_type: str, function: str) -> Handler | None:
    """What does the work of a function in its stead; None where the function itself is to be called."""
    found = HANDLERS.get(resource_type)
    if found is None:
        return None
    try:
        runtime = account.observer("lambda").get_function_configuration(FunctionName=function).get("Runtime", "")
    except ClientError:
        return None
    return found if str(runtime).startswith("nodejs") else None


def _auto_delete(account: Account, kind: str, properties: Properties, old: Properties) -> Mapping[str, Any]:
    """Empty the bucket when the resource goes, or stands for another bucket, where a tag of the bucket allows it."""
    bucket = properties["BucketName"] if kind == "Delete" else old.get("BucketName")
    if bucket and (kind == "Delete" or bucket != properties["BucketName"]) and _may_be_emptied(account, bucket):
        s3 = account.administrator("s3")
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            there = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            if there:
                objects = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in there]
                s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    return {}


def _may_be_emptied(account: Account, bucket: str) -> bool:
    try:
        tags = account.administrator("s3").get_bucket_tagging(Bucket=bucket)["TagSet"]
    except ClientError:
        return False
    return {"Key": AUTO_DELETE, "Value": "true"} in tags


def _restrict_default_group(account: Account, kind: str, properties: Properties, old: Properties) -> Mapping[str, Any]:
    """Take the rules of a network's default security group away, and give them back when the resource goes."""
    group, ec2 = properties["DefaultSecurityGroupId"], account.administrator("ec2")
    before = old.get("DefaultSecurityGroupId")
    if before and before != group:
        _allow(ec2, before, properties["Account"])
    if kind == "Delete":
        _allow(ec2, group, properties["Account"])
        return {}
    for revoke, permissions in (
        (ec2.revoke_security_group_ingress, _within(group, properties["Account"])),
        (ec2.revoke_security_group_egress, _ANYWHERE),
    ):
        try:
            revoke(GroupId=group, IpPermissions=permissions)
        except ClientError as error:
            if error.response["Error"]["Code"] != "InvalidPermission.NotFound":
                raise
    return {}


_ANYWHERE = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]


def _within(group: str, account_id: str) -> list[dict[str, Any]]:
    return [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group, "UserId": account_id}]}]


def _allow(ec2: Any, group: str, account_id: str) -> None:
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=_within(group, account_id))
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=_ANYWHERE)


def _log_retention(account: Account, kind: str, properties: Properties, old: Properties) -> Mapping[str, Any]:
    """Make a log group, if it is not there, and keep its events for as many days as are said."""
    logs, name = account.administrator("logs"), properties["LogGroupName"]
    if kind == "Delete":
        if properties.get("RemovalPolicy") == "destroy":
            logs.delete_log_group(logGroupName=name)
        return {}
    try:
        logs.create_log_group(logGroupName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceAlreadyExistsException":
            raise
    if properties.get("RetentionInDays"):
        logs.put_retention_policy(logGroupName=name, retentionInDays=int(properties["RetentionInDays"]))
    else:
        logs.delete_retention_policy(logGroupName=name)
    return {"LogGroupName": name}


HANDLERS: Mapping[str, Handler] = {
    "Custom::S3AutoDeleteObjects": _auto_delete,
    "Custom::VpcRestrictDefaultSG": _restrict_default_group,
    "Custom::LogRetention": _log_retention,
    **construct_handlers.HANDLERS,
}
