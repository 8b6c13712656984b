"""Buckets tell of their objects: what users do is watched from the first bucket on that is asked to tell somebody.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
Not modelled: events of tags, ACLs, restoring, replication and tiering. What the sandbox itself does to objects, as
lifecycle rules have it, is told by whoever does it (`events.objects.notify`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from xml.etree import ElementTree

from patterns.refusals import _s3_notifications as notifications
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.delivery.targets import Sender, may_send
from patterns.sandbox.gateway import Call, Caller, Stage
from patterns.sandbox.services.s3.notifications import (
    ADDRESS,
    DESTINATIONS,
    SERVICE,
    Change,
    announce,
    configuration,
    destinations,
    notify,
)
from patterns.sandbox.services.s3.patches import kept as buckets

PUT_CONFIGURATION = "PutBucketNotificationConfiguration"
ELSEWHERE = "The notification destination service region is not valid for the bucket location constraint"
"""As users report it: https://github.com/cloud-custodian/cloud-custodian/issues/1720"""
CREATES = {
    "PutObject": "ObjectCreated:Put",
    "CopyObject": "ObjectCreated:Copy",
    "CompleteMultipartUpload": "ObjectCreated:CompleteMultipartUpload",
    "PostObject": "ObjectCreated:Post",
}
DELETES = ("DeleteObject", "DeleteObjects")


def install(account: Account) -> None:
    """Stand before new configurations; only where there is one, watch what becomes of objects."""
    watching: list[str] = []
    happened = partial(_happened, account)

    def configured(call: Call) -> None:
        bucket = call.params["Bucket"]
        for wanted, arn in destinations(configuration(account, bucket)):
            if "LambdaFunctionArn" not in wanted:
                announce(account, bucket, arn)
        if not watching:
            watching.append(bucket)
            for operation in (*CREATES, *DELETES):
                account.gateway.subscribe(Stage.CONSEQUENCES, happened, service="s3", operation=operation)

    account.gateway.subscribe(Stage.JUDGE, partial(_refuse, account), service="s3", operation=PUT_CONFIGURATION)
    account.gateway.subscribe(Stage.CONSEQUENCES, configured, service="s3", operation=PUT_CONFIGURATION)


def _refuse(account: Account, call: Call) -> None:
    """Refuse a destination that is not there, or whose policy does not let the bucket send to it."""
    if call.params.get("SkipDestinationValidation"):
        return
    wanted = call.params.get("NotificationConfiguration") or {}
    refuse(notifications.notifications([one for part in DESTINATIONS for one in wanted.get(part) or ()]))
    sender = Sender(SERVICE, f"arn:aws:s3:::{call.params['Bucket']}")
    asked = call.params.get("NotificationConfiguration") or {}
    for _, arn in destinations({part: asked.get(part) for part in DESTINATIONS}):
        if arn.split(":")[3] != buckets.region(account.account_id, call.params["Bucket"]):
            raise Refused("InvalidArgument", ELSEWHERE, 400)
        if arn.endswith(".fifo"):
            raise Refused("InvalidArgument", notifications.NO_ORDER, 400)
        if not may_send(account, sender, arn):
            raise Refused("InvalidArgument", notifications.NOT_LET, 400)


def _happened(account: Account, call: Call) -> None:
    """Tell of what a call of anybody but the sandbox itself did to objects."""
    if call.caller is Caller.OBSERVER:
        return
    is_form = call.operation == "PostObject"
    bucket = _bucket_of_form(call) if is_form else call.params["Bucket"]
    if not configuration(account, bucket):
        return
    if call.operation in CREATES:
        _created(account, call, bucket, _key_of_form(call) if is_form else call.params["Key"])
    else:
        for key, version in _deleted(call):
            _removed(account, call, bucket, key, version)


def _created(account: Account, call: Call, bucket: str, key: str) -> None:
    version = _header(call, "x-amz-version-id")
    named = {"VersionId": version} if version and version != "null" else {}
    head = account.observer("s3").head_object(Bucket=bucket, Key=key, **named)
    change = Change(head["ContentLength"], head["ETag"].strip('"'), named.get("VersionId"), **_request(account, call))
    notify(account, bucket, CREATES[str(call.operation)], key, change)


def _removed(account: Account, call: Call, bucket: str, key: str, version: str | None) -> None:
    marker = None if version else _marker(account, bucket, key)
    event = "ObjectRemoved:DeleteMarkerCreated" if marker else "ObjectRemoved:Delete"
    notify(account, bucket, event, key, Change(version_id=version or marker, **_request(account, call)))


def _deleted(call: Call) -> Iterator[tuple[str, str | None]]:
    """Key and version, if one is named, of each object a call deleted."""
    if call.operation == "DeleteObject":
        yield call.params["Key"], call.params.get("VersionId")
        return
    kept = _failed_keys(call)
    for one in call.params["Delete"]["Objects"]:
        if one["Key"] not in kept:
            yield one["Key"], one.get("VersionId")


def _failed_keys(call: Call) -> set[str]:
    """What a call for many objects could not delete; a quiet one says nothing of the others."""
    if call.response is None:
        return set()
    errors = [part for part in ElementTree.fromstring(call.response.body) if part.tag.endswith("Error")]
    return {str(field.text) for error in errors for field in error if field.tag.endswith("Key")}


def _marker(account: Account, bucket: str, key: str) -> str | None:
    """The version of the delete marker that stands for the object now, if one does."""
    delete_markers = account.observer("s3").list_object_versions(Bucket=bucket, Prefix=key).get("DeleteMarkers", [])
    return next(
        (
            str(delete_marker["VersionId"])
            for delete_marker in delete_markers
            if delete_marker["Key"] == key and delete_marker["IsLatest"]
        ),
        None,
    )


def _bucket_of_form(call: Call) -> str:
    """The bucket a form is sent to, by the host's name or by its path."""
    name, mark, _ = str(call.request.host).partition(".s3")
    return name if mark else str(call.request.path).strip("/")


def _key_of_form(call: Call) -> str:
    """The key a form uploads its file to.

    https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
    """
    uploaded = call.request.files.get("file")
    return str(call.request.form["key"]).replace("${filename}", str(uploaded.filename if uploaded else ""))


def _request(account: Account, call: Call) -> Mapping[str, Any]:
    who = call.access_key or account.account_id
    return {"request_id": _header(call, "x-amzn-requestid"), "principal": f"AWS:{who}", "address": ADDRESS}


def _header(call: Call, name: str) -> str | None:
    headers = call.response.headers if call.response else {}
    return next((str(value) for key, value in headers.items() if key.lower() == name), None)
