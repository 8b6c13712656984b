"""How DynamoDB's API and CloudFormation write the same settings of a table. Not here: calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

LIMITS = ("ReadCapacityUnits", "WriteCapacityUnits", "MaxReadRequestUnits", "MaxWriteRequestUnits")
TAKEN = ("IndexName", "KeySchema", "Projection", "ProvisionedThroughput", "OnDemandThroughput", "WarmThroughput")
INDEX = ("IndexName", "KeySchema", "Projection", "ProvisionedThroughput")


def capacity(found: dict[str, int]) -> dict[str, int] | None:
    """The units; none where they are zero or without limit, which is how the service says "not set"."""
    return {name: found[name] for name in LIMITS if found.get(name, 0) > 0} or None


def encryption(asked: dict[str, Any]) -> dict[str, Any]:
    """The settings as the service takes them."""
    return {"Enabled" if name == "SSEEnabled" else name: value for name, value in asked.items()}


def encryption_from_service(table: dict[str, Any]) -> dict[str, Any]:
    """What a table tells of its encryption: nothing while the key is DynamoDB's own."""
    sse_description = table.get("SSEDescription")
    if not sse_description:
        return {"SSEEnabled": False}
    return {
        "SSEEnabled": True,
        "SSEType": sse_description["SSEType"],
        "KMSMasterKeyId": sse_description["KMSMasterKeyArn"],
    }


def stream(asked: dict[str, Any]) -> dict[str, Any]:
    """A stream that is declared is on."""
    return {"StreamEnabled": True, "StreamViewType": asked["StreamViewType"]}


def without_stream() -> dict[str, Any]:
    """No stream, as the service takes it."""
    return {"StreamEnabled": False}


def stream_from_service(described: dict[str, Any]) -> dict[str, Any]:
    """The kind of a stream that is on."""
    return {"StreamViewType": described["StreamViewType"]}


def recovery_from_service(described: dict[str, Any]) -> dict[str, Any]:
    """Whether the table can be brought back to a point in time, and how far."""
    if described["PointInTimeRecoveryStatus"] != "ENABLED":
        return {"PointInTimeRecoveryEnabled": False}
    return {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": described["RecoveryPeriodInDays"]}


def time_to_live_from_service(described: dict[str, Any]) -> dict[str, Any]:
    """Whether items expire, and by which attribute."""
    if described["TimeToLiveStatus"] != "ENABLED":
        return {"Enabled": False}
    return {"Enabled": True, "AttributeName": described["AttributeName"]}


def indexes(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The indexes as the service takes them, without what a template may say of them besides."""
    return [{name: value for name, value in one.items() if name in TAKEN} for one in asked]


def indexes_from_service(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The indexes without what the service alone knows."""
    return [_index(entry) for entry in entries]


def _index(described: dict[str, Any]) -> dict[str, Any]:
    units = capacity(described.get("ProvisionedThroughput", {}))
    kept = {name: described[name] for name in INDEX if name in described and name != "ProvisionedThroughput"}
    return kept | ({"ProvisionedThroughput": units} if units else {})


def index_updates(there: list[dict[str, Any]], asked: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The steps from the indexes that are there to those asked for; one with other keys or projection is made anew."""
    before, after = {one["IndexName"]: one for one in there}, {one["IndexName"]: one for one in asked}
    again = {name for name in before.keys() & after.keys() if _shape(before[name]) != _shape(after[name])}
    for name in before:
        if name not in after or name in again:
            yield {"Delete": {"IndexName": name}}
    for name, index in after.items():
        if name not in before or name in again:
            yield {"Create": index}
        elif (units := index.get("ProvisionedThroughput")) and units != before[name].get("ProvisionedThroughput"):
            yield {"Update": {"IndexName": name, "ProvisionedThroughput": units}}


def _shape(index: dict[str, Any]) -> tuple[Any, Any]:
    return index["KeySchema"], index["Projection"]
