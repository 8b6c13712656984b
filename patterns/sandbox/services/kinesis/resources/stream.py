"""AWS::Kinesis::Stream. Not kept: the size of records, warm throughput, how records are distributed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry

DEFAULT_HOURS = 24
PROVISIONED, ON_DEMAND = "PROVISIONED", "ON_DEMAND"


class Stream(ListedProvider):
    """A stream of records; its name is its identity."""

    type = "AWS::Kinesis::Stream"
    service = "kinesis"
    identifier = "StreamName"
    creation = "create_stream"
    deletion = "delete_stream"
    gone = frozenset({"ResourceNotFoundException"})
    properties = (
        Property("Name", create="StreamName", get=entry("StreamName")),
        Property("ShardCount", create="ShardCount", code="set_capacity", get=entry("ShardCount")),
        Property("StreamModeDetails", create="StreamModeDetails", code="set_capacity",
                 default={"StreamMode": PROVISIONED}, get=entry("StreamModeDetails")),
        Property("RetentionPeriodHours", code="set_retention", default=DEFAULT_HOURS,
                 get=entry("RetentionPeriodHours")),
        Property("StreamEncryption", code="set_encryption", get=entry("StreamEncryption"),
                 effect="Records are kept as they are."),
        Property("DesiredShardLevelMetrics", code="set_metrics", get=entry("Metrics"),
                 effect="No metrics by shard are reported."),
        Property("Tags", code="set_tags", get=entry("Tags")),
    )  # fmt: skip
    examples = (
        {"ShardCount": 1},
        {
            "Name": "clicks",
            "ShardCount": 2,
            "StreamModeDetails": {"StreamMode": "PROVISIONED"},
            "RetentionPeriodHours": 48,
            "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "{key.Arn}"},
            "DesiredShardLevelMetrics": ["IncomingBytes"],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Name": "clicks",
            "ShardCount": 2,
            "RetentionPeriodHours": 24,
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
        {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given; a stream with shards has one unless it says how many."""
        made = {"StreamName": target.name(longest=128), **given}
        if _mode(target.properties) == PROVISIONED:
            made.setdefault("ShardCount", 1)
        return made

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The name, which the service does not repeat: `create` gives it."""
        raise NotImplementedError

    def create(self, target: Target) -> str:
        """Make the stream; the call answers nothing."""
        rows = [row for row in self.properties if row.create and row.name in target.properties]
        given = {str(row.create): target.properties[row.name] for row in rows}
        asked = self.creation_arguments(target, given)
        target.account.administrator("kinesis").create_stream(**asked)
        return str(asked["StreamName"])

    def set_capacity(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change how its capacity is paid, then split or merge until there are as many shards as asked for."""
        client, mode = target.account.administrator("kinesis"), _mode(target.properties)
        if mode != _mode(old):
            client.update_stream_mode(StreamARN=_arn(target), StreamModeDetails={"StreamMode": mode})
        count = target.properties.get("ShardCount")
        there = client.describe_stream_summary(StreamName=target.physical_id)["StreamDescriptionSummary"]
        if count is not None and mode == PROVISIONED and count != there["OpenShardCount"]:
            client.update_shard_count(
                StreamName=target.physical_id, TargetShardCount=count, ScalingType="UNIFORM_SCALING"
            )

    def set_retention(self, target: Target, old: Mapping[str, Any]) -> None:
        """Keep records for longer or shorter than now."""
        client, name = target.account.administrator("kinesis"), target.physical_id
        there = client.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["RetentionPeriodHours"]
        hours = target.properties.get("RetentionPeriodHours", DEFAULT_HOURS)
        if hours > there:
            client.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=hours)
        elif hours < there:
            client.decrease_stream_retention_period(StreamName=name, RetentionPeriodHours=hours)

    def set_encryption(self, target: Target, old: Mapping[str, Any]) -> None:
        """Encrypt with a key, or no more."""
        client, asked = target.account.administrator("kinesis"), target.properties.get("StreamEncryption")
        if asked:
            client.start_stream_encryption(StreamName=target.physical_id, **asked)
        elif before := old.get("StreamEncryption"):
            client.stop_stream_encryption(StreamName=target.physical_id, **before)

    def set_metrics(self, target: Target, old: Mapping[str, Any]) -> None:
        """Report what is asked for, and nothing else."""
        client, asked = target.account.administrator("kinesis"), target.properties.get("DesiredShardLevelMetrics") or []
        if gone := [metric for metric in old.get("DesiredShardLevelMetrics") or [] if metric not in asked]:
            client.disable_enhanced_monitoring(StreamName=target.physical_id, ShardLevelMetrics=gone)
        if asked:
            client.enable_enhanced_monitoring(StreamName=target.physical_id, ShardLevelMetrics=asked)

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        before = {tag["Key"]: tag["Value"] for tag in old.get("Tags") or []}
        after = {tag["Key"]: tag["Value"] for tag in target.properties.get("Tags") or []}
        client, name = target.account.administrator("kinesis"), target.physical_id
        if gone := [key for key in before if key not in after]:
            client.remove_tags_from_stream(StreamName=name, TagKeys=gone)
        if new := {key: value for key, value in after.items() if before.get(key) != value}:
            client.add_tags_to_stream(StreamName=name, Tags=new)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> stream, with what only further calls tell."""
        client = account.observer("kinesis")
        names = [name for page in client.get_paginator("list_streams").paginate() for name in page["StreamNames"]]
        return {name: self._entry(client, name) for name in names}

    def _entry(self, client: Any, name: str) -> dict[str, Any]:
        stream_description_summary = client.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        is_provisioned = stream_description_summary["StreamModeDetails"]["StreamMode"] == PROVISIONED
        key = stream_description_summary.get("KeyId")
        metrics = [
            shard_level_metric
            for each in stream_description_summary["EnhancedMonitoring"]
            for shard_level_metric in each["ShardLevelMetrics"]
        ]
        return {
            "StreamName": name,
            "StreamARN": stream_description_summary["StreamARN"],
            "StreamModeDetails": stream_description_summary["StreamModeDetails"],
            "ShardCount": stream_description_summary["OpenShardCount"] if is_provisioned else None,
            "RetentionPeriodHours": stream_description_summary["RetentionPeriodHours"],
            "StreamEncryption": {"EncryptionType": "KMS", "KeyId": key} if key else None,
            "Metrics": metrics,
            "Tags": client.list_tags_for_stream(StreamName=name)["Tags"],
        }

    def existing(self, account: Account) -> set[str]:
        """The names of all streams."""
        return set(self.entries(account, []))

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its ARN."""
        return {"Arn": _arn(target)}


def _mode(asked: Mapping[str, Any]) -> str:
    return str((asked.get("StreamModeDetails") or {}).get("StreamMode", PROVISIONED))


def _arn(target: Target) -> str:
    account = target.account
    return f"arn:aws:kinesis:{account.region}:{account.account_id}:stream/{target.physical_id}"


PROVIDER = Stream()
