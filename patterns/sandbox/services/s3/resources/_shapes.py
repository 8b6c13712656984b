"""Where the S3 API and the `AWS::S3::Bucket` schema shape the same thing differently, beyond a renamed key.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

ALIKE = ("Status", "AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration")
EXPIRATION = {
    "ExpirationInDays": "Days",
    "ExpirationDate": "Date",
    "ExpiredObjectDeleteMarker": "ExpiredObjectDeleteMarker",
}
FROM_MOVE = {"Days": "TransitionInDays", "Date": "TransitionDate"}
SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")


LISTS = {
    frozenset({("AllUsers", "READ")}): "PublicRead",
    frozenset({("AllUsers", "READ"), ("AllUsers", "WRITE")}): "PublicReadWrite",
    frozenset({("AuthenticatedUsers", "READ")}): "AuthenticatedRead",
    frozenset({("LogDelivery", "WRITE"), ("LogDelivery", "READ_ACP")}): "LogDeliveryWrite",
}
"""What groups may do with a bucket, and the list that says so."""


def canned_list(grants: list[Mapping[str, Any]]) -> str:
    """The name of the list with these grants; that of the owner alone for grants to single accounts.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
    """
    to_groups = {(grant["Grantee"].get("URI", "").rpartition("/")[2], grant["Permission"]) for grant in grants}
    return LISTS.get(frozenset(pair for pair in to_groups if pair[0]), "Private")


def lifecycle_to_service(value: Mapping[str, Any]) -> dict[str, Any]:
    """`LifecycleConfiguration` as `PutBucketLifecycleConfiguration` takes it."""
    return {"Rules": [_rule_to_service(rule) for rule in value["Rules"]]}


def lifecycle_from_service(value: Mapping[str, Any]) -> dict[str, Any]:
    """The response of `GetBucketLifecycleConfiguration` as the schema shapes it."""
    return {"Rules": [_rule_from_service(rule) for rule in value["Rules"]]}


def _rule_to_service(rule: Mapping[str, Any]) -> dict[str, Any]:
    rule = _modern(rule)
    made = {name: rule[name] for name in ALIKE if name in rule}
    made["Filter"] = _filter(rule)
    if "Id" in rule:
        made["ID"] = rule["Id"]
    if expiration := {name: rule[ours] for ours, name in EXPIRATION.items() if ours in rule}:
        made["Expiration"] = expiration
    if "Transitions" in rule:
        made["Transitions"] = [
            _renamed(move, {ours: name for name, ours in FROM_MOVE.items()}) for move in rule["Transitions"]
        ]
    if "NoncurrentVersionTransitions" in rule:
        made["NoncurrentVersionTransitions"] = [
            _renamed(move, {"TransitionInDays": "NoncurrentDays"}) for move in rule["NoncurrentVersionTransitions"]
        ]
    return made


def _modern(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The rule with what only older templates write in the form of now: one action where there is a list today."""
    made = dict(rule)
    if "NoncurrentVersionExpirationInDays" in rule:
        made["NoncurrentVersionExpiration"] = {"NoncurrentDays": rule["NoncurrentVersionExpirationInDays"]}
    for name in ("NoncurrentVersionTransition", "Transition"):
        if name in rule:
            made[f"{name}s"] = [rule[name]]
    return made


def _rule_from_service(rule: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: rule[name] for name in ALIKE if name in rule} | _conditions(rule.get("Filter") or {})
    if "ID" in rule:
        made["Id"] = rule["ID"]
    expiration = rule.get("Expiration", {})
    made |= {ours: _dated(expiration[name]) for ours, name in EXPIRATION.items() if name in expiration}
    if "Transitions" in rule:
        made["Transitions"] = [
            {name: _dated(value) for name, value in _renamed(move, FROM_MOVE).items()} for move in rule["Transitions"]
        ]
    if "NoncurrentVersionTransitions" in rule:
        made["NoncurrentVersionTransitions"] = [
            _renamed(move, {"NoncurrentDays": "TransitionInDays"}) for move in rule["NoncurrentVersionTransitions"]
        ]
    return made


