"""What moto's DynamoDB accepts and forgets, or keeps when it should be gone.

Kept: table class, limits of on-demand tables, another encryption. Gone: the stream's name and the expiry's attribute
once they are turned off, the capacity of a table that is paid by request, the old value of a tag.
"""

from __future__ import annotations

from typing import Any

KEPT = ("TableClass", "OnDemandThroughput")


def apply() -> None:
    """Keep and report what `CreateTable` and `UpdateTable` say, and drop what they end."""
    from moto.dynamodb.models import DynamoDBBackend
    from moto.dynamodb.models.table import Table
    from moto.dynamodb.responses import DynamoHandler

    _report(Table)
    _end_streams(Table)
    _keep(DynamoHandler, "create_table")
    _keep(DynamoHandler, "update_table")
    _end_expiry(DynamoDBBackend)
    _replace_tags(DynamoDBBackend)


def _report(table_class: Any) -> None:
    told = table_class.describe

    def describe(self: Any, base_key: str = "TableDescription") -> dict[str, Any]:
        found: dict[str, Any] = told(self, base_key)
        kept = getattr(self, "kept_settings", {})
        if "TableClass" in kept:
            found[base_key]["TableClassSummary"] = {"TableClass": kept["TableClass"]}
        if "OnDemandThroughput" in kept:
            found[base_key]["OnDemandThroughput"] = kept["OnDemandThroughput"]
        return found

    table_class.describe = describe


def _end_streams(table_class: Any) -> None:
    turned = table_class.set_stream_specification

    def set_stream_specification(self: Any, streams: Any) -> None:
        turned(self, streams)
        if not self.stream_specification["StreamEnabled"]:
            self.latest_stream_label = self.stream_shard = None

    table_class.set_stream_specification = set_stream_specification


def _keep(handler: Any, operation: str) -> None:
    done = getattr(handler, operation)

    def keeping(self: Any) -> Any:
        from moto.dynamodb.responses import DynamoResult

        done(self)
        table = self.dynamodb_backend.get_table(self.body["TableName"])
        kept = {name: self.body[name] for name in KEPT if name in self.body}
        table.kept_settings = getattr(table, "kept_settings", {}) | kept
        if operation == "update_table":
            _encrypt(table, self.body.get("SSESpecification"))
        if self.body.get("BillingMode") == "PAY_PER_REQUEST":
            for one in (table, *table.global_indexes):
                one.throughput = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0}
        return DynamoResult(table.describe())

    setattr(handler, operation, keeping)


def _encrypt(table: Any, asked: dict[str, Any] | None) -> None:
    if asked is None:
        return
    key = asked.get("KMSMasterKeyId") or table._get_default_encryption_key(table.account_id, table.region_name)
    table.sse_specification = asked | {"KMSMasterKeyId": key}


def _end_expiry(backend: Any) -> None:
    turned = backend.update_time_to_live

    def update_time_to_live(self: Any, table_name: str, ttl_spec: dict[str, Any]) -> None:
        turned(self, table_name, ttl_spec)
        if not ttl_spec["Enabled"]:
            self.get_table(table_name).ttl.pop("AttributeName")

    backend.update_time_to_live = update_time_to_live


def _replace_tags(backend: Any) -> None:
    tagged = backend.tag_resource

    def tag_resource(self: Any, arn: str, tags: dict[str, str]) -> None:
        self.untag_resource(arn, list(tags))
        tagged(self, arn, tags)

    backend.tag_resource = tag_resource
