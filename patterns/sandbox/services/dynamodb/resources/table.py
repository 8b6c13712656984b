"""AWS::DynamoDB::Table.

Not modelled: contributor insights, imports, Kinesis streams, warm throughput, vector indexes, policies of streams.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, HandlerError, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.policy_documents import as_text, from_text
from patterns.sandbox.services.dynamodb.resources._shapes import (
    capacity,
    encryption,
    encryption_from_service,
    index_updates,
    indexes,
    indexes_from_service,
    recovery_from_service,
    stream,
    stream_from_service,
    time_to_live_from_service,
    without_stream,
)

DEFAULT_RECOVERY_DAYS = 35
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html"""


def told(path: str) -> Call:
    """What reads a property from the description of the table."""
    return Call("describe_table", f"Table.{path}")


class Table(ListedProvider):
    """A table of items; its name is its identity."""

    type = "AWS::DynamoDB::Table"
    service = "dynamodb"
    tagging = tags.Tagging("ResourceArn")
    identifier = "TableName"
    creation = "create_table"
    deletion = "delete_table"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_tables", "TableNames")
    properties = (
        Property("TableName", create="TableName", get=entry("TableName")),
        Property("KeySchema", create="KeySchema", get=told("KeySchema")),
        Property("BillingMode", create="BillingMode", default="PROVISIONED", get=told("BillingModeSummary.BillingMode"),
                 code="set_capacity"),
        Property("ProvisionedThroughput", create="ProvisionedThroughput", get=told("ProvisionedThroughput"),
                 code="set_capacity", from_service=capacity),
        Property("OnDemandThroughput", create="OnDemandThroughput", get=told("OnDemandThroughput"),
                 code="set_capacity", from_service=capacity),
        Property("AttributeDefinitions", create="AttributeDefinitions", get=told("AttributeDefinitions"),
                 code="set_indexes"),
        Property("GlobalSecondaryIndexes", create="GlobalSecondaryIndexes", get=told("GlobalSecondaryIndexes"),
                 code="set_indexes", to_service=indexes, from_service=indexes_from_service),
        Property("LocalSecondaryIndexes", create="LocalSecondaryIndexes", get=told("LocalSecondaryIndexes"),
                 from_service=indexes_from_service),
        Property("StreamSpecification", create="StreamSpecification", get=told("StreamSpecification"),
                 code="set_stream", to_service=stream, from_service=stream_from_service),
        Property("SSESpecification", create="SSESpecification", get=Call("describe_table", "Table"),
                 put=Call("update_table", "SSESpecification"), cleared={"Enabled": False},
                 to_service=encryption, from_service=encryption_from_service),
        Property("TableClass", create="TableClass", default="STANDARD", get=told("TableClassSummary.TableClass"),
                 put=Call("update_table", "TableClass"), cleared="STANDARD"),
        Property("DeletionProtectionEnabled", create="DeletionProtectionEnabled", default=False,
                 get=told("DeletionProtectionEnabled"), put=Call("update_table", "DeletionProtectionEnabled"),
                 cleared=False),
        Property("PointInTimeRecoverySpecification", code="set_recovery",
                 get=Call("describe_continuous_backups", "ContinuousBackupsDescription.PointInTimeRecoveryDescription"),
                 from_service=recovery_from_service),
        Property("TimeToLiveSpecification", code="set_time_to_live",
                 get=Call("describe_time_to_live", "TimeToLiveDescription"), from_service=time_to_live_from_service),
        Property("ResourcePolicy", code="set_policy", get=entry("Policy"),
                 from_service=lambda text: {"PolicyDocument": from_text(text)}),
        Property("Tags", create="Tags", code="set_tags", get=entry("Tags")),
    )  # fmt: skip
    examples = (
        {
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
        {
            "TableName": "example",
            "AttributeDefinitions": [
                {"AttributeName": "id", "AttributeType": "S"},
                {"AttributeName": "at", "AttributeType": "N"},
                {"AttributeName": "owner", "AttributeType": "S"},
            ],
            "KeySchema": [
                {"AttributeName": "id", "KeyType": "HASH"},
                {"AttributeName": "at", "KeyType": "RANGE"},
            ],
            "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 2},
            "GlobalSecondaryIndexes": [
                {
                    "IndexName": "by-owner",
                    "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["title"]},
                    "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
                }
            ],
            "LocalSecondaryIndexes": [
                {
                    "IndexName": "by-id-and-owner",
                    "KeySchema": [
                        {"AttributeName": "id", "KeyType": "HASH"},
                        {"AttributeName": "owner", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
            "SSESpecification": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": "{key.Arn}"},
            "TableClass": "STANDARD_INFREQUENT_ACCESS",
            "DeletionProtectionEnabled": False,
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7},
            "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "AttributeDefinitions": [
                {"AttributeName": "id", "AttributeType": "S"},
                {"AttributeName": "owner", "AttributeType": "S"},
            ],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
            "OnDemandThroughput": {"MaxReadRequestUnits": 100, "MaxWriteRequestUnits": 50},
            "GlobalSecondaryIndexes": [
                {
                    "IndexName": "by-owner",
                    "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
            "StreamSpecification": {"StreamViewType": "KEYS_ONLY"},
            "SSESpecification": {"SSEEnabled": True},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "ResourcePolicy": {
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                            "Action": "dynamodb:GetItem",
                            "Resource": "*",
                        }
                    ],
                }
            },
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"TableName": target.name(longest=255), **given}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The table's name."""
        return str(response["TableDescription"]["TableName"])

    def set_capacity(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set how the table is paid for, and its limits; without a limit an on-demand table has none again."""
        new = target.properties
        wanted = {"BillingMode": new.get("BillingMode", "PROVISIONED")}
        if "ProvisionedThroughput" in new:
            wanted["ProvisionedThroughput"] = new["ProvisionedThroughput"]
        if "OnDemandThroughput" in new or "OnDemandThroughput" in old:
            unlimited = {"MaxReadRequestUnits": -1, "MaxWriteRequestUnits": -1}
            wanted["OnDemandThroughput"] = new.get("OnDemandThroughput", unlimited)
        target.account.administrator("dynamodb").update_table(TableName=target.physical_id, **wanted)

    def check_update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Refuse more than one index made or deleted at once, and one that changes its keys or its projection.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
        """
        super().check_update(target, old)
        before = {index["IndexName"]: index for index in old.get("GlobalSecondaryIndexes") or []}
        after = {index["IndexName"]: index for index in target.properties.get("GlobalSecondaryIndexes") or []}
        if len(before.keys() ^ after.keys()) > 1:
            message = "Cannot perform more than one GSI creation or deletion in a single update"
            raise HandlerError("InvalidRequest", message)
        for name in before.keys() & after.keys():
            if any(before[name].get(part) != after[name].get(part) for part in ("KeySchema", "Projection")):
                raise HandlerError(
                    "InvalidRequest",
                    "Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights "
                    "Specification. You can create a new GSI with a different name.",
                )

    def set_indexes(self, target: Target, old: Mapping[str, Any]) -> None:
        """Delete, change and create indexes, each in a call of its own, as DynamoDB demands; what is there decides."""
        described = target.account.observer("dynamodb").describe_table(TableName=target.physical_id)["Table"]
        there = indexes_from_service(described.get("GlobalSecondaryIndexes", []))
        attributes = target.properties.get("AttributeDefinitions", [])
        client = target.account.administrator("dynamodb")
        for update in index_updates(there, indexes(target.properties.get("GlobalSecondaryIndexes") or [])):
            client.update_table(
                TableName=target.physical_id, AttributeDefinitions=attributes, GlobalSecondaryIndexUpdates=[update]
            )

    def set_stream(self, target: Target, old: Mapping[str, Any]) -> None:
        """A stream of another kind is a new stream: the old one is turned off first."""
        client, table = target.account.administrator("dynamodb"), self.identity(target)
        described = target.account.observer("dynamodb").describe_table(**table)["Table"]
        asked = target.properties.get("StreamSpecification")
        if "StreamSpecification" in described:
            if asked and described["StreamSpecification"]["StreamViewType"] == asked["StreamViewType"]:
                return
            client.update_table(**table, StreamSpecification=without_stream())
        if asked:
            client.update_table(**table, StreamSpecification=stream(asked))

    def set_recovery(self, target: Target, old: Mapping[str, Any]) -> None:
        """Turn recovery to a point in time on or off; the period is the service's own where none is declared."""
        asked = target.properties.get("PointInTimeRecoverySpecification") or {}
        wanted: dict[str, Any] = {"PointInTimeRecoveryEnabled": asked.get("PointInTimeRecoveryEnabled", False)}
        if wanted["PointInTimeRecoveryEnabled"]:
            wanted["RecoveryPeriodInDays"] = asked.get("RecoveryPeriodInDays", DEFAULT_RECOVERY_DAYS)
        target.account.administrator("dynamodb").update_continuous_backups(
            TableName=target.physical_id, PointInTimeRecoverySpecification=wanted
        )

    def set_time_to_live(self, target: Target, old: Mapping[str, Any]) -> None:
        """Turn expiry on or off; to name another attribute it is turned off first."""
        client, table = target.account.administrator("dynamodb"), self.identity(target)
        time_to_live_description = target.account.observer("dynamodb").describe_time_to_live(**table)[
            "TimeToLiveDescription"
        ]
        asked = target.properties.get("TimeToLiveSpecification") or {"Enabled": False}
        if time_to_live_description["TimeToLiveStatus"] == "ENABLED":
            if asked["Enabled"] and asked["AttributeName"] == time_to_live_description["AttributeName"]:
                return
            off = {"Enabled": False, "AttributeName": time_to_live_description["AttributeName"]}
            client.update_time_to_live(**table, TimeToLiveSpecification=off)
        if asked["Enabled"]:
            client.update_time_to_live(**table, TimeToLiveSpecification=asked)

    def set_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the table's policy, or take it away."""
        client, arn = target.account.administrator("dynamodb"), _arn(target)
        asked = target.properties.get("ResourcePolicy")
        if asked:
            client.put_resource_policy(ResourceArn=arn, Policy=as_text(asked["PolicyDocument"]))
        elif _policy(target.account, arn):
            client.delete_resource_policy(ResourceArn=arn)

    def tagged(self, target: Target) -> str:
        """The table's ARN."""
        return _arn(target)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> table of the account, with tags and policy for the targets: both are known by the ARN."""
        client = account.observer("dynamodb")
        pages = client.get_paginator("list_tables").paginate()
        entries: dict[str, dict[str, Any]] = {
            name: {"TableName": name} for page in pages for name in page["TableNames"]
        }
        for target in targets:
            if target.physical_id in entries:
                arn = _arn(target)
                tagged = client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn)
                named = [tag for page in tagged for tag in page["Tags"]]
                entries[target.physical_id] |= {"Tags": named, "Policy": _policy(account, arn)}
        return entries

    def release(self, target: Target) -> None:
        """Turn its deletion protection off."""
        client = target.account.administrator(self.service)
        client.update_table(**self.identity(target), DeletionProtectionEnabled=False)

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html."""
        known = {"Arn": _arn(target)}
        if target.properties.get("StreamSpecification"):
            described = target.account.observer("dynamodb").describe_table(TableName=target.physical_id)["Table"]
            known["StreamArn"] = described["LatestStreamArn"]
        return known


def _arn(target: Target) -> str:
    account = target.account
    return f"arn:aws:dynamodb:{account.region}:{account.account_id}:table/{target.physical_id}"


def _policy(account: Account, arn: str) -> str | None:
    client = account.observer("dynamodb")
    try:
        return str(client.get_resource_policy(ResourceArn=arn)["Policy"])
    except client.exceptions.PolicyNotFoundException:
        return None


PROVIDER = Table()