def _filter(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The API's `Filter`: one condition alone, several under `And`; an empty prefix when there is none."""
    tags = list(rule.get("TagFilters", []))
    others = {name: int(rule[name]) for name in SIZES if name in rule}
    if "Prefix" in rule:
        others["Prefix"] = rule["Prefix"]
    if len(tags) + len(others) > 1:
        return {"And": others | ({"Tags": tags} if tags else {})}
    if tags:
        return {"Tag": tags[0]}
    return others or {"Prefix": ""}


def _conditions(described: Mapping[str, Any]) -> dict[str, Any]:
    inner = described.get("And", described)
    tags = inner.get("Tags", [inner["Tag"]] if "Tag" in inner else [])
    made: dict[str, Any] = {name: str(inner[name]) for name in SIZES if name in inner}
    if inner.get("Prefix"):
        made["Prefix"] = inner["Prefix"]
    if tags:
        made["TagFilters"] = tags
    return made


def _dated(value: Any) -> Any:
    """A day as a template writes it, "2030-01-01T00:00:00Z"; anything else as it is."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def _renamed(value: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(key, key): member for key, member in value.items()}


def website_to_service(value: Mapping[str, Any]) -> dict[str, Any]:
    """`WebsiteConfiguration` as `PutBucketWebsite` takes it."""
    made: dict[str, Any] = {}
    if "IndexDocument" in value:
        made["IndexDocument"] = {"Suffix": value["IndexDocument"]}
    if "ErrorDocument" in value:
        made["ErrorDocument"] = {"Key": value["ErrorDocument"]}
    if "RedirectAllRequestsTo" in value:
        made["RedirectAllRequestsTo"] = value["RedirectAllRequestsTo"]
    if "RoutingRules" in value:
        made["RoutingRules"] = [
            _renamed(rule, {"RedirectRule": "Redirect", "RoutingRuleCondition": "Condition"})
            for rule in value["RoutingRules"]
        ]
    return made


def website_from_service(value: Mapping[str, Any]) -> dict[str, Any]:
    """The response of `GetBucketWebsite` as the schema shapes it."""
    made = {name: value[name] for name in ("RedirectAllRequestsTo",) if name in value}
    if "IndexDocument" in value:
        made["IndexDocument"] = value["IndexDocument"]["Suffix"]
    if "ErrorDocument" in value:
        made["ErrorDocument"] = value["ErrorDocument"]["Key"]
    if "RoutingRules" in value:
        made["RoutingRules"] = [
            _renamed(rule, {"Redirect": "RedirectRule", "Condition": "RoutingRuleCondition"})
            for rule in value["RoutingRules"]
        ]
    return made


DESTINATIONS = {
    "LambdaConfigurations": ("LambdaFunctionConfigurations", "Function", "LambdaFunctionArn"),
    "QueueConfigurations": ("QueueConfigurations", "Queue", "QueueArn"),
    "TopicConfigurations": ("TopicConfigurations", "Topic", "TopicArn"),
}
"""List in a template -> list in the API, and how each names the destination in it."""


def notification_to_service(value: Mapping[str, Any]) -> dict[str, Any]:
    """`NotificationConfiguration` as `PutBucketNotificationConfiguration` takes it."""
    made: dict[str, Any] = {}
    for ours, (theirs, name, arn) in DESTINATIONS.items():
        if value.get(ours):
            made[theirs] = [_asked_to_service(asked, name, arn) for asked in value[ours]]
    if (value.get("EventBridgeConfiguration") or {}).get("EventBridgeEnabled", "EventBridgeConfiguration" in value):
        made["EventBridgeConfiguration"] = {}
    return made


def _asked_to_service(asked: Mapping[str, Any], name: str, arn: str) -> dict[str, Any]:
    made: dict[str, Any] = {arn: asked[name], "Events": [asked["Event"]]}
    if "Filter" in asked:
        made["Filter"] = {"Key": {"FilterRules": asked["Filter"]["S3Key"]["Rules"]}}
    return made


def notification_from_service(value: Mapping[str, Any]) -> dict[str, Any]:
    """The response of `GetBucketNotificationConfiguration` as the schema shapes it: one entry for each event."""
    made: dict[str, Any] = {}
    for ours, (theirs, name, arn) in DESTINATIONS.items():
        if value.get(theirs):
            made[ours] = [
                _asked_from_service(found, event, name, arn) for found in value[theirs] for event in found["Events"]
            ]
    if "EventBridgeConfiguration" in value:
        made["EventBridgeConfiguration"] = {"EventBridgeEnabled": True}
    return made


def _asked_from_service(described: Mapping[str, Any], event: str, name: str, arn: str) -> dict[str, Any]:
    made: dict[str, Any] = {"Event": event, name: described[arn]}
    if "Filter" in described:
        made["Filter"] = {"S3Key": {"Rules": described["Filter"]["Key"]["FilterRules"]}}
    return made


def tags_to_service(value: list[dict[str, str]]) -> dict[str, Any]:
    """Tags as `PutBucketTagging` takes them."""
    return {"TagSet": value}
