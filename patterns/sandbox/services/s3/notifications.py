"""What S3 tells of an object: to functions, queues and topics as a bucket's configuration says, and to EventBridge.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
Not here: what happens to objects; whoever brings it about calls `notify`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.retries import Delivery, Failure, begin
from patterns.sandbox.delivery.targets import Parcel, Sender, send
from patterns.sandbox.services.events import bus
from patterns.sandbox.services.s3.patches import kept as buckets

SERVICE = "s3.amazonaws.com"
DESTINATIONS = {
    "LambdaFunctionConfigurations": "LambdaFunctionArn",
    "QueueConfigurations": "QueueArn",
    "TopicConfigurations": "TopicArn",
}
"""Part of a configuration -> what names the destination in it."""

CREATED_BY = {
    "Put": "PutObject",
    "Post": "POST Object",
    "Copy": "CopyObject",
    "CompleteMultipartUpload": "CompleteMultipartUpload",
}
NAMES = {"ObjectCreated": "Object Created", "LifecycleTransition": "Object Storage Class Changed"}
"""What EventBridge calls each kind of event; whatever takes objects away is "Object Deleted"."""

LIFECYCLE_VERSION, USUAL_VERSION = "2.3", "2.1"
ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Change:
    """What is known of the object and of the request that changed it; a service of AWS's own has no address."""

    size: int | None = None
    etag: str | None = None
    version_id: str | None = None
    storage_class: str | None = None
    request_id: str | None = None
    principal: str = "s3.amazonaws.com"
    address: str = "s3.amazonaws.com"


NOTHING_KNOWN = Change()


def configuration(account: Account, bucket: str) -> dict[str, Any]:
    """What a bucket is to tell of, and whom; empty where nobody."""
    answer: dict[str, Any] = account.observer("s3").get_bucket_notification_configuration(Bucket=bucket)
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def notify(account: Account, bucket: str, event: str, key: str, change: Change = NOTHING_KNOWN) -> None:
    """Tell whoever asked for it that `event`, such as "ObjectRemoved:Delete" or "LifecycleExpiration:Delete", happened.

    The event goes out when what the account is doing now is over.
    """
    kept = configuration(account, bucket)
    if not kept:
        return
    account = _where(account, bucket)
    sequencer = f"{int(account.clock.time()):010X}{next(account.sequence):08X}"
    for wanted, arn in destinations(kept):
        if _asks(wanted, event, key):
            _send(account, bucket, arn, {"Records": [_record(account, bucket, event, key, change, sequencer, wanted)]})
    if "EventBridgeConfiguration" in kept:
        _to_event_bridge(account, bucket, event, key, change, sequencer)


def destinations(kept: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each part of a configuration, with the ARN of its destination."""
    for part, name in DESTINATIONS.items():
        for wanted in kept.get(part) or []:
            yield wanted, wanted[name]


def announce(account: Account, bucket: str, arn: str) -> None:
    """Send the message by which a new destination knows that it is one.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    told = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": _now(account), "Bucket": bucket}
    _send(account, bucket, arn, {**told, "RequestId": _drawn(account, arn), "HostId": _drawn(account, bucket, arn)})


def _send(account: Account, bucket: str, arn: str, told: Mapping[str, Any]) -> None:
    sender, parcel = Sender(SERVICE, f"arn:aws:s3:::{bucket}"), Parcel(json.dumps(told))
    label = f"an event of the bucket {bucket}"
    begin(account, Delivery(lambda number: send(account, sender, arn, parcel), _lost, label))


def _lost(failure: Failure) -> None:
    """S3 has no place for what it could not deliver, and tells nobody."""


def _asks(wanted: Mapping[str, Any], event: str, key: str) -> bool:
    """Whether a part of a configuration asks for such an event of such a key.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
    """
    asked = {f"s3:{event}", f"s3:{event.partition(':')[0]}:*"} & set(wanted["Events"])
    rules = wanted.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    ends = {"prefix": key.startswith, "suffix": key.endswith}
    return bool(asked) and all(ends[rule["Name"].lower()](rule["Value"]) for rule in rules)


def _record(
    account: Account, bucket: str, event: str, key: str, change: Change, sequencer: str, wanted: Mapping[str, Any]
) -> dict[str, Any]:
    about = {"key": quote_plus(key, safe="/"), "size": change.size, "eTag": change.etag, "versionId": change.version_id}
    known = {name: value for name, value in about.items() if value is not None}
    owner = {"principalId": f"A{hashlib.sha256(account.account_id.encode()).hexdigest()[:13].upper()}"}
    request = change.request_id or _drawn(account, bucket, key)
    return {
        "eventVersion": LIFECYCLE_VERSION if event.startswith("Lifecycle") else USUAL_VERSION,
        "eventSource": "aws:s3",
        "awsRegion": account.region,
        "eventTime": _now(account),
        "eventName": event,
        "userIdentity": {"principalId": change.principal},
        "requestParameters": {"sourceIPAddress": change.address},
        "responseElements": {"x-amz-request-id": request, "x-amz-id-2": _drawn(account, bucket, key, event)},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": wanted.get("Id", ""),
            "bucket": {"name": bucket, "ownerIdentity": owner, "arn": f"arn:aws:s3:::{bucket}"},
            "object": {**known, "sequencer": sequencer},
        },
    }


def _to_event_bridge(account: Account, bucket: str, event: str, key: str, change: Change, sequencer: str) -> None:
    kind, _, how = event.partition(":")
    about = {"key": key, "size": change.size, "etag": change.etag, "version-id": change.version_id}
    detail: dict[str, Any] = {
        "version": "0",
        "bucket": {"name": bucket},
        "object": {name: value for name, value in about.items() if value is not None} | {"sequencer": sequencer},
        "request-id": change.request_id or _drawn(account, bucket, key),
        "requester": account.account_id if change.address == ADDRESS else SERVICE,
    }
    if change.address == ADDRESS:
        detail["source-ip-address"] = change.address
    if kind == "ObjectCreated":
        detail["reason"] = CREATED_BY[how]
    elif kind == "LifecycleTransition":
        detail["destination-storage-class"] = change.storage_class
    else:
        detail["reason"] = "Lifecycle Expiration" if kind == "LifecycleExpiration" else "DeleteObject"
        detail["deletion-type"] = "Delete Marker Created" if how == "DeleteMarkerCreated" else "Permanently Deleted"
    name = NAMES.get(kind, "Object Deleted")
    bus.arrive(account, bus.event(account, "aws.s3", name, detail, resources=[f"arn:aws:s3:::{bucket}"]))


def _where(account: Account, bucket: str) -> Account:
    """The account as the bucket's region sees it, where what happens to the bucket is told."""
    return account.in_region(buckets.region(account.account_id, bucket) or account.region)


def _drawn(account: Account, *key: str) -> str:
    return f"{account.chance.generator('s3 request', *key).getrandbits(64):016X}"


def _now(account: Account) -> str:
    now = account.clock.now
    return f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z"
